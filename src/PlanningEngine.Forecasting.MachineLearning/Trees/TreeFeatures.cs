using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>
/// What the trees see of a series at a cut-off: everything in units of the series' own level, measured from its recent mean, so that large and small
/// series teach each other. Values after the cut-off are never read; gaps are filled from the past only.
/// </summary>
internal sealed class TreeFeatures
{
    private const int Lags = 8;
    private const int Fixed = Lags + 35 + CalendarFeatures.Count;
    private const int ShortWindow = 4;
    private const int MiddleWindow = 13;
    private static readonly double[] Memories = [0.7, 0.88, 0.95];

    private readonly TimeSeries _series;
    private readonly KnownDemand _demand;
    private readonly TreeContext _context;
    private readonly double[] _y;
    private readonly int _firstKnown;
    private readonly float[] _attributes;

    internal TreeFeatures(KnownDemand demand, TreeContext context)
    {
        (_demand, _series, _context) = (demand, demand.Base, context);
        _attributes = new float[context.Codes.Width];
        context.Codes.Write(_series, _attributes);
        _y = (double[])_series.Values.Clone();
        _firstKnown = Math.Max(0, Array.FindIndex(_y, v => !double.IsNaN(v)));
        for (var t = _firstKnown; t < _y.Length; t++)
        {
            if (!double.IsNaN(_y[t]))
                continue;
            _y[t] = t - _series.Period >= _firstKnown ? _y[t - _series.Period] : t > _firstKnown ? _y[t - 1] : 0;
        }
    }

    private TreeFeatures(TreeFeatures known, int index, int steps)
    {
        (_demand, _context, _firstKnown, _attributes) = (known._demand, known._context, known._firstKnown, known._attributes);
        (_y, var values) = (new double[index + steps], new double[index + steps]);
        known._y.AsSpan(0, index).CopyTo(_y);
        known._series.Values.AsSpan(0, index).CopyTo(values);
        _series = known._series with { Values = values };
    }

    /// <summary>Number of features: the fixed ones, those of regressors, those of attributes.</summary>
    internal static int CountFor(TreeContext context) => Fixed + RegressorFeatures.CountFor(context.Effects) + context.Codes.Width;

    /// <summary>Length of the seasonal cycle.</summary>
    internal int Period => _series.Period;

    /// <summary>Largest size of a value before an index.</summary>
    internal double Largest(int index)
    {
        var largest = 0.0;
        for (var t = _firstKnown; t < index; t++)
            largest = Math.Max(largest, Math.Abs(_y[t]));
        return largest;
    }

    /// <summary>Index of the first known value.</summary>
    internal int FirstKnown => _firstKnown;

    /// <summary>The series as known before an index, with room for what is forecast from there on.</summary>
    internal TreeFeatures Until(int index, int steps) => new(this, index, steps);

    /// <summary>Takes a forecast for known.</summary>
    internal void Assume(int index, double value) => (_y[index], _series.Values[index]) = (value, value);

    /// <summary>The series' level, recent mean, recent variation and pooled season as known before an index; level 0 when nothing but zeros was seen.</summary>
    internal Reference At(int index)
    {
        var start = Math.Max(_firstKnown, index - Math.Max(MiddleWindow, _series.Period));
        double level = 0, count = Math.Max(1, index - start);
        for (var t = start; t < index; t++)
            level += Math.Abs(_y[t]) / count;
        var (mean, _) = Window(index, Math.Min(Lags, Math.Max(ShortWindow, _series.Period)));
        var (_, deviation) = Window(index, Math.Max(MiddleWindow, _series.Period));
        var season = level > 0 ? _context.SeasonAt(_series, index) : null;
        double[] changes = season is null ? [1, 1, 1, 1] : season.Changes([.. Memories, _context.Season!.Settings.Memory], _context.Season.Settings.Pooled);
        return new Reference(level, mean, Math.Max(deviation, 0.05 * level), season, changes[..^1], changes[^1]);
    }

    /// <summary>What is said of a step ahead before the trees correct it: the pooled season, or the recent mean where there is none.</summary>
    internal double BaseOf(int step, Reference reference)
    {
        if (reference.Season is not { } season)
            return reference.Mean;
        var settings = _context.Season!.Settings;
        var carried = season.Size * SeasonView.Carried(season.Season(step, settings.Pooled), reference.Change, Math.Pow(settings.Damping, step));
        return double.IsNaN(carried) ? reference.Mean : carried;
    }

