using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Headcount;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using HeadcountRow = PlanningEngine.Data.Allocations.HeadcountPlan;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Headcount;

/// <summary>The headcount plan of a run before it is published.</summary>
/// <param name="Rows">Role by role, month by month.</param>
/// <param name="Cost">Money for hires and for capacity missing.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record RunHeadcount(IReadOnlyList<RoleInMonth> Rows, double Cost, IReadOnlyList<string> Notes)
{
    /// <summary>The output of the stage <c>headcount</c>.</summary>
    public static RunOutput<RunHeadcount> Output { get; } = new("headcount");
}

/// <summary>A role in a month.</summary>
/// <param name="Role">Role.</param>
/// <param name="DateKey">First day of the month.</param>
/// <param name="Hires">People hired.</param>
/// <param name="HireCost">Money for them until the end of the plan.</param>
/// <param name="People">People expected.</param>
/// <param name="Capacity">What they can carry.</param>
/// <param name="Required">What must be carried.</param>
/// <param name="Shortfall">What nobody carries.</param>
/// <param name="LinearPrice">Price of one unit more of what must be carried, in the linear relaxation.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RoleInMonth(
    string Role, int DateKey, int Hires, double HireCost, double People, double Capacity, double Required, double Shortfall, double LinearPrice, string Reason);

/// <summary>Plans the hires that carry the published quotas, and publishes them with their reasons.</summary>
internal sealed class HeadcountStage : IPublishingStage
{
    public string Name => RunHeadcount.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var plan = await run.ReadAsync(RunHeadcount.Output, 0, cancellationToken);
        await publication.WriteAsync(PlanKind.Headcount, plan.Rows.Select(ToRow), cancellationToken);
        publication.Summary.Hires = plan.Rows.Sum(r => r.Hires);
        publication.Summary.HeadcountCost = Money.ToMessage(Money.Of(plan.Cost));
        publication.Summary.CapacityShortfall = plan.Rows.Sum(r => r.Shortfall);
        publication.Summary.Notes.AddRange(plan.Notes);
    }

    private static async Task<RunHeadcount> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var force = await SalesForce.ReadAsync(run, cancellationToken);
        RunFailedException.ThrowIfAny(HeadcountProblemValidator.Validate(force.Problem));
        var result = await Task.Run(() => HeadcountSolver.Solve(force.Problem, cancellationToken: cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Plan is not { } plan)
            throw new RunFailedException("No headcount plan was found within the limit. Maybe plan fewer months or roles.");
        List<string> notes = [.. force.Notes];
        if (result.Status != SolveStatus.Optimal)
            notes.Add(FormattableString.Invariant($"The headcount plan costs at most {result.Gap:N2} more than the cheapest one."));
        return new RunHeadcount([.. plan.Roles.Select(role => RowOf(force, result, plan, role)).OrderBy(r => r.Role, StringComparer.Ordinal).ThenBy(r => r.DateKey)], plan.Objective, notes);
    }

    private static RoleInMonth RowOf(SalesForce force, HeadcountResult result, HeadcountPlan plan, RoleMonth role)
    {
        var hires = plan.Hires.FirstOrDefault(h => h.RoleId == role.RoleId && h.Month == role.Month);
        var work = plan.Work.Single(w => w.WorkId == role.RoleId && w.Month == role.Month);
        var price = result.Prices.FirstOrDefault(p => p.WorkId == role.RoleId && p.Month == role.Month);
        var reasons = result.Reasons.Where(r => r.Subject == role.RoleId && r.Month == role.Month).Select(r => r.Sentence);
        return new RoleInMonth(
            role.RoleId, FiscalCalendar.DateKey(force.Months[role.Month]), hires?.Count ?? 0, hires?.Cost ?? 0, role.People, role.Capacity, work.Required, work.Shortfall,
            price?.LinearPrice ?? 0, string.Join(" ", reasons));
    }

    private static HeadcountRow ToRow(RoleInMonth row) => new()
    {
        DateKey = row.DateKey,
        PeriodStart = DateKeys.StartOf(DateKeys.ToDate(row.DateKey)),
        Role = row.Role,
        Hires = row.Hires,
        People = row.People,
        Capacity = row.Capacity,
        Required = row.Required,
        Shortfall = row.Shortfall,
        HireCost = Money.Of(row.HireCost),
        ShadowPrice = Money.Of(row.LinearPrice),
        Reason = ReasonText.Fit(row.Reason),
    };
}
