using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Kpis;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Kpis;

/// <summary>KPIs of the forecast at the last actual month: the errors at origins that the choice of method did not see.</summary>
internal static class AccuracyKpis
{
    private static readonly string[] NaiveMethods = ["snaive", "naive"];

    /// <summary>Adds error, bias and value added, from the run's own forecasts, or the published ones.</summary>
    public static async Task AddAsync(KpiSums sums, RunExecution run, PlanningContext db, int version, int lastMonth, CancellationToken cancellationToken)
    {
        if (run.Includes(ForecastStage.Output.Stage))
        {
            foreach (var leaf in (await run.ReadAsync(ForecastStage.Output, cancellationToken)).SelectMany(batch => batch).Where(l => l.Credibility.Scores is { Actual: not 0 } or { AbsoluteError: not 0 }))
            {
                var scores = leaf.Credibility.Scores;
                Add(sums, leaf.TerritoryKey, lastMonth, scores.AbsoluteError, scores.Error, scores.Actual, leaf.Credibility.NaiveAbsoluteError);
            }

            return;
        }

        var rows = await db.ForecastAccuracies.AsNoTracking().Where(a => version != 0 && a.PlanVersionKey == version && (a.Chosen || NaiveMethods.Contains(a.Method)))
            .OrderBy(a => a.ForecastAccuracyKey)
            .Select(a => new { a.ProductKey, a.TerritoryKey, a.ChannelKey, a.Method, a.Chosen, a.AbsoluteError, a.Error, a.Actual }).ToListAsync(cancellationToken);
        foreach (var series in rows.GroupBy(r => (r.ProductKey, r.TerritoryKey, r.ChannelKey)))
        {
            var chosen = series.FirstOrDefault(r => r.Chosen);
            if (chosen is null || (chosen.Actual == 0 && chosen.AbsoluteError == 0))
                continue;
            var naive = series.OrderBy(r => Array.IndexOf(NaiveMethods, r.Method)).FirstOrDefault(r => NaiveMethods.Contains(r.Method));
            Add(sums, chosen.TerritoryKey, lastMonth, chosen.AbsoluteError, chosen.Error, chosen.Actual, naive?.AbsoluteError);
        }
    }

    private static void Add(KpiSums sums, int territory, int month, double absolute, double error, double actual, double? naive)
    {
        sums.Add(KpiCatalogue.Wape, territory, month, absolute, actual);
        sums.Add(KpiCatalogue.Bias, territory, month, error, actual);
        if (naive is { } benchmark)
            sums.Add(KpiCatalogue.ForecastValueAdded, territory, month, benchmark - absolute, actual);
    }
}
