using System.Globalization;
using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>
/// Forecasts an item by what is known about its life: the predecessor's history goes before its own, launches of similar items answer while that is short, and demand declines to a planned
/// end. What was done stands in the notes.
/// </summary>
/// <param name="usual">Method for a history that is long enough.</param>
/// <param name="life">What is known.</param>
public sealed class LifecycleForecaster(IForecaster usual, ItemLifecycle life) : IForecaster
{
    private const int UsualCycle = 12;

    /// <inheritdoc />
    public string Name => usual.Name;

    /// <inheritdoc />
    /// <remarks>The series may be empty where there is a predecessor or a similar item.</remarks>
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        var violations = life.Check(series);
        if (violations.Count > 0)
            throw new ForecastInputException(violations);
        var notes = new List<string>(life.Doubts());
        var history = Inherited(series, notes);
        var method = MethodFor(history, notes);
        if (life.PhaseOut is { } plan)
            method = new PhaseOutForecaster(method, plan);
        var forecast = method.Forecast(history, request, cancellationToken);
        return forecast with { Notes = [.. notes, .. forecast.Notes] };
    }

    private TimeSeries Inherited(TimeSeries series, List<string> notes)
    {
        if (life.Predecessor is not { } old)
            return series;
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{100 * life.Share:0.##} % of the demand of ({old.Id}) goes on in this item: {Math.Max(0, series.FirstPeriod - old.FirstPeriod)} buckets of history were inherited"));
        if (series.Regressors.Count > 0 || series.Availability is not null || series.LeapBuckets.Count > 0)
            notes.Add("regressors, availability and leap buckets were left out, since they are not known for the inherited history");
        return Supersession.Continue(old, series, life.Share);
    }

    private IForecaster MethodFor(TimeSeries history, List<string> notes)
    {
        if (life.Similar.Count == 0 && (life.Launch.ExpectedLevel is null || life.Launch.Curve is null))
            return usual;
        var first = Array.FindIndex(history.Values, v => v > 0);
        var age = first < 0 ? 0 : history.Length - first;
        if (age < (history.Period > 1 ? history.Period : UsualCycle))
            return new LaunchForecaster(life.Similar, life.Launch);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{age} buckets of history are enough: similar items were not needed"));
        return usual;
    }
}
