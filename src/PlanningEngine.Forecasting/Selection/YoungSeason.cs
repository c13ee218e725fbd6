using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// A short season seen once and a part of a second time: seasonal naive knows it, most methods do not yet, and whether it is one shows where the second time has begun. There the error of the values of a cycle before is
/// compared with that of the mean of the first cycle.
/// </summary>
/// <remarks>
/// Chosen on stretches inside training values: mean scaled errors of <c>auto</c>, of thirty and forty hours of M4, 3.73 to 1.51 and 2.01 to 1.28; of five and seven quarters of M3, 1.70 to 1.55 and 1.52 to 1.42; of sixteen and
/// twenty months, 1.47 to 1.20 and 1.23 to 1.15; of sixteen and twenty times four weeks of retail sales, .95 to .87 and .89 to .85.
/// </remarks>
internal static class YoungSeason
{
    /// <summary>What seasonal naive counts before it is known whether a season comes back.</summary>
    internal const double Prior = 0.8;

    private const double Sharpness = 4;
    private const double PriorPairs = 4;

    /// <summary>Farthest that one error may be from the other.</summary>
    private const double Farthest = 10;

    /// <summary>What the beginning of the second cycle makes of the prior: above 1 where the first one comes back in it; 1 where nothing of it is known.</summary>
    /// <param name="known">A history of more than one cycle.</param>
    internal static double Multiplier(TimeSeries known)
    {
        var (y, period) = (known.Values, known.Period);
        var mean = KnownValues.Mean(y.AsSpan(0, period));
        var (season, flat, pairs) = (0.0, 0.0, 0);
        for (var t = period; t < y.Length; t++)
            if (!double.IsNaN(y[t] + y[t - period]))
                (season, flat, pairs) = (season + Math.Abs(y[t] - y[t - period]), flat + Math.Abs(y[t] - mean), pairs + 1);
        return !(season + flat > 0) ? 1 : Math.Pow(Math.Clamp(season / flat, 1 / Farthest, Farthest), -Sharpness * pairs / (pairs + PriorPairs));
    }
}
