using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>A season that is taken out of a history before a model without season is fitted, and put back into its forecast.</summary>
internal sealed class SeasonalAdjustment
{
    private const double CriticalValue = 1.645;
    private const double SmallestIndex = 0.01;

    private readonly double[] _indices;
    private readonly bool _multiplicative;

    private SeasonalAdjustment(double[] indices, bool multiplicative)
    {
        _indices = indices;
        _multiplicative = multiplicative;
    }

    /// <summary>No season.</summary>
    internal static SeasonalAdjustment None { get; } = new([0], multiplicative: false);

    /// <summary>Whether there is a season.</summary>
    internal bool IsSeasonal => _indices.Length > 1;

    /// <summary>
    /// The Theta method's way (Fiorucci et al. 2016): a season is there when the autocorrelation at its lag passes a one-sided 90 % test over at least
    /// two cycles; it multiplies when all values are positive and no index is tiny, else it adds.
    /// </summary>
    internal static SeasonalAdjustment Tested(double[] y, int period)
    {
        if (period < 2 || y.Length < 2 * period || !IsSignificant(y, period))
            return None;
        if (y.Min() > 0)
        {
            var indices = ClassicalDecomposition.Indices(y, period, multiplicative: true);
            if (indices.Min() >= SmallestIndex)
                return new SeasonalAdjustment(indices, multiplicative: true);
        }

        return new SeasonalAdjustment(ClassicalDecomposition.Indices(y, period, multiplicative: false), multiplicative: false);
    }

    /// <summary>
    /// Without a test: classical indices, of logarithms where all values are positive and not tiny, drawn towards none by the share of their variance that is noise
    /// (James and Stein's estimator as Miller and Williams 2003 use it).
    /// </summary>
    internal static SeasonalAdjustment Shrunken(double[] y, int period)
    {
        if (period < 2 || y.Length < 2 * period)
            return None;
        if (y.Min() <= SmallestIndex * y.Average())
            return ShrunkenSum(y, period);
        var ofLogarithms = ShrunkenSum(Array.ConvertAll(y, v => Math.Log(v)), period);
        return new SeasonalAdjustment(Array.ConvertAll(ofLogarithms._indices, Math.Exp), multiplicative: true);
    }

    /// <summary>The shrunken one of a cycle that smoothing states can hold, that for long cycles of a longer one.</summary>
    internal static SeasonalAdjustment ShrunkenOrLong(History history, List<string> notes) =>
        history.Period > ExponentialSmoothing.LongestSeasonInStates ? Long(history.Values, history.Period, notes) : Shrunken(history.Values, history.Period);

    /// <summary>The same, always added.</summary>
    internal static SeasonalAdjustment ShrunkenSum(double[] y, int period)
    {
        if (period < 2 || y.Length < 2 * period)
            return None;
        var indices = ClassicalDecomposition.Indices(y, period, multiplicative: false);
        var share = Share(y, indices);
        return new SeasonalAdjustment(Array.ConvertAll(indices, i => share * i), multiplicative: false);
    }

    /// <summary>Whether indices multiply.</summary>
    internal bool Multiplies => _multiplicative;

    /// <summary>The index of an observation.</summary>
    internal double IndexAt(int t) => _indices[t % _indices.Length];

    /// <summary>The way for long cycles (52 weeks): harmonics, then shrunken indices for what is sharper, such as holidays; added.</summary>
    internal static SeasonalAdjustment Long(double[] y, int period, List<string> notes)
    {
        var season = LongSeason.Estimate(y, period);
        notes.Add(season.Note);
        return season.Indices is null ? None : new SeasonalAdjustment(season.Indices, multiplicative: false);
    }

    /// <summary>The history without its season.</summary>
    internal double[] Remove(double[] y)
    {
        if (!IsSeasonal)
            return y;
        var result = new double[y.Length];
        for (var t = 0; t < y.Length; t++)
            result[t] = Without(y[t], t);
        return result;
    }

    /// <summary>An observation, seen or to come, without its season.</summary>
    internal double Without(double value, int t) => _multiplicative ? value / IndexAt(t) : value - IndexAt(t);

    /// <summary>Puts the season back into a forecast that starts after some observations.</summary>
    internal void Restore(double[] mean, double[] sigma, int observations)
    {
        if (!IsSeasonal)
            return;
        for (var step = 0; step < mean.Length; step++)
        {
            var index = _indices[(observations + step) % _indices.Length];
            mean[step] = _multiplicative ? mean[step] * index : mean[step] + index;
            if (_multiplicative)
                sigma[step] *= index;
        }
    }

    /// <summary>How much of the indices to keep: one less the part of their variance that their standard errors explain.</summary>
    private static double Share(double[] z, double[] indices)
    {
        var period = indices.Length;
        var cycles = z.Length / (double)period;
        double noise = 0, signal = 0;
        var count = 0;
        for (var t = period; t < z.Length; t++, count++)
        {
            var change = z[t] - indices[t % period] - (z[t - 1] - indices[(t - 1) % period]);
            noise += change * change / 2;
        }

        noise /= Math.Max(1, count - period) * cycles;
        foreach (var index in indices)
            signal += index * index / (period - 1);
        return signal > 0 ? Math.Max(0, 1 - Math.Max(1, period - 3.0) / Math.Max(1, period - 1) * noise / signal) : 0;
    }

    private static bool IsSignificant(double[] y, int period)
    {
        double mean = y.Average(), variance = 0, sum = 0;
        foreach (var value in y)
            variance += (value - mean) * (value - mean);
        if (variance == 0)
            return false;
        var atPeriod = 0.0;
        for (var lag = 1; lag <= period; lag++)
        {
            var covariance = 0.0;
            for (var t = lag; t < y.Length; t++)
                covariance += (y[t] - mean) * (y[t - lag] - mean);
            atPeriod = covariance / variance;
            if (lag < period)
                sum += atPeriod * atPeriod;
        }

        return Math.Abs(atPeriod) > CriticalValue * Math.Sqrt((1 + 2 * sum) / y.Length);
    }
}
