using System.Globalization;
using PlanningEngine.Data.Plans;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Makes leaf forecasts and those of the inner territories add up, and publishes them with quantiles and accuracies: those of what is published, at later origins.</summary>
internal sealed class ReconcileStage : IPublishingStage
{
    /// <summary>What adds up.</summary>
    public static RunOutput<CoherentForecasts> Output { get; } = new("reconcile");

    public string Name => Output.Stage;

    /// <summary>The leaf forecasts as they are published, in the order of product, territory and channel.</summary>
    public static async Task<IReadOnlyList<LeafForecast>> LeavesAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var coherent = await run.ReadAsync(Output, 0, cancellationToken);
        return [.. (await run.ReadAsync(ForecastStage.Output, cancellationToken)).SelectMany(b => b).Select((leaf, number) => coherent.Moved(number, leaf))];
    }

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ReconcileAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var coherent = await run.ReadAsync(Output, 0, cancellationToken);
        var forecasts = await LeavesAsync(run, cancellationToken);
        var rows = new ForecastRows(set.Bucket, set.LastPeriod);
        (await publication.VersionAsync(PlanKind.Demand, cancellationToken)).Bucket = set.Periods;
        await publication.WriteAsync(PlanKind.Demand, forecasts.SelectMany(rows.Forecasts), cancellationToken);
        await publication.WriteAsync(PlanKind.Demand, forecasts.SelectMany(rows.Quantiles), cancellationToken);
        await publication.WriteAsync(PlanKind.Demand, forecasts.SelectMany(rows.Accuracies), cancellationToken);
        await publication.WriteAsync(PlanKind.Demand, coherent.Rollups.SelectMany(rows.Rollups), cancellationToken);
        publication.Summary.Notes.AddRange(set.Notes);
        publication.Summary.Notes.AddRange(ClosedDaysText.Notes([.. (await run.ReadAsync(ForecastStage.Output, cancellationToken)).SelectMany(b => b)], set.Bucket));
        publication.Summary.Notes.AddRange(SeasonText.Notes(forecasts));
        publication.Summary.Notes.AddRange(coherent.Notes);
        publication.Summary.Notes.AddRange(DriverText.Uplift(set, forecasts, (await run.ReadAsync(TrainedModel.Output, 0, cancellationToken)).Hash.Length > 0));
        if (run.Parameters.Treatment != Contracts.V1.Treatment.Unspecified)
            publication.Summary.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"Outliers and level shifts were clear, and treated, in {forecasts.Count(f => f.IsTreated):N0} series"));
        ForecastSummary.Fill(publication.Summary, forecasts, coherent.Coverage);
    }

    private static async Task<CoherentForecasts> ReconcileAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var leaves = (await run.ReadAsync(ForecastStage.Output, cancellationToken)).SelectMany(b => b).ToList();
        var inner = await run.ReadAsync(InnerForecasts.Output, 0, cancellationToken);
        var calibration = CalibrationTable.From(await run.ReadAsync(CalibrateStage.Output, 0, cancellationToken));
        var request = RunForecastRequest.Of(run);
        var byId = new Dictionary<string, LeafEvidence>(StringComparer.Ordinal);
        for (var batch = 0; batch < set.Batches; batch++)
            foreach (var backtest in await run.ReadAsync(BacktestStage.Output, batch, cancellationToken))
                byId.Add(backtest.SeriesId, new LeafEvidence(backtest.InnerErrors, LaterForecast.Of(backtest, calibration, request.NonNegative)));
        var live = set.Series.Where(s => s.Treatment != SeriesTreatment.Discontinued);
        return CoherentForecasts.Of(
            set, leaves, [.. live.Select(s => byId.GetValueOrDefault(s.Id, LeafEvidence.None))], inner, request.Horizon, request.Seed, run.Threads, cancellationToken);
    }
}
