using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Tries the methods at earlier origins, batch by batch. Series that are dead or discontinued are passed over.</summary>
internal sealed class BacktestStage : IRunStage
{
    /// <summary>What the origins taught, per batch of series that are worth full work, in their order.</summary>
    public static RunOutput<IReadOnlyList<SeriesBacktest>> Output { get; } = new("backtest");

    public string Name => Output.Stage;

    public async Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var forecaster = RunForecastRequest.Forecaster(
            run, set, await TrainStage.LoadAsync(run, cancellationToken), await run.ReadAsync(LearnStage.Output, 0, cancellationToken), cancellationToken);
        var request = RunForecastRequest.Of(run);
        for (var batch = 0; batch < set.Batches; batch++)
        {
            var series = set.Batch(batch).Where(s => s.Treatment == SeriesTreatment.Full).ToList();
            await run.BatchAsync<IReadOnlyList<SeriesBacktest>>(batch, set.Batches, ct =>
            {
                var done = RunForecastRequest.Each(run, series, s => forecaster.Backtest(set.Usual(s), request, set.Plan, ct), ct);
                RunTelemetry.SeriesDone(Name, done.Length);
                return Task.FromResult<IReadOnlyList<SeriesBacktest>>(done);
            }, cancellationToken);
        }
    }
}
