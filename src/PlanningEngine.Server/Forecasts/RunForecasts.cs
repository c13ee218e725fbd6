using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>A leaf forecast of one period, as later stages need it.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Leaf territory.</param>
/// <param name="ChannelKey">Channel.</param>
/// <param name="DateKey">First day of the period as yyyymmdd.</param>
/// <param name="PeriodStart">Start of the period (UTC).</param>
/// <param name="Step">Steps ahead, from 1.</param>
/// <param name="Mean">Expectation.</param>
/// <param name="Q10">10 % quantile.</param>
/// <param name="Q50">Median.</param>
/// <param name="Q90">90 % quantile.</param>
public sealed record DemandForecast(
    int ProductKey, int TerritoryKey, int ChannelKey, int DateKey, DateTime PeriodStart, int Step, double Mean, double Q10, double Q50, double Q90);

/// <summary>The forecasts that stages after forecasting build on.</summary>
public static class RunForecasts
{
    /// <summary>The forecasts of the same run, not yet published; where the run makes none, the published ones. In the order of product, territory, channel and period.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Forecasts; none where nothing is published.</returns>
    public static async Task<IReadOnlyList<DemandForecast>> ReadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!run.Includes(ForecastStage.Output.Stage))
            return await PublishedAsync(run, cancellationToken);
        var bucket = (await run.ReadAsync(SeriesSet.Output, 0, cancellationToken)).Bucket;
        return [.. from leaf in await ReconcileStage.LeavesAsync(run, cancellationToken)
                   from step in leaf.Steps
                   let start = bucket.StartOf(step.Period)
                   select new DemandForecast(
                       leaf.ProductKey, leaf.TerritoryKey, leaf.ChannelKey, FiscalCalendar.DateKey(start), DateKeys.StartOf(start),
                       step.Step, step.Mean, step.Quantiles[2], step.Quantiles[4], step.Quantiles[6])];
    }

    private static async Task<IReadOnlyList<DemandForecast>> PublishedAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var version = (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Demand);
        return await db.Forecasts.Where(f => f.PlanVersionKey == version && version != 0)
            .OrderBy(f => f.ProductKey).ThenBy(f => f.TerritoryKey).ThenBy(f => f.ChannelKey).ThenBy(f => f.DateKey)
            .Select(f => new DemandForecast(f.ProductKey, f.TerritoryKey, f.ChannelKey, f.DateKey, f.PeriodStart, f.Step, f.Mean, f.Q10, f.Q50, f.Q90))
            .ToListAsync(cancellationToken);
    }
}
