using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Server.Hosting.Grpc;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Plans;

/// <summary>A version with its plan and its scenario.</summary>
internal sealed record VersionOfPlan(PlanVersion Version, Plan Plan, string ScenarioCode);

/// <summary>Finds plans and versions, and says what may be done with them.</summary>
internal static class PlanLookup
{
    /// <summary>The version with a key.</summary>
    /// <exception cref="RefusedException">VERSION_NOT_FOUND.</exception>
    public static async Task<VersionOfPlan> FindAsync(PlanningContext db, int key, CancellationToken cancellationToken) =>
        await (from version in db.PlanVersions
               join plan in db.Plans on version.PlanKey equals plan.PlanKey
               join scenario in db.Scenarios on version.ScenarioKey equals scenario.ScenarioKey
               where version.PlanVersionKey == key && key != 0
               select new VersionOfPlan(version, plan, scenario.Code)).SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(StatusCode.NotFound, "VERSION_NOT_FOUND", $"There is no plan version ({key}). Maybe list the versions first.", Key(key));

    /// <summary>The draft with a key, of a plan of a kind.</summary>
    /// <exception cref="RefusedException">VERSION_NOT_FOUND, VERSION_FROZEN or WRONG_PLAN_KIND.</exception>
    public static async Task<VersionOfPlan> DraftAsync(PlanningContext db, int key, PlanKind kind, CancellationToken cancellationToken)
    {
        var found = await FindAsync(db, key, cancellationToken);
        if (found.Plan.Kind != kind)
            throw WrongKind(found.Plan, kind);
        return found.Version.Status == PlanVersionStatus.Draft
            ? found
            : throw Frozen(found.Version);
    }

    /// <summary>The refusal to change a version that is not a draft.</summary>
    public static RefusedException Frozen(PlanVersion version) => new(
        StatusCode.FailedPrecondition, "VERSION_FROZEN",
        $"The plan version ({version.PlanVersionKey}) is {version.Status.ToString().ToLowerInvariant()} and cannot be changed. Maybe create a draft that copies it.",
        Key(version.PlanVersionKey));

    /// <summary>The refusal of a plan of another kind.</summary>
    public static RefusedException WrongKind(Plan plan, PlanKind wanted) => new(
        StatusCode.FailedPrecondition, "WRONG_PLAN_KIND", $"The plan ({plan.Code}) is of the kind {plan.Kind}, not {wanted}. Maybe use a version of another plan.", ("plan_code", plan.Code));

    /// <summary>Checks a page size and gives the one to use.</summary>
    public static int PageSize(int asked, int usual, int largest)
    {
        var found = new Violations();
        found.Require(asked >= 0 && asked <= largest, "page_size", "out-of-range", $"The page size ({asked}) must lie between 0 and {largest}. Maybe leave it out to get {usual}.");
        found.ThrowIfAny();
        return asked == 0 ? usual : asked;
    }

    private static (string, string) Key(int key) => ("plan_version_key", key.ToString(CultureInfo.InvariantCulture));
}
