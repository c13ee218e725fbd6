namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// What the pooled season says of one series at one origin: the value of the same season of an earlier year, half cleaned of its noise by what all series say of it, times
/// the change of level since, which fades. Everything is in units of the series' mean size.
/// </summary>
internal sealed class SeasonView
{
    internal const double OlderYear = 0.3;
    private const double LargestChange = 2.5;
    private const double PriorValues = 1.5;
    private const double FewestSeason = 0.02;
    private const double Forgotten = 1e-3;
    private const int FarthestBeside = 30;
    private const int BucketsOfLate = 8;

    private readonly SeasonFrame _frame;
    private readonly int _first;
    private readonly int _period;
    private readonly WeekProfile _week;
    private readonly double[] _values;
    private readonly double[] _pooled;
    private readonly double _betweenYears;
    private (double Pooled, double Own, int Known)[]? _sums;
    private double[]? _comeBack;

    internal SeasonView(SeasonFrame frame, WeekProfile week, double size, double[] values)
    {
        (_frame, _first, _period, _week, _values, Size) = (frame, frame.First, frame.Period, week, values, size);
        Variance = SeasonFactors.ScaledSeries.VarianceOf(values);
        _pooled = frame.Pooled(values, Variance);
        _betweenYears = BetweenYears();
    }

    /// <summary>Size of the series: what all values are divided by.</summary>
    internal double Size { get; }

    /// <summary>Variance of its noise.</summary>
    internal double Variance { get; }

    /// <summary>The same season of earlier years; NaN where none was seen.</summary>
    /// <param name="step">Steps ahead of the origin, from 0; negative ones lie before it.</param>
    /// <param name="pooled">Share of what all series say of an earlier bucket; the rest is the series' own value.</param>
    internal double Season(int step, double pooled) => OfYear(step, pooled) * _week.At(_first + _values.Length + step);

    /// <summary>The same without the weekday's share.</summary>
    private double OfYear(int step, double pooled)
    {
        var season = Seen(step, pooled);
        return !double.IsNaN(season) ? season : _week.IsKnown ? Beside(step, pooled) : Plain(step, pooled);
    }

    /// <summary>Where the day of an earlier year was bent by a movable day and this one is not: the nearest days of which that does not hold.</summary>
    private double Beside(int step, double pooled)
    {
        for (var away = 1; away <= FarthestBeside; away++)
        {
            var (before, after) = (Seen(step - away, pooled), Seen(step + away, pooled));
            if (!double.IsNaN(before) || !double.IsNaN(after))
                return double.IsNaN(before) ? after : double.IsNaN(after) ? before : (before + after) / 2;
        }

        return Plain(step, pooled);
    }

    /// <summary>Logarithm of the season at a step over that of the last eight weeks, or buckets: how far it swings away from what a method has just seen.</summary>
    internal double Swing(int step, double pooled)
    {
        var (sum, count) = (0.0, 0);
        for (var back = 1; back <= (_week.IsKnown ? WeekProfile.Days : 1) * BucketsOfLate; back++)
            (sum, count) = OfYear(-back, pooled) is var season && double.IsNaN(season) ? (sum, count) : (sum + season, count + 1);
        var (ahead, late) = (Math.Max(OfYear(step, pooled), FewestSeason), Math.Max(sum / Math.Max(1, count), FewestSeason));
        return double.IsNaN(ahead) ? 0 : Math.Log(ahead / late);
    }

    /// <summary>
    /// What to divide a series by, from its beginning to a horizon, so that it has no season of the year: weekdays stay. The first year, which shows what is seen of later ones, is divided by what all
    /// series say of it; NaN before what the factors know.
    /// </summary>
    /// <param name="first">Ordinal of the first value.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="pooled">Share of what all series say of an earlier bucket.</param>
    internal double[] Divisors(int first, int horizon, double pooled)
    {
        var divisors = new double[_first + _values.Length + horizon - first];
        for (var i = 0; i < divisors.Length; i++)
        {
            var t = first + i - _first;
            var before = t < 0 ? double.NaN : Seen(t - _values.Length, pooled);
            divisors[i] = !double.IsNaN(before) || t < 0 ? before : t < _period && !double.IsNaN(_pooled[t]) ? Cleaned(t, 1) : OfYear(t - _values.Length, pooled);
        }

        return divisors;
    }

    /// <summary>The level of late over that of the same season before: weighted sums, drawn to one as if some values had said so.</summary>
    internal double Change(double memory, double pooled) => Changes([memory], pooled)[0];

