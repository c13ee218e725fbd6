using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>What all methods that look at one series share: the input rules, the filling of gaps, the answer's invariants.</summary>
public abstract class StatisticalForecaster : IForecaster
{
    private protected StatisticalForecaster() { }

    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        InputRules.ThrowIfViolated(series, request);
        return ForecastPart(series, request, cancellationToken);
    }

    /// <summary>The same of what another method makes of a history that was checked: sums and remainders may lie beyond what is accepted, and whole cycles reach beyond the longest horizon.</summary>
    internal Forecast ForecastPart(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (PreparedDemand.Of(series, request, cancellationToken) is { } demand)
        {
            var forecast = demand.Forecast(this, request, cancellationToken);
            return demand.Explain(forecast with { Notes = [.. demand.Notes, .. forecast.Notes] });
        }

        var notes = new List<string>();
        var history = History.From(series, notes);
        var (mean, quantiles) = Predict(history, request with { Horizon = history.UnknownAtEnd + request.Horizon }, notes, cancellationToken);
        return WidthOfRounding.Said(PlanningEngine.Forecasting.Forecast.Create(Name, mean[history.UnknownAtEnd..], quantiles[history.UnknownAtEnd..], request, notes), series);
    }

    /// <summary>Forecasts a prepared history; adds to the notes what it had to do without.</summary>
    private protected abstract Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken);
}
