using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Fits the chosen methods to the whole histories, and calibrates.</summary>
internal sealed class ForecastStage : IRunStage
{
    /// <summary>Leaf forecasts, per batch.</summary>
    public static RunOutput<IReadOnlyList<LeafForecast>> Output { get; } = new("forecast");

    public string Name => Output.Stage;

    public async Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var global = await TrainStage.LoadAsync(run, cancellationToken);
        var forecaster = RunForecastRequest.Forecaster(run, set, global, await run.ReadAsync(LearnStage.Output, 0, cancellationToken), cancellationToken);
        var calibration = CalibrationTable.From(await run.ReadAsync(CalibrateStage.Output, 0, cancellationToken));
        for (var batch = 0; batch < set.Batches; batch++)
        {
            var number = batch;
            await run.BatchAsync(batch, set.Batches, ct => ForecastAsync(run, set, number, forecaster, new LaunchBook(set, global.Trees), calibration, ct), cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<LeafForecast>> ForecastAsync(
        RunExecution run, SeriesSet set, int batch, AutoForecaster forecaster, LaunchBook book, CalibrationTable calibration, CancellationToken cancellationToken)
    {
        var live = set.Batch(batch).Where(s => s.Treatment != SeriesTreatment.Discontinued).ToList();
        var backtests = new Dictionary<string, SeriesBacktest>(StringComparer.Ordinal);
        foreach (var number in BatchesBehind(set, batch))
            foreach (var backtest in await run.ReadAsync(BacktestStage.Output, number, cancellationToken))
                backtests[backtest.SeriesId] = backtest;
        var request = RunForecastRequest.Of(run);
        var launched = live.Where(s => s.Treatment == SeriesTreatment.Launched).Select(s => s.ProductKey).ToHashSet();
        var launches = set.Launches.Where(l => launched.Contains(l.ProductKey)).ToDictionary(l => l.ProductKey, l => LaunchForecast.Of(book, set, l, request));
        var forecasts = new LeafForecasts(set, forecaster, request, calibration, backtests, launches);
        var done = RunForecastRequest.Each(run, live, series => forecasts.Of(series, cancellationToken), cancellationToken);
        RunTelemetry.SeriesDone(Output.Stage, done.Length);
        return done;
    }

    /// <summary>A batch, and those of the series that its own inherit from.</summary>
    private static SortedSet<int> BatchesBehind(SeriesSet set, int batch)
    {
        var places = new Lazy<Dictionary<string, int>>(() => set.Series.Select((s, i) => (s.Id, i)).ToDictionary(s => s.Id, s => s.i, StringComparer.Ordinal));
        var batches = new SortedSet<int> { batch };
        foreach (var series in set.Batch(batch))
            for (var inherits = series.Inherits; inherits is not null && places.Value.TryGetValue(inherits.SeriesId, out var at); inherits = set.Series[at].Inherits)
                batches.Add(at / set.BatchSize);
        return batches;
    }
}
