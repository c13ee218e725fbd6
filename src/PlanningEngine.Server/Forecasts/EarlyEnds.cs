using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Warns where the data end otherwise than a run takes them to: sources whose last sale lies further back than any of their own pauses, so that the series that rest on them would be zero from there on, and
/// an end date after all sales.
/// </summary>
internal static class EarlyEnds
{
    private const int MostNamed = 3;

    /// <summary>Warnings; none where all sources go on to the end, and where absence means that nothing is known.</summary>
    /// <param name="db">A context.</param>
    /// <param name="set">The series.</param>
    /// <param name="history">The sales they were made of.</param>
    /// <param name="parameters">Completed parameters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> WarningsAsync(PlanningContext db, SeriesSet set, SalesHistory history, RunParameters parameters, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (parameters.EndDate is { } end && end.ToDateOnly() > set.Bucket.EndOf(set.LastPeriod))
            warnings.Add($"Warning: the end date ({Day(end.ToDateOnly())}) lies after the last period with sales, which ends on {Day(set.Bucket.EndOf(set.LastPeriod))}: forecasts begin after that period all the same, which counts as complete. Maybe leave the end date out");
        if (parameters.Absence == Contracts.V1.Absence.Unknown)
            return warnings;

        var names = await db.Loads.Where(l => history.PeriodsOf.Keys.Contains(l.LoadKey)).ToDictionaryAsync(l => l.LoadKey, l => l.Source, cancellationToken);
        var series = set.Series.Where(s => s.Treatment == SeriesTreatment.Full)
            .Select(s => history.LastOf.TryGetValue(new SeriesKey(s.ProductKey, s.TerritoryKey, s.ChannelKey), out var last) ? names.GetValueOrDefault(last.LoadKey) : null)
            .OfType<string>().CountBy(source => source, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var ends = history.PeriodsOf.GroupBy(p => names.GetValueOrDefault(p.Key, ""), p => p.Value, StringComparer.Ordinal)
            .Select(g => (Source: g.Key, Periods: g.SelectMany(p => p).Distinct().Order().ToList()))
            .Select(s => (s.Source, Last: s.Periods[^1], Silent: set.LastPeriod - s.Periods[^1], Pause: s.Periods.Zip(s.Periods.Skip(1), (a, b) => b - a - 1).DefaultIfEmpty(0).Max(), Series: series.GetValueOrDefault(s.Source)))
            .Where(s => s.Silent > s.Pause && s.Series > 0).OrderByDescending(s => s.Series).ThenBy(s => s.Source, StringComparer.Ordinal).ToList();
        var unit = RunBuckets.NounOf(set.Bucket) + "s";
        foreach (var (source, last, silent, _, count) in ends.Take(MostNamed))
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Warning: the sales of the source ({source}) end on {Day(set.Bucket.EndOf(last))}, {silent} {unit} before the last ones: {count:N0} series count as not sold since then. Maybe load what is missing, set the end date {Day(set.Bucket.EndOf(last))}, set absence to unknown, or give products that are no longer sold their end date"));
        if (ends.Count > MostNamed)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Warning: {ends.Count - MostNamed} more sources end before the last sales: {PreparationText.Listed(ends.Skip(MostNamed).Select(s => s.Source))}"));
        return warnings;
    }
}
