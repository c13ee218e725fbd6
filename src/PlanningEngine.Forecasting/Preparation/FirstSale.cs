using System.Globalization;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Preparation;

/// <summary>
/// Zeros before the first sale that regular demand since then makes unlikely: the item was not sold yet. As demand they would make an item that sells every month a seldom one, at half its level and without season.
/// Seldom demand keeps its zeros: its first sale is where it is by chance, and often the best there was (on windows of spare parts forecasts without them are a third too high).
/// </summary>
internal static class FirstSale
{
    /// <summary>Chance from which on zeros at the beginning are no demand.</summary>
    private const double Unlikely = 1e-3;

    /// <summary>Least share of buckets with a sale since: of items that sell less often the first sale is one by chance.</summary>
    private const double LeastShareSold = 0.95;

    /// <summary>Most squared variation of the sales since: the mean lies two deviations above zero, so that a bucket without a sale is none of them.</summary>
    private const double MostVariation = 0.25;

    /// <summary>Sales since from which on variation is that from one to the next, of which growth is none.</summary>
    private const int SalesOfGrowth = 24;

    /// <summary>Fewest values since: fewer say too little of a rate.</summary>
    private const int FewestSince = 6;

    /// <summary>Sales since, however uneven and seldom, that say enough of a rate by their number.</summary>
    private const int ManySales = 50;

    /// <summary>The series from its first sale on where it has such zeros; the same one where there are none. What is known ahead begins with it.</summary>
    internal static TimeSeries Since(TimeSeries series) => ZerosBefore(series.Values) is > 0 and var first
        ? series with
        {
            Values = series.Values[first..],
            FirstPeriod = series.FirstPeriod + first,
            Availability = series.Availability?[first..],
            Regressors = [.. series.Regressors.Select(r => r with { Values = r.Values[first..] })],
            LeapBuckets = [.. series.LeapBuckets.Where(b => b >= first).Select(b => b - first)],
        }
        : series;

    /// <summary>What there is to say about it; null for nothing.</summary>
    internal static string? Describe(TimeSeries series) => ZerosBefore(series.Values) is > 0 and var zeros
        ? string.Create(CultureInfo.InvariantCulture, $"the first {zeros} values hold no sale, which regular demand since then makes unlikely: the item is taken as not sold before")
        : null;

    /// <summary>Number of buckets up to the first sale, where they hold zeros and as many in a row are unlikely at the rate since; else 0.</summary>
    private static int ZerosBefore(double[] values)
    {
        var first = Array.FindIndex(values, v => !double.IsNaN(v) && v != 0);
        if (first <= 0)
            return 0;
        var zeros = values.AsSpan(0, first).ToArray().Count(v => v == 0);
        if (zeros == 0)
            return 0;
        var (known, sold) = (0, 0);
        foreach (var value in values.AsSpan(first))
        {
            known += double.IsNaN(value) ? 0 : 1;
            sold += double.IsNaN(value) || value == 0 ? 0 : 1;
        }

        // The first sale is there by definition; of what follows the chance is estimated by the rule of succession (Laplace), so that it is never one.
        var chance = sold / (known + 1.0);
        var isKnown = sold >= ManySales || (known >= FewestSince && sold >= LeastShareSold * known && Variation(values.AsSpan(first), sold) < MostVariation);
        return isKnown && Math.Pow(1 - chance, zeros) < Unlikely ? first : 0;
    }

    /// <summary>Squared variation of the sales; of many, where it is less, their squared deviation from the one before over their squared level.</summary>
    private static double Variation(ReadOnlySpan<double> values, int sold)
    {
        var variation = DemandPattern.Of(values).SquaredVariation;
        if (sold < SalesOfGrowth || variation < MostVariation)
            return variation;
        double last = 0, squares = 0, levels = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value) || value == 0)
                continue;
            if (last != 0)
            {
                squares += (value - last) * (value - last) / 2;
                levels += value * last;
            }

            last = value;
        }

        return levels > 0 ? squares / levels : variation;
    }
}
