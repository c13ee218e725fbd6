using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting;

/// <summary>
/// The state of the database that one walk over pages sees: rows known at a commit, one published version (or all versions
/// up to one), one "now". A token carries it from page to page, so that loads and publications in between change nothing.
/// </summary>
/// <param name="Commit">Number of the last commit.</param>
/// <param name="Version">Key of the published version, or the highest key of a history; 0 where there is none.</param>
/// <param name="Now">The moment that now() means, UTC.</param>
internal sealed record FeedSnapshot(int Commit, int Version, DateTime Now)
{
    /// <summary>The state as it is.</summary>
    public static async Task<FeedSnapshot> CaptureAsync(PlanningContext db, ReportingSet set, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (set.Visibility == ReportingVisibility.PublishedHistory)
            return new(0, await Versions(db, set.PlanKind).MaxAsync(v => (int?)v.PlanVersionKey, cancel) ?? 0, now);
        if (!set.IsFact)
            return new(0, 0, now);
        var state = await ReportingSnapshot.CaptureAsync(db, cancel);
        return new(state.LastCommit, state.VersionOf(set.PlanKind), now);
    }

    /// <summary>Refuses a state that was never there, or that cannot be shown any more.</summary>
    /// <exception cref="FeedException">410 when the version was recalled or purged, 400 when the state never was.</exception>
    public async Task VerifyAsync(PlanningContext db, ReportingSet set, CancellationToken cancel)
    {
        if (Commit > 0 && Commit > (await ReportingSnapshot.CaptureAsync(db, cancel)).LastCommit)
            throw SkipToken.Invalid();
        if (Version != 0 && !await Versions(db, set.PlanKind).AnyAsync(v => v.PlanVersionKey == Version, cancel))
            throw FeedException.Gone("The plan version that this page walk began with is no longer there. Maybe start again from the first page.");
    }

    private static IQueryable<PlanVersion> Versions(PlanningContext db, PlanKind kind) =>
        from version in db.PlanVersions
        join plan in db.Plans on version.PlanKey equals plan.PlanKey
        where plan.Kind == kind && plan.IsDefault && version.ScenarioKey == Scenario.BaseKey
            && (version.Status == PlanVersionStatus.Published || version.Status == PlanVersionStatus.Superseded)
        select version;
}
