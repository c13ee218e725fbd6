using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>Weighted mean of several methods' forecasts, with the spread that calibration scales by.</summary>
/// <param name="Mean">Expectation per step.</param>
/// <param name="Spread">Standard deviation per step.</param>
/// <param name="Counts">For demand that is mostly zero: quantiles per step at the levels of the forecasts, which a spread around a mean cannot give; else null.</param>
internal sealed record Combination(double[] Mean, double[] Spread, double[][]? Counts)
{
    private const double Low = 0.1;
    private const double High = 0.9;

    /// <summary>Most that a method's spread may be of the usual one: an ARIMA that took a straight line for a third difference is a hundred times less sure than all others, and wrong.</summary>
    private const double MostOfUsual = 2.5;

    private static readonly double WidthOfUnitSpread = 2 * NormalDistribution.Quantile(High);

    /// <summary>Combines forecasts; methods of weight 0 may be null.</summary>
    /// <param name="forecasts">One per method.</param>
    /// <param name="weights">One per method.</param>
    /// <param name="pattern">Class of the series: demand that is mostly zero takes its spread from the history, since its quantiles are mostly zero too.</param>
    /// <param name="closed">Steps in which nothing comes, whatever the methods say (<see cref="OpenPhases.ClosedAhead"/>); null where there are none.</param>
    /// <param name="history">What the methods saw.</param>
    internal static Combination Of(IReadOnlyList<Forecast?> forecasts, ReadOnlySpan<double> weights, DemandPattern pattern, bool[]? closed, TimeSeries history)
    {
        var horizon = forecasts.First(f => f is not null)!.Horizon;
        var (mean, spread) = (new double[horizon], new double[horizon]);
        // The calibration of long cycles rests on the mean of the spreads alone.
        var isMixture = !LongCycleSpread.Holds(history);
        var own = new double[forecasts.Count];
        for (var step = 0; step < horizon; step++)
        {
            for (var i = 0; i < own.Length; i++)
                own[i] = weights[i] == 0 ? 0 : (forecasts[i]!.Quantile(step, High) - forecasts[i]!.Quantile(step, Low)) / WidthOfUnitSpread;
            var most = MostOfUsual * WeightedMedian(own, weights);
            for (var i = 0; i < own.Length; i++)
            {
                if (weights[i] == 0)
                    continue;
                mean[step] += weights[i] * forecasts[i]!.Mean[step];
                var credible = most > 0 ? Math.Min(own[i], most) : own[i];
                spread[step] += weights[i] * (isMixture ? credible * credible : credible);
            }
        }

        if (isMixture)
            AddDisagreement(forecasts, weights, mean, spread);
        var sporadic = pattern.Class is DemandClass.Intermittent or DemandClass.Lumpy or DemandClass.None;
        if (sporadic)
            Array.Fill(spread, Deviation(history.Values));
        for (var step = 0; step < horizon; step++)
            if (closed?[step] == true)
                (mean[step], spread[step]) = (0, 0);
        return new Combination(mean, spread, sporadic ? CountsOf(mean, history.Values, forecasts.First(f => f is not null)!.Levels) : null);
    }

    /// <summary>Variances within the methods become deviations of the mixture: where methods disagree nobody is sure.</summary>
    private static void AddDisagreement(IReadOnlyList<Forecast?> forecasts, ReadOnlySpan<double> weights, double[] mean, double[] spread)
    {
        for (var step = 0; step < spread.Length; step++)
        {
            for (var i = 0; i < forecasts.Count; i++)
                if (forecasts[i] is { } forecast && weights[i] != 0)
                    spread[step] += weights[i] * (forecast.Mean[step] - mean[step]) * (forecast.Mean[step] - mean[step]);
            spread[step] = Math.Sqrt(spread[step]);
        }
    }

    private static double WeightedMedian(double[] values, ReadOnlySpan<double> weights)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort((double[])values.Clone(), order);
        var half = 0.0;
        foreach (var weight in weights)
            half += weight / 2;
        foreach (var i in order)
        {
            half -= weights[i];
            if (half <= 0 && weights[i] > 0)
                return values[i];
        }

        return 0;
    }

    /// <summary>Quantiles of demand that comes with a chance and in the sizes seen, its mean the combined one; null where none was seen.</summary>
    private static double[][]? CountsOf(double[] mean, double[] history, double[] levels)
    {
        var known = Array.FindAll(history, v => !double.IsNaN(v));
        if (Array.TrueForAll(known, v => v == 0))
            return null;
        var (_, size) = Aggregates.Pattern(known);
        return Array.ConvertAll(mean, rate =>
        {
            var (probability, sizeNow) = Aggregates.Compound(rate, size);
            return IntermittentForecaster.CompoundQuantiles(known, probability, sizeNow, levels);
        });
    }

    private static double Deviation(ReadOnlySpan<double> history)
    {
        double mean = 0, squares = 0;
        var count = 0;
        foreach (var value in history)
        {
            if (double.IsNaN(value))
                continue;
            count++;
            var change = value - mean;
            mean += change / count;
            squares += change * (value - mean);
        }

        return count > 1 ? Math.Sqrt(squares / (count - 1)) : Math.Abs(mean) / 2;
    }
}
