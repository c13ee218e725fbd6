namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>Analysis of variance of a history by the phases of a cycle, its trend taken out before: by moving averages over a cycle, or by a line where few cycles were seen.</summary>
internal sealed class PhaseVariance
{
    private const int CyclesForAverages = 4;
    private const double LeastStrength = 0.05;

    private readonly double[] _y;
    private readonly int _period;
    private readonly double[] _detrended;
    private readonly double[] _means;
    private readonly double _free;
    private readonly double _within;
    private readonly double _between;

    /// <summary>Compares the phases.</summary>
    /// <param name="y">Values without NaN, two cycles at least.</param>
    /// <param name="period">Length of the cycle, at least 2.</param>
    internal PhaseVariance(double[] y, int period)
    {
        (_y, _period) = (y, period);
        var averages = y.Length >= CyclesForAverages * period;
        _detrended = averages ? WithoutAverages(y, period) : WithoutLine(y);
        // An average over a cycle takes about two degrees of freedom in each, as the slow half of its frequencies is gone.
        _free = y.Length - (averages ? y.Length * Math.Min(2.0 / period, 0.5) : 2);
        _means = new double[period];
        var counts = new int[period];
        for (int t = 0, phase = 0; t < _detrended.Length; t++, phase = phase + 1 == period ? 0 : phase + 1)
        {
            _means[phase] += _detrended[t];
            counts[phase]++;
        }

        double total = 0, squares = 0;
        for (var phase = 0; phase < period; phase++)
        {
            total += _means[phase];
            _between += _means[phase] * _means[phase] / counts[phase];
            _means[phase] /= counts[phase];
        }

        foreach (var value in _detrended)
            squares += value * value;
        _within = Math.Max(0, squares - _between);
        _between = Math.Max(0, _between - total * total / _detrended.Length);
    }

    /// <summary>Share of the variance that phases explain, adjusted for their number.</summary>
    internal double Strength
    {
        get
        {
            var all = _within + _between;
            return _free > _period && all > 1e-20 * _detrended.Length ? 1 - _within / (_free - _period + 1) / (all / _free) : 0;
        }
    }

    /// <summary>How far phases differ beyond chance: F as a normal score, its degrees of freedom divided by how long what is left goes together.</summary>
    internal double Score()
    {
        if (Strength < LeastStrength)
            return 0;
        var together = Together();
        var (between, within) = ((_period - 1) / together, (_free - _period + 1) / together);
        var f = _within > 0 ? _between / (_period - 1) / (_within / (_free - _period + 1)) : double.PositiveInfinity;
        return double.IsFinite(f) ? Numerics.NormalDistribution.ScoreOfF(f, between, within) : double.PositiveInfinity;
    }

    /// <summary>The values without the season of this cycle.</summary>
    internal double[] WithoutSeason()
    {
        var mean = _means.Average();
        return [.. _y.Select((v, t) => v - _means[t % _period] + mean)];
    }

    /// <summary>Sum of squared autocorrelations of what phases leave: 1 when it is noise, many buckets when it wanders.</summary>
    private double Together()
    {
        var rest = _detrended.Select((v, t) => v - _means[t % _period]).ToArray();
        var sum = 1.0;
        for (var lag = 1; lag < Math.Min(_period, rest.Length / 2); lag++)
        {
            var products = 0.0;
            for (var t = lag; t < rest.Length; t++)
                products += rest[t] * rest[t - lag];
            var correlation = _within > 0 ? products / _within : 0;
            // Beyond the noise of the estimate itself.
            sum += 2 * Math.Max(0, correlation * correlation - 1.0 / rest.Length);
        }

        return Math.Min(sum, Math.Max(1, (_period - 1) / 2.0));
    }

    /// <summary>Centred moving averages over a cycle taken out; the first and last half cycle go on along the averages of the cycle next to them.</summary>
    private static double[] WithoutAverages(double[] y, int period)
    {
        var n = y.Length;
        var sums = new double[n + 1];
        for (var t = 0; t < n; t++)
            sums[t + 1] = sums[t] + y[t];
        var half = period / 2;
        var (low, high) = (half, n - 1 - half);
        var slope = new double[2];
        double At(int t) => period % 2 == 1
            ? (sums[t + half + 1] - sums[t - half]) / period
            : (sums[t + half] - sums[t - half + 1] + (y[t - half] + y[t + half]) / 2) / period;
        var reach = Math.Min(period, high - low);
        slope[0] = reach > 0 ? (At(low + reach) - At(low)) / reach : 0;
        slope[1] = reach > 0 ? (At(high) - At(high - reach)) / reach : 0;
        var rest = new double[n];
        for (var t = 0; t < n; t++)
            rest[t] = y[t] - (t < low ? At(low) + slope[0] * (t - low) : t > high ? At(high) + slope[1] * (t - high) : At(t));
        return rest;
    }

    private static double[] WithoutLine(double[] y)
    {
        var (intercept, slope) = Numerics.LeastSquares.Line(y);
        return [.. y.Select((v, t) => v - intercept - slope * t)];
    }
}
