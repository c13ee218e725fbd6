namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>How a rate is spread over a cycle.</summary>
/// <param name="Period">Buckets in the cycle, at least 2.</param>
/// <param name="Factors">One per phase, at least 0, with mean 1; the phase of a bucket is its ordinal modulo the period.</param>
internal sealed record SharedSeason(int Period, double[] Factors);
