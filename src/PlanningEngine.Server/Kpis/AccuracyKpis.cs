using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Kpis;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Kpis;

/// <summary>KPIs of the forecast at the last actual month: the errors of what is published, after reconciliation, at origins that the choice of method did not see.</summary>
internal static class AccuracyKpis
{
    private static readonly string[] NaiveMethods = ["snaive", "naive"];

    /// <summary>Adds error, bias and value added, from the run's own forecasts, or the published ones.</summary>
    public static async Task AddAsync(KpiSums sums, RunExecution run, PlanningContext db, int version, int lastMonth, CancellationToken cancellationToken)
    {
        var errors = run.Includes(ReconcileStage.Output.Stage) ? await OwnAsync(run, cancellationToken) : await PublishedAsync(db, version, cancellationToken);
        foreach (var series in errors.Where(e => e is { Actual: not 0 } or { Absolute: not 0 }))
        {
            sums.Add(KpiCatalogue.Wape, series.TerritoryKey, lastMonth, series.Absolute, series.Actual);
            sums.Add(KpiCatalogue.Bias, series.TerritoryKey, lastMonth, series.Error, series.Actual);
            if (series.Gain is { } gain)
                sums.Add(KpiCatalogue.ForecastValueAdded, series.TerritoryKey, lastMonth, gain, series.Actual);
        }
    }

    private static async Task<IEnumerable<SeriesError>> OwnAsync(RunExecution run, CancellationToken cancellationToken) =>
        from leaf in await ReconcileStage.LeavesAsync(run, cancellationToken)
        let scores = leaf.Credibility.Scores
        select new SeriesError(leaf.TerritoryKey, scores.AbsoluteError, scores.Error, scores.Actual, leaf.Credibility.NaiveAbsoluteError - scores.AbsoluteError);

    /// <summary>The gain is that of the forecast itself. Where nothing was sold it is no share of anything: there the row of seasonal naive says it, if that was tried beside.</summary>
    private static async Task<IEnumerable<SeriesError>> PublishedAsync(PlanningContext db, int version, CancellationToken cancellationToken)
    {
        if (version == 0)
            return [];
        var gains = await db.Forecasts.AsNoTracking().Where(f => f.PlanVersionKey == version && f.GainOverNaive != null)
            .GroupBy(f => new { f.ProductKey, f.TerritoryKey, f.ChannelKey })
            .Select(g => new { g.Key.ProductKey, g.Key.TerritoryKey, g.Key.ChannelKey, Gain = g.Max(f => f.GainOverNaive) })
            .ToDictionaryAsync(g => (g.ProductKey, g.TerritoryKey, g.ChannelKey), g => g.Gain, cancellationToken);
        var rows = await db.ForecastAccuracies.AsNoTracking().Where(a => a.PlanVersionKey == version && (a.Chosen || NaiveMethods.Contains(a.Method)))
            .OrderBy(a => a.ForecastAccuracyKey)
            .Select(a => new { a.ProductKey, a.TerritoryKey, a.ChannelKey, a.Method, a.Chosen, a.AbsoluteError, a.Error, a.Actual }).ToListAsync(cancellationToken);
        return from series in rows.GroupBy(r => (r.ProductKey, r.TerritoryKey, r.ChannelKey))
               let chosen = series.FirstOrDefault(r => r.Chosen)
               where chosen is not null
               let naive = series.Where(r => NaiveMethods.Contains(r.Method)).MinBy(r => Array.IndexOf(NaiveMethods, r.Method))
               select new SeriesError(
                   chosen.TerritoryKey, chosen.AbsoluteError, chosen.Error, chosen.Actual,
                   gains.GetValueOrDefault(series.Key) is { } gain ? gain * chosen.Actual : naive?.AbsoluteError - chosen.AbsoluteError);
    }

    /// <summary>What one series erred, in units.</summary>
    /// <param name="TerritoryKey">Its territory.</param>
    /// <param name="Absolute">Sum |F - A|.</param>
    /// <param name="Error">Sum (F - A).</param>
    /// <param name="Actual">Sum A.</param>
    /// <param name="Gain">Sum |F of seasonal naive - A| less the sum of absolute errors; null where not known.</param>
    private sealed record SeriesError(int TerritoryKey, double Absolute, double Error, double Actual, double? Gain);
}
