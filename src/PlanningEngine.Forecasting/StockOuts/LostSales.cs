using System.Globalization;
using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.StockOuts;

/// <summary>
/// Demand behind sales that were limited by stock. Of a bucket of which a share was open for sale, sales are kept and the rest of the bucket gets the rate that sales and the
/// neighbouring buckets together suggest (a gamma prior around the fitted rate); when it is not known when the item ran out, sales are a lower bound and demand is its expectation
/// above that bound (Tobin 1958; of a gamma variable where demand cannot be negative), fitted and filled in turn (the EM algorithm: Dempster, Laird, Rubin 1977; the dispersion is that of the demand, not of its
/// expectations). It stops after a few rounds, which keeps demand that sales hardly tell of near them.
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
        // The fit begins with sales: one that begins with open buckets alone runs away where they are few. Where nothing was sold that says nothing, and is left to the neighbours.
        var observed = sales.Select((s, t) => isBound[t] && s == 0 ? double.NaN : s).ToArray();
        if (Array.TrueForAll(observed, double.IsNaN))
            observed = (double[])sales.Clone();
        // A count that is at least two is more than one and a half.
        var rounding = Array.TrueForAll(sales, s => double.IsNaN(s) || s == Math.Floor(s)) ? 0.5 : 0;
        var regression = fit(observed, exposure);
        var multiplies = regression.Effects.Multiplies;
        // Counts scatter no less than Poisson's.
        var least = multiplies ? 1 : 0;
        var dispersion = Math.Max(least, regression.Dispersion);
        double Rate(int t) => size[t] * regression.Rate[t];
        (double Mean, double Variance) Least(int t) => multiplies ? AtLeast(sales[t], rounding, dispersion, Rate(t)) : Above(sales[t], Rate(t), Math.Sqrt(dispersion));
        for (var round = 0; round < Rounds && Array.Exists(isBound, b => b); round++)
        {
            var hidden = 0.0;
            for (var t = 0; t < sales.Length; t++)
            {
                if (!isBound[t])
                    continue;
                (observed[t], var variance) = Least(t);
                hidden += variance;
            }

            regression = fit(observed, exposure);
            var sizes = Enumerable.Range(0, sales.Length).Where(t => !double.IsNaN(sales[t])).Sum(t => multiplies ? exposure[t] * Rate(t) : 1);
            // Expectations scatter less than the demand that they stand for.
            dispersion = Math.Max(least, regression.Dispersion + hidden / sizes);
        }

        var demand = (double[])sales.Clone();
        for (var t = 0; t < sales.Length; t++)
            if (!double.IsNaN(sales[t]) && availability[t] < Open)
                demand[t] = isBound[t] ? Least(t).Mean : Whole(sales[t], availability[t], multiplies, dispersion, Rate(t));
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
    private static double Whole(double sales, double share, bool multiplies, double dispersion, double rate)
    {
        if (!multiplies)
            return sales + (1 - share) * rate;
        var beyond = dispersion - 1;
        return sales + (1 - share) * (rate + beyond * sales) / (1 + beyond * share);
    }

    /// <summary>Expectation and variance of demand that is at least what was sold. Where nothing was, that says nothing, and they are those of the rate.</summary>
    private static (double Mean, double Variance) AtLeast(double sales, double rounding, double dispersion, double rate)
    {
        var shape = rate / dispersion;
        if (shape > LargestShape)
        {
            var normal = Above(sales - rounding, rate, Math.Sqrt(dispersion * rate));
            return normal with { Mean = Math.Max(sales, normal.Mean) };
        }

        shape = Math.Max(shape, SmallestShape);
        var bound = Math.Max(0, sales - rounding) / dispersion;
        var mean = shape * GammaDistribution.MeanAbove(shape, bound);
        var square = mean * (shape + 1) * GammaDistribution.MeanAbove(shape + 1, bound);
        return (Math.Max(sales, dispersion * mean), dispersion * dispersion * Math.Max(0, square - mean * mean));
    }

    /// <summary>Expectation and variance of a normal variable that is at least a bound.</summary>
    private static (double Mean, double Variance) Above(double bound, double mean, double deviation)
    {
        if (!(deviation > 0))
            return (Math.Max(bound, mean), 0);
        var z = (bound - mean) / deviation;
        // Far above the mean the expectation lies just above the bound (the inverse Mills ratio's expansion).
        if (z > 6)
            return (bound + deviation / z, deviation / z * (deviation / z));
        var ratio = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / (1 - NormalDistribution.Cumulative(z));
        return (mean + deviation * ratio, deviation * deviation * Math.Max(0, 1 + ratio * (z - ratio)));
    }
}
