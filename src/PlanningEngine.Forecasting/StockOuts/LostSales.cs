using System.Globalization;
using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.StockOuts;

/// <summary>
/// Demand behind sales that were limited by stock. Of a bucket of which a share was open for sale, sales are kept and the rest of the bucket gets the rate that sales and the
/// neighbouring buckets together suggest (a gamma prior around the fitted rate); when it is not known when the item ran out, sales are a lower bound and demand is its expectation
/// above that bound (Tobin 1958; of a gamma variable where demand cannot be negative), fitted and filled in turn (the EM algorithm: Dempster, Laird, Rubin 1977).
/// </summary>
/// <remarks>The rate by shares holds also where the share is short because demand was high: stopping when stock ends does not change the likelihood.</remarks>
internal static class LostSales
{
    private const int Rounds = 6;
    private const int MostNamed = 5;
    private const double Open = 0.999;

    /// <summary>Means over dispersion from which on a gamma variable is as good as normal, and below which it is next to nothing.</summary>
    private const double LargestShape = 1e4;
    private const double SmallestShape = 1e-6;

    /// <summary>Whether any bucket was not fully available.</summary>
    internal static bool Any(double[]? availability) => availability is not null && Array.Exists(availability, a => a < Open);

    /// <summary>Observations of fully available buckets; NaN elsewhere. All of them where no bucket was.</summary>
    internal static double[] FullyAvailable(double[] values, double[]? availability)
    {
        if (!Any(availability))
            return values;
        var known = values.Select((v, t) => availability![t] < Open ? double.NaN : v).ToArray();
        return Array.TrueForAll(known, double.IsNaN) ? values : known;
    }

    /// <summary>Fits the regression to sales under the availability they had.</summary>
    /// <param name="sales">Sales; NaN where unknown.</param>
    /// <param name="availability">Share per bucket.</param>
    /// <param name="size">Size of each bucket; the regression's rate is that of size 1.</param>
    /// <param name="fit">Fits observations under a share of availability.</param>
    /// <returns>The regression and the demand per bucket: sales where the bucket was open.</returns>
    internal static (DemandRegression Regression, double[] Demand) Recover(
        double[] sales, double[] availability, double[] size, Func<double[], double[], DemandRegression> fit)
    {
        var exposure = Array.ConvertAll(availability, a => a > 0 ? Math.Min(a, 1) : 1);
        var isBound = availability.Select((a, t) => a == 0 && !double.IsNaN(sales[t])).ToArray();
        // A bucket that could not sell at all says nothing of its own; it is left to its neighbours.
        var observed = sales.Select((s, t) => isBound[t] ? double.NaN : s).ToArray();
        if (Array.TrueForAll(observed, double.IsNaN))
            observed = (double[])sales.Clone();
        // A count that is at least two is more than one and a half.
        var rounding = Array.TrueForAll(sales, s => double.IsNaN(s) || s == Math.Floor(s)) ? 0.5 : 0;
        var regression = fit(observed, exposure);
        double Least(int t) => AtLeast(sales[t], rounding, regression, size[t] * regression.Rate[t]);
        for (var round = 0; round < Rounds && Array.Exists(isBound, b => b); round++)
        {
            for (var t = 0; t < sales.Length; t++)
                if (isBound[t])
                    observed[t] = Least(t);
            regression = fit(observed, exposure);
        }

        var demand = (double[])sales.Clone();
        for (var t = 0; t < sales.Length; t++)
            if (!double.IsNaN(sales[t]) && availability[t] < Open)
                demand[t] = isBound[t] ? Least(t) : Whole(sales[t], availability[t], regression, size[t] * regression.Rate[t]);
        return (regression, demand);
    }

    /// <summary>What was raised to what.</summary>
    internal static void Describe(double[] sales, double[] demand, List<string> notes)
    {
        var raised = Enumerable.Range(0, sales.Length).Where(t => demand[t] > sales[t]).ToArray();
        if (raised.Length == 0)
            return;
        var named = raised.Take(MostNamed).Select(t => string.Create(CultureInfo.InvariantCulture, $"bucket {t + 1} from {sales[t]:G4} to {demand[t]:G4}"));
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{raised.Length} of {sales.Length} buckets were not fully available: sales were raised to demand by {raised.Sum(t => demand[t] - sales[t]):G4} in all ({string.Join(", ", named)}{(raised.Length > MostNamed ? ", ..." : "")})"));
    }

    /// <summary>Sales of the open share, and for the rest the rate by gamma prior and sales together.</summary>
    private static double Whole(double sales, double share, DemandRegression regression, double rate)
    {
        if (!regression.Effects.Multiplies)
            return sales + (1 - share) * rate;
        var beyond = regression.Dispersion - 1;
        return sales + (1 - share) * (rate + beyond * sales) / (1 + beyond * share);
    }

    /// <summary>Expectation of demand that is at least what was sold. Where nothing was, that says nothing, and it is the rate.</summary>
    private static double AtLeast(double sales, double rounding, DemandRegression regression, double rate)
    {
        if (!regression.Effects.Multiplies)
            return Above(sales, rate, Math.Sqrt(Math.Max(0, regression.Dispersion)));
        var shape = rate / regression.Dispersion;
        if (shape > LargestShape)
            return Math.Max(sales, Above(sales - rounding, rate, Math.Sqrt(regression.Dispersion * rate)));
        shape = Math.Max(shape, SmallestShape);
        return Math.Max(sales, regression.Dispersion * shape * GammaDistribution.MeanAbove(shape, Math.Max(0, sales - rounding) / regression.Dispersion));
    }

    /// <summary>Expectation of a normal variable that is at least a bound.</summary>
    private static double Above(double bound, double mean, double deviation)
    {
        if (!(deviation > 0))
            return Math.Max(bound, mean);
        var z = (bound - mean) / deviation;
        // Far above the mean the expectation lies just above the bound (the inverse Mills ratio's expansion).
        if (z > 6)
            return bound + deviation / z;
        return mean + deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / (1 - NormalDistribution.Cumulative(z));
    }
}
