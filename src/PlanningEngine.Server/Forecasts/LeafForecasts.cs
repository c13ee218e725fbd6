using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Selection;
using ForecastLifecycle = PlanningEngine.Data.Forecasts.ForecastLifecycle;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Makes the forecast of one series after the other; what successors and predecessors of a series are forecast as is looked at where it matters. Safe for concurrent calls.</summary>
/// <param name="set">The series of the run.</param>
/// <param name="forecaster">The method.</param>
/// <param name="request">What is asked.</param>
/// <param name="calibration">The run's calibration.</param>
/// <param name="backtests">What the origins taught, by id of the series: of those asked for, and of those that they inherit from.</param>
/// <param name="launches">Forecasts of launched products.</param>
internal sealed class LeafForecasts(
    SeriesSet set, AutoForecaster forecaster, ForecastRequest request, CalibrationTable calibration, IReadOnlyDictionary<string, SeriesBacktest> backtests,
    IReadOnlyDictionary<int, LaunchForecast> launches)
{
    private readonly Dictionary<string, RunSeries> _inherited = set.Series.Where(s => backtests.ContainsKey(s.Id)).ToDictionary(s => s.Id, StringComparer.Ordinal);

    /// <summary>The forecast of a series that is not discontinued.</summary>
    public LeafForecast Of(RunSeries series, CancellationToken cancellationToken) => series.Treatment switch
    {
        SeriesTreatment.Dead => Dormant(series, cancellationToken),
        SeriesTreatment.Launched => Launched(series),
        _ => Full(series, cancellationToken),
    };

    private LeafForecast Full(RunSeries series, CancellationToken cancellationToken)
    {
        var answer = forecaster.Finish(set.Usual(series), request, backtests[series.Id], calibration, cancellationToken);
        var steps = Steps(series, answer.Forecast);
        if (series.Inherits is { } inherits && _inherited.TryGetValue(inherits.SeriesId, out var old))
        {
            var left = Of(old, cancellationToken).Steps.ToDictionary(s => s.Step, s => inherits.Share * s.Mean);
            steps = Array.ConvertAll(steps, s => left.TryGetValue(s.Step, out var kept) ? s.MovedTo(Math.Max(0, s.Mean - kept)) : s);
        }

        return Leaf(series, answer.Forecast.Method, steps, answer.Credibility, answer.Accuracies) with { Note = DriverText.Of(series, set, answer.Forecast, answer.Notes, answer.UnseenSteps), UnseenSteps = answer.UnseenSteps, IsTreated = answer.IsTreated };
    }

    private LeafForecast Launched(RunSeries series)
    {
        var launch = launches[series.ProductKey];
        var forecast = launch.Now.Series[(series.TerritoryKey, series.ChannelKey)];
        return Leaf(series, forecast.Method, Steps(series, forecast), launch.CredibilityOf(series, set), []) with { Note = DriverText.Of(series, set, forecast, []) };
    }

    private LeafForecast Dormant(RunSeries series, CancellationToken cancellationToken)
    {
        // Pauses count in years. What a replaced product sold goes on in its heir.
        var paused = set.Usual(series) with { Period = set.Year };
        var forecast = set.DormantShare > 0 && series.Lifecycle != ForecastLifecycle.Replaced && DormantDemand.Holds(paused) ? new DormantDemand(set.DormantShare).Forecast(paused, request, cancellationToken) : Nothing(request);
        return Leaf(series, forecast.Method, Steps(series, forecast), Credibility.None, []) with { Note = NoteText.Of([series.LifecycleNote, .. forecast.Notes]) };
    }

    private static LeafForecast Leaf(RunSeries series, string method, IReadOnlyList<LeafStep> steps, Credibility credibility, IReadOnlyList<MethodAccuracy> accuracies) =>
        new(series.ProductKey, series.TerritoryKey, series.ChannelKey, 0, method, steps, credibility, accuracies) { Lifecycle = series.Lifecycle, Note = series.LifecycleNote };

    /// <summary>Nothing is sold.</summary>
    internal static Forecast Nothing(ForecastRequest request) => Forecast.Create(
        LeafForecast.ZeroMethod, new double[request.Horizon], [.. Enumerable.Range(0, request.Horizon).Select(_ => new double[request.Levels.Count])], request, []);

    private LeafStep[] Steps(RunSeries series, Forecast forecast) =>
        [.. Enumerable.Range(1, forecast.Horizon).Where(step => SeriesSet.IsOpen(series, set.LastPeriod + step))
            .Select(step => Declined(new LeafStep(set.LastPeriod + step, step, forecast.Mean[step - 1], forecast.Quantiles[step - 1]) { BaseShare = BaseShare(forecast, step - 1) }, set.ShareIn(series, set.LastPeriod + step)))];

    private static double BaseShare(Forecast forecast, int step) => forecast.BaseMean is { } usual && forecast.Mean[step] > 0 ? Math.Max(0, usual[step] / forecast.Mean[step]) : 1;

    private static LeafStep Declined(LeafStep usual, double share) =>
        share.Equals(1.0) ? usual : usual with { Mean = share * usual.Mean, Quantiles = Array.ConvertAll(usual.Quantiles, q => share * q) };
}
