using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>All candidates at one cut-off, and what happened.</summary>
internal sealed class Origin
{
    private readonly bool[]? _closed;
    private readonly TimeSeries _base;

    internal Origin(
        TimeSeries series, int cutoff, int horizon, (IForecaster Method, double Prior)[] candidates, ForecastRequest request, CancellationToken cancellationToken, KeptForecasts? kept = null)
    {
        Cutoff = cutoff;
        var known = series.Until(cutoff);
        var first = cutoff - series.FirstPeriod;
        // What could not be sold is not compared with what was demanded.
        Actual = LostSales.FullyAvailable(series.Values, series.Availability)[first..Math.Min(series.Length, first + horizon)];
        var asked = request with { Horizon = Actual.Length, Levels = ForecastRequest.DefaultLevels };
        IForecaster[] methods = [.. candidates.Select(c => c.Method)];
        var demand = PreparedDemand.Of(known, asked, methods, cancellationToken);
        _base = demand?.Base ?? known;
        _closed = OpenPhases.ClosedAhead(known, Actual.Length);
        Forecast Forecast(IForecaster method) => demand?.Forecast(method, asked, cancellationToken) ?? method.Forecast(known, asked, cancellationToken);
        Forecasts = kept is null ? Array.ConvertAll(methods, Forecast) : kept.Of(known, methods, asked, Forecast);
        Scale = Metrics.SeasonalNaiveError(known.Values, series.Period) ?? 0;
        SquaredScale = Metrics.SquaredDifference(known.Values) ?? 0;
    }

    internal int Cutoff { get; }

    internal double[] Actual { get; }

    internal Forecast[] Forecasts { get; }

    /// <summary>In-sample seasonal naive error; 0 where there is none.</summary>
    internal double Scale { get; }

    /// <summary>In-sample mean squared one-step difference; 0 where there is none.</summary>
    internal double SquaredScale { get; }

    /// <summary>One error per candidate for each bucket whose actual is known.</summary>
    internal IReadOnlyList<double[]> Errors() =>
        [.. Enumerable.Range(0, Actual.Length).Where(step => !double.IsNaN(Actual[step])).Select(step => Forecasts.Select(f => f.Mean[step] - Actual[step]).ToArray())];

    internal Combination Combine(double[] weights, DemandPattern pattern) => Combination.Of(Forecasts, weights, pattern, _closed, _base);
}