    /// <summary>The same for several memories.</summary>
    internal double[] Changes(ReadOnlySpan<double> memories, double pooled)
    {
        Span<(double Now, double Before, double Weight)> sums = stackalloc (double, double, double)[memories.Length];
        sums.Fill((PriorValues, PriorValues, 1));
        var remembered = true;
        for (var back = 1; remembered && back <= _values.Length - _period; back++)
        {
            var value = _values[^back];
            var season = double.IsNaN(value) ? double.NaN : Seen(-back, pooled);
            remembered = false;
            for (var m = 0; m < sums.Length; m++)
            {
                var (now, before, weight) = sums[m];
                if (weight < Forgotten)
                    continue;
                sums[m] = double.IsNaN(season) ? (now, before, weight * memories[m]) : (now + weight * value, before + weight * season, weight * memories[m]);
                remembered |= sums[m].Weight >= Forgotten;
            }
        }

        var changes = new double[sums.Length];
        for (var m = 0; m < sums.Length; m++)
            changes[m] = sums[m].Before > FewestSeason ? Math.Clamp(sums[m].Now / sums[m].Before, 1 / LargestChange, LargestChange) : 1;
        return changes;
    }

    /// <summary>A season carried forward.</summary>
    /// <param name="season">The season.</param>
    /// <param name="change">The level of late over that of the same season before.</param>
    /// <param name="left">How much of the change is left.</param>
    internal static double Carried(double season, double change, double left) => season * (1 + left * (change - 1));

    /// <summary>The two latest years that show the season, the older one at the level of the newer; NaN where none does.</summary>
    private double Seen(int step, double pooled)
    {
        var ordinal = _first + _values.Length + step;
        var (nearest, level) = (double.NaN, 1.0);
        for (var cycles = 1; ordinal - cycles * _period >= _first - 1; cycles++)
        {
            var value = Earlier(ordinal, cycles, pooled) * level;
            if (!double.IsNaN(value) && !double.IsNaN(nearest))
                return (1 - OlderYear) * nearest + OlderYear * value;
            nearest = double.IsNaN(nearest) ? value : nearest;
            if (ordinal - cycles * _period < _first + _values.Length)
                level *= _betweenYears;
        }

        return nearest;
    }

    private double Earlier(int ordinal, int cycles, double pooled)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var (source, weight) in _frame.Sources.Of(ordinal, cycles))
        {
            var t = source - _first;
            if (t >= _values.Length)
                return double.NaN;
            if (t < 0 || double.IsNaN(Blended(t, pooled)))
                continue;
            sum += weight * Cleaned(t, pooled);
            weights += weight;
        }

        return weights > 0.5 ? sum / weights : double.NaN;
    }

    /// <summary>Where no year fits: the nearest bucket a whole number of cycles before of which anything is known.</summary>
    private double Plain(int step, double pooled)
    {
        var t = _values.Length + step - _period;
        while (t >= _values.Length || (t >= _period && double.IsNaN(Blended(t, pooled))))
            t -= _period;
        return t >= 0 ? Cleaned(t, pooled) : double.NaN;
    }

    /// <summary>A bucket of an earlier year, as near to the mean of the cycle around it as its swing does not come back.</summary>
    private double Cleaned(int t, double pooled)
    {
        var value = Blended(t, pooled);
        if (!_frame.KnowsWhatComesBack)
            return value;
        _comeBack ??= SwingsThatCameBack.Shares([.. _pooled.Select((of, i) => of - MeanAround(i, 1))], _frame.Sources, _first);
        return _comeBack[t] * value + (1 - _comeBack[t]) * MeanAround(t, pooled);
    }

    private double MeanAround(int t, double pooled)
    {
        var first = Math.Clamp(t - _period / 2, 0, _values.Length - _period);
        _sums ??= Sums();
        var (before, until) = (_sums[first], _sums[first + _period]);
        return (pooled * (until.Pooled - before.Pooled) + (1 - pooled) * (until.Own - before.Own)) / (until.Known - before.Known);
    }

    /// <summary>Sums over all known buckets before each one, of what all series say and of the series itself.</summary>
    private (double Pooled, double Own, int Known)[] Sums()
    {
        var sums = new (double Pooled, double Own, int Known)[_values.Length + 1];
        for (var t = 0; t < _values.Length; t++)
        {
            var (pooled, own, known) = sums[t];
            sums[t + 1] = double.IsNaN(_pooled[t]) ? sums[t] : (pooled + _pooled[t], own + Blended(t, 0), known + 1);
        }

        return sums;
    }

    private double Blended(int t, double pooled) => double.IsNaN(_values[t]) ? _pooled[t] : pooled * _pooled[t] + (1 - pooled) * _values[t];

    private double BetweenYears()
    {
        var (late, early) = (0.0, 0.0);
        for (var t = Math.Max(_period, _values.Length - _period); t < _values.Length; t++)
        {
            if (double.IsNaN(_pooled[t] + _pooled[t - _period]))
                continue;
            late += _pooled[t];
            early += _pooled[t - _period];
        }

        return early > FewestSeason ? Math.Clamp(late / early, 1 / LargestChange, LargestChange) : 1;
    }
}
