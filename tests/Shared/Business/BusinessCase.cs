using PlanningEngine.Forecasting;

namespace PlanningEngine.Tests.Business;

/// <summary>One generated item whose truth is known.</summary>
/// <param name="Told">The forecast by a method that is told what a planner knows.</param>
/// <param name="Untold">The forecast by the same method from the bare history: what doing nothing gives.</param>
/// <param name="Expectation">The true expectation of each future bucket.</param>
/// <param name="Actual">What was demanded in each.</param>
internal sealed record BusinessCase(Func<IForecaster, Forecast> Told, Func<IForecaster, Forecast> Untold, double[] Expectation, double[] Actual)
{
    /// <summary>Which future buckets are promoted; empty where none is.</summary>
    internal bool[] IsPromoted { get; init; } = [];

    /// <summary>A case of which the planner's knowledge stands on the series or in the request.</summary>
    internal static BusinessCase Of(TimeSeries told, TimeSeries untold, ForecastRequest request, double[] expectation, double[] actual) =>
        new(method => method.Forecast(told, request), method => method.Forecast(untold, request with { Treatment = Treatment.None }), expectation, actual);
}
