using PlanningEngine.Forecasting.Decomposition;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>How often a history must be differenced before its level and season stay where they are.</summary>
internal static class UnitRoots
{
    /// <summary>Critical value of the level statistic at 5 % (Kwiatkowski, Phillips, Schmidt, Shin 1992, table 1).</summary>
    private const double CriticalLevel = 0.463;

    /// <summary>Seasonal strength from which one seasonal difference is taken (Wang, Smith, Hyndman 2006).</summary>
    private const double StrongSeason = 0.64;

    private const int SeasonalWindow = 11;

    /// <summary>One when the season explains most of what the trend leaves, else none.</summary>
    internal static int SeasonalDifferences(double[] y, int period)
    {
        if (period < 2 || y.Length < 2 * period || IsConstant(y))
            return 0;
        var parts = Stl.Decompose(y, period, SeasonalWindow);
        var detrended = new double[y.Length];
        for (var t = 0; t < y.Length; t++)
            detrended[t] = parts.Season[t] + parts.Remainder[t];
        return 1 - Squares(parts.Remainder) / Squares(detrended) > StrongSeason ? 1 : 0;
    }

    /// <summary>Differences of neighbours until the level statistic is no longer significant.</summary>
    internal static int Differences(double[] y, int most)
    {
        var differences = 0;
        while (differences < most && !IsConstant(y) && LevelStatistic(y) > CriticalLevel)
        {
            y = Difference(y, 1);
            differences++;
        }

        return differences;
    }

    /// <summary>y[t] - y[t - lag].</summary>
    internal static double[] Difference(double[] y, int lag)
    {
        var result = new double[Math.Max(0, y.Length - lag)];
        for (var t = 0; t < result.Length; t++)
            result[t] = y[t + lag] - y[t];
        return result;
    }

    /// <summary>All differences of an order.</summary>
    internal static double[] Difference(double[] y, ArimaOrder order)
    {
        for (var i = 0; i < order.SeasonalD; i++)
            y = Difference(y, order.Period);
        for (var i = 0; i < order.D; i++)
            y = Difference(y, 1);
        return y;
    }

    /// <summary>Whether all values are equal; true without values.</summary>
    internal static bool IsConstant(double[] y) => Array.TrueForAll(y, v => v.Equals(y[0]));

    /// <summary>The KPSS statistic of a level: squared partial sums over the long-run variance with Bartlett weights up to lag 3 sqrt(n) / 13.</summary>
    internal static double LevelStatistic(double[] y)
    {
        var n = y.Length;
        var mean = y.Average();
        var lags = (int)(3 * Math.Sqrt(n) / 13);
        double sum = 0, partial = 0;
        foreach (var value in y)
        {
            sum += value - mean;
            partial += sum * sum;
        }

        var variance = 0.0;
        for (var lag = 0; lag <= lags; lag++)
        {
            var covariance = 0.0;
            for (var t = lag; t < n; t++)
                covariance += (y[t] - mean) * (y[t - lag] - mean);
            variance += lag == 0 ? covariance : 2 * (1 - lag / (lags + 1.0)) * covariance;
        }

        return variance > 0 ? partial / n / variance : 0;
    }

    private static double Squares(double[] y)
    {
        var mean = y.Average();
        return y.Sum(v => (v - mean) * (v - mean));
    }
}
