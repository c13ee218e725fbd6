using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The series of the published forecast that a run, whose forecast takes its place, knows nothing of.</summary>
internal static class SupersededSeries
{
    /// <summary>A warning; none where the run knows them all. Discontinued ones, which it knows and does not forecast, are not counted.</summary>
    public static async Task<IReadOnlyList<string>> NotesAsync(PlanningContext db, SeriesSet set, RunParameters parameters, CancellationToken cancellationToken)
    {
        var version = (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Demand);
        if (version == 0)
            return [];
        var known = set.Series.Select(s => (s.ProductKey, s.TerritoryKey, s.ChannelKey)).ToHashSet();
        var published = await db.Forecasts.Where(f => f.PlanVersionKey == version).Select(f => new { f.ProductKey, f.TerritoryKey, f.ChannelKey }).Distinct().ToListAsync(cancellationToken);
        var lost = published.Count(p => !known.Contains((p.ProductKey, p.TerritoryKey, p.ChannelKey)));
        if (lost == 0)
            return [];
        var why = parameters.Source.Length > 0 ? $": only sales of the source ({parameters.Source}) are looked at. Maybe leave the source out" : "";
        return [string.Create(CultureInfo.InvariantCulture, $"Warning: this run replaces the published forecast, and {lost:N0} of its {published.Count:N0} series will have no forecast any more{why}")];
    }
}