    /// <summary>Writes the features of one step ahead of an index.</summary>
    /// <param name="index">First index that is not known.</param>
    /// <param name="step">Step ahead, from 0.</param>
    /// <param name="reference">What <see cref="At"/> gave for the index; its level is positive.</param>
    /// <param name="baseValue">What <see cref="BaseOf"/> gave for the step.</param>
    /// <param name="row">Receives the features.</param>
    /// <param name="target">Index whose regressors count: that of the step, or a later one at the same place of the cycle.</param>
    internal void Write(int index, int step, Reference reference, double baseValue, Span<float> row, int target)
    {
        var period = _series.Period;
        var next = 0;
        float Scaled(double value) => (float)((value - reference.Mean) / reference.Level);
        float At(int t) => t >= _firstKnown && t < index ? Scaled(_y[t]) : 0;
        for (var lag = 1; lag <= Lags; lag++)
            row[next++] = At(index - lag);
        var cycles = period > 1 ? (step / period + 1) * period : int.MaxValue / 4;
        for (var shift = -1; shift <= 1; shift++)
            row[next++] = At(index + step - cycles + shift);
        row[next++] = At(index + step - (period > 1 ? cycles + period : cycles));
        row[next++] = period > 1 && index + step - cycles >= _firstKnown ? 1 : 0;
        foreach (var window in (ReadOnlySpan<int>)[ShortWindow, MiddleWindow, Math.Max(period, 2)])
        {
            var (mean, deviation) = Window(index, window);
            var (low, high) = Range(index, window);
            row[next++] = Scaled(mean);
            row[next++] = (float)(deviation / reference.Level);
            row[next++] = Scaled(low);
            row[next++] = Scaled(high);
        }

        var (yearAgo, _) = Window(index - period, Math.Min(Lags, Math.Max(ShortWindow, period)));
        row[next++] = index - period > _firstKnown && period > 1 ? Scaled(yearAgo) : 0;
        row[next++] = ZeroShare(index);
        row[next++] = SinceDemand(index);
        row[next++] = step;
        var phase = (double)Cycle.PhaseOf(_series.FirstPeriod + index + step, period);
        row[next++] = (float)phase;
        row[next++] = (float)Math.Sin(2 * Math.PI * phase / period);
        row[next++] = (float)Math.Cos(2 * Math.PI * phase / period);
        row[next++] = index - _firstKnown;
        row[next++] = (float)Math.Log10(reference.Level);
        row[next++] = period;
        row[next++] = Scaled(baseValue);
        row[next++] = (float)(baseValue / reference.Level);
        var season = reference.Season;
        row[next++] = season is null ? 0 : Finite(season.Season(step, 1) - season.Season(step, 0));
        row[next++] = season is null ? 0 : (float)season.Variance;
        foreach (var change in reference.Changes)
            row[next++] = (float)change;
        row[next++] = season is null ? 0 : 1;
        CalendarFeatures.Write(_context.Axis, _series.FirstPeriod + index + step, row[next..]);
        next += CalendarFeatures.Count;
        RegressorFeatures.Write(_demand, _context.Effects, index, target, Math.Max(MiddleWindow, period), row[next..]);
        _attributes.CopyTo(row[^_attributes.Length..]);
    }

    private static float Finite(double value) => double.IsFinite(value) ? (float)value : 0;

    private (double Mean, double Deviation) Window(int index, int length)
    {
        var start = Math.Max(_firstKnown, index - length);
        if (start >= index)
            return (0, 0);
        double mean = 0, squares = 0;
        for (var t = start; t < index; t++)
            mean += _y[t];
        mean /= index - start;
        for (var t = start; t < index; t++)
            squares += (_y[t] - mean) * (_y[t] - mean);
        return (mean, Math.Sqrt(squares / (index - start)));
    }

    private (double Low, double High) Range(int index, int length)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var t = Math.Max(_firstKnown, index - length); t < index; t++)
            (low, high) = (Math.Min(low, _y[t]), Math.Max(high, _y[t]));
        return low <= high ? (low, high) : (0, 0);
    }

    private float ZeroShare(int index)
    {
        var start = Math.Max(_firstKnown, index - Math.Max(MiddleWindow, _series.Period));
        var zeros = 0;
        for (var t = start; t < index; t++)
            zeros += _y[t] == 0 ? 1 : 0;
        return zeros / (float)Math.Max(1, index - start);
    }

    private int SinceDemand(int index)
    {
        var t = index - 1;
        while (t >= _firstKnown && _y[t] == 0)
            t--;
        return Math.Min(index - 1 - t, 100);
    }

    /// <summary>Units of a series at a cut-off, and what the pooled season says of it there.</summary>
    internal sealed record Reference(double Level, double Mean, double Deviation, SeasonView? Season, double[] Changes, double Change);
}
