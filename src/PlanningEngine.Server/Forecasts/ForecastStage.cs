using PlanningEngine.Forecasting;
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
        var forecaster = RunForecastRequest.Forecaster(
            run, await TrainStage.LoadAsync(run, cancellationToken), await run.ReadAsync(LearnStage.Output, 0, cancellationToken));
        var calibration = CalibrationTable.From(await run.ReadAsync(CalibrateStage.Output, 0, cancellationToken));
        for (var batch = 0; batch < set.Batches; batch++)
        {
            var number = batch;
            await run.BatchAsync(batch, set.Batches, ct => ForecastAsync(run, set, number, forecaster, calibration, ct), cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<LeafForecast>> ForecastAsync(
        RunExecution run, SeriesSet set, int batch, AutoForecaster forecaster, CalibrationTable calibration, CancellationToken cancellationToken)
    {
        var backtests = (await run.ReadAsync(BacktestStage.Output, batch, cancellationToken)).ToDictionary(b => b.SeriesId, StringComparer.Ordinal);
        var request = RunForecastRequest.Of(run);
        var live = set.Batch(batch).Where(s => s.Treatment != SeriesTreatment.Discontinued).ToList();
        var done = RunForecastRequest.Each(run, live, series =>
        {
            if (series.Treatment == SeriesTreatment.Dead)
                return Zero(series, set, request);
            var backtest = backtests[series.Id];
            var answer = forecaster.Finish(set.Usual(series), request, backtest, calibration, cancellationToken);
            return new LeafForecast(
                series.ProductKey, series.TerritoryKey, series.ChannelKey, 0, answer.Forecast.Method, Steps(series, set, answer.Forecast),
                answer.Credibility, answer.Accuracies);
        }, cancellationToken);
        RunTelemetry.SeriesDone(Output.Stage, done.Length);
        return done;
    }

    private static LeafForecast Zero(RunSeries series, SeriesSet set, ForecastRequest request) => new(
        series.ProductKey, series.TerritoryKey, series.ChannelKey, 0, LeafForecast.ZeroMethod,
        [.. Enumerable.Range(1, request.Horizon).Where(step => IsOpen(series, set, step))
            .Select(step => new LeafStep(set.LastPeriod + step, step, 0, new double[request.Levels.Count]))],
        Credibility.None, []);

    private static LeafStep[] Steps(RunSeries series, SeriesSet set, Forecasting.Forecast forecast) =>
        [.. Enumerable.Range(1, forecast.Horizon).Where(step => IsOpen(series, set, step))
            .Select(step => Declined(new LeafStep(set.LastPeriod + step, step, forecast.Mean[step - 1], forecast.Quantiles[step - 1]), set.ShareIn(series, set.LastPeriod + step)))];

    private static LeafStep Declined(LeafStep usual, double share) =>
        share.Equals(1.0) ? usual : usual with { Mean = share * usual.Mean, Quantiles = Array.ConvertAll(usual.Quantiles, q => share * q) };

    /// <summary>No forecast after the product's end.</summary>
    private static bool IsOpen(RunSeries series, SeriesSet set, int step) => series.ForecastUntil is not { } until || set.LastPeriod + step <= until;
}
