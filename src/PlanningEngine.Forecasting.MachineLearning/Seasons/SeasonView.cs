namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// What the pooled season says of one series at one origin: the value of the same season of an earlier year, half cleaned of its noise by what all series say of it, times
/// the change of level since, which fades. Everything is in units of the series' mean size.
/// </summary>
internal sealed class SeasonView
{
    private const double OlderYear = 0.3;
    private const double LargestChange = 2.5;
    private const double PriorValues = 1.5;
    private const double FewestSeason = 0.02;
    private const int FarthestBeside = 30;
    private const int BucketsOfLate = 8;

    private readonly SeasonFactors _factors;
    private readonly SeasonalSources _sources;
    private readonly int _period;
    private readonly WeekProfile _week;
    private readonly double[] _values;
    private readonly double[] _pooled;
    private readonly double _betweenYears;
    private readonly (double Pooled, double Own, int Known)[] _sums;

    private SeasonView(SeasonFactors factors, SeasonalSources sources, int period, WeekProfile week, double size, double[] values)
    {
        (_factors, _sources, _period, _week, _values, Size) = (factors, sources, period, week, values, size);
        Variance = SeasonFactors.ScaledSeries.VarianceOf(values);
        var mixture = factors.Mixture(values, Variance);
        _pooled = new double[values.Length];
        for (var t = 0; t < Math.Min(values.Length, factors.Courses.Length); t++)
            _pooled[t] = factors.At(mixture, t);
        for (var t = factors.Courses.Length; t < values.Length; t++)
            _pooled[t] = double.IsNaN(values[t]) ? _pooled[t - Math.Min(t, period)] : values[t];
        _betweenYears = BetweenYears();
        _sums = Sums();
    }

    /// <summary>Size of the series: what all values are divided by.</summary>
    internal double Size { get; }

    /// <summary>Variance of its noise.</summary>
    internal double Variance { get; }

    /// <summary>Looks at a series; null where nothing but zeros is known of it in the window of the factors, or the window is too short for a season.</summary>
    /// <param name="factors">What all series have in common.</param>
    /// <param name="sources">Where seasons are seen.</param>
    /// <param name="period">Buckets in a cycle.</param>
    /// <param name="weekdays">Whether buckets are days, each weekday with its own share of a week.</param>
    /// <param name="series">The series.</param>
    /// <param name="index">Index of the first value that is not known.</param>
    internal static SeasonView? Of(SeasonFactors factors, SeasonalSources sources, int period, bool weekdays, TimeSeries series, int index)
    {
        var length = series.FirstPeriod + index - factors.First;
        if (length < period)
            return null;
        var values = new double[length];
        var (size, known) = (0.0, 0);
        for (var t = 0; t < length; t++)
        {
            var at = factors.First + t - series.FirstPeriod;
            values[t] = at >= 0 ? series.Values[at] : double.NaN;
        }

        var week = weekdays ? WeekProfile.Of(values, factors.First) : WeekProfile.None;
        week.Remove(values, factors.First);
        foreach (var value in values)
            (size, known) = double.IsNaN(value) ? (size, known) : (size + Math.Abs(value), known + 1);

        if (!(size > 0))
            return null;
        size /= known;
        for (var t = 0; t < length; t++)
            values[t] /= size;
        return new SeasonView(factors, sources, period, week, size, values);
    }

    /// <summary>The same season of earlier years; NaN where none was seen.</summary>
    /// <param name="step">Steps ahead of the origin, from 0; negative ones lie before it.</param>
    /// <param name="seen">How it is looked at.</param>
    internal double Season(int step, SeenSeason seen) => OfYear(step, seen) * _week.At(_factors.First + _values.Length + step);

    /// <summary>The same without the weekday's share.</summary>
    private double OfYear(int step, SeenSeason seen)
    {
        var season = Seen(step, seen);
        return !double.IsNaN(season) ? season : _week.IsKnown ? Beside(step, seen) : Plain(step, seen);
    }

    /// <summary>Where the day of an earlier year was bent by a movable day and this one is not: the nearest days of which that does not hold.</summary>
    private double Beside(int step, SeenSeason seen)
    {
        for (var away = 1; away <= FarthestBeside; away++)
        {
            var (before, after) = (Seen(step - away, seen), Seen(step + away, seen));
            if (!double.IsNaN(before) || !double.IsNaN(after))
                return double.IsNaN(before) ? after : double.IsNaN(after) ? before : (before + after) / 2;
        }

        return Plain(step, seen);
    }

    /// <summary>Logarithm of the season at a step over that of the last eight weeks, or buckets: how far it swings away from what a method has just seen.</summary>
    internal double Swing(int step, SeenSeason seen)
    {
        var (sum, count) = (0.0, 0);
        for (var back = 1; back <= (_week.IsKnown ? WeekProfile.Days : 1) * BucketsOfLate; back++)
            (sum, count) = OfYear(-back, seen) is var season && double.IsNaN(season) ? (sum, count) : (sum + season, count + 1);
        var (ahead, late) = (Math.Max(OfYear(step, seen), FewestSeason), Math.Max(sum / Math.Max(1, count), FewestSeason));
        return double.IsNaN(ahead) ? 0 : Math.Log(ahead / late);
    }

    /// <summary>
    /// What to divide a series by, from its beginning to a horizon, so that it has no season of the year: weekdays stay. The first year, which shows what is seen of later ones, is divided by what all
    /// series say of it; NaN before what the factors know.
    /// </summary>
    /// <param name="first">Ordinal of the first value.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="seen">How the season is looked at.</param>
    internal double[] Divisors(int first, int horizon, SeenSeason seen)
    {
        var divisors = new double[_factors.First + _values.Length + horizon - first];
        for (var i = 0; i < divisors.Length; i++)
        {
            var t = first + i - _factors.First;
            var before = t < 0 ? double.NaN : Seen(t - _values.Length, seen);
            divisors[i] = !double.IsNaN(before) || t < 0 ? before : t < _period && !double.IsNaN(_pooled[t]) ? Kept(t, seen with { Pooled = 1 }) : OfYear(t - _values.Length, seen);
        }

        return divisors;
    }

    /// <summary>The level of late over that of the same season before: weighted sums, drawn to one as if some values had said so.</summary>
    internal double Change(double memory, SeenSeason seen)
    {
        var (now, before, weight) = (PriorValues, PriorValues, 1.0);
        for (var back = 1; back <= _values.Length - _period; back++, weight *= memory)
        {
            if (weight < 1e-3)
                break;
            var (value, season) = (_values[^back], Seen(-back, seen));
            if (double.IsNaN(value) || double.IsNaN(season))
                continue;
            now += weight * value;
            before += weight * season;
        }

        return before > FewestSeason ? Math.Clamp(now / before, 1 / LargestChange, LargestChange) : 1;
    }

    /// <summary>Value of a step ahead in units of the size; NaN where no season was seen.</summary>
    internal double Forecast(int step, SeasonSettings settings) => Carried(Season(step, settings.Seen), Change(settings.Memory, settings.Seen), Math.Pow(settings.Damping, step));

    /// <summary>A season carried forward.</summary>
    /// <param name="season">The season.</param>
    /// <param name="change">The level of late over that of the same season before.</param>
    /// <param name="left">How much of the change is left.</param>
    internal static double Carried(double season, double change, double left) => season * (1 + left * (change - 1));

    /// <summary>The two latest years that show the season, the older one at the level of the newer; NaN where none does.</summary>
    private double Seen(int step, SeenSeason seen)
    {
        var ordinal = _factors.First + _values.Length + step;
        var (nearest, level) = (double.NaN, 1.0);
        for (var cycles = 1; ordinal - cycles * _period >= _factors.First - 1; cycles++)
        {
            var value = Earlier(ordinal, cycles, seen) * level;
            if (!double.IsNaN(value) && !double.IsNaN(nearest))
                return (1 - OlderYear) * nearest + OlderYear * value;
            nearest = double.IsNaN(nearest) ? value : nearest;
            if (ordinal - cycles * _period < _factors.First + _values.Length)
                level *= _betweenYears;
        }

        return nearest;
    }

    private double Earlier(int ordinal, int cycles, SeenSeason seen)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var (source, weight) in _sources.Of(ordinal, cycles))
        {
            var t = source - _factors.First;
            if (t >= _values.Length)
                return double.NaN;
            if (t < 0 || double.IsNaN(Blended(t, seen.Pooled)))
                continue;
            sum += weight * Kept(t, seen);
            weights += weight;
        }

        return weights > 0.5 ? sum / weights : double.NaN;
    }

    /// <summary>Where no year fits: the nearest bucket a whole number of cycles before of which anything is known.</summary>
    private double Plain(int step, SeenSeason seen)
    {
        var t = _values.Length + step - _period;
        while (t >= _values.Length || (t >= _period && double.IsNaN(Blended(t, seen.Pooled))))
            t -= _period;
        return t >= 0 ? Kept(t, seen) : double.NaN;
    }

    /// <summary>A bucket of an earlier year, as near to the mean of the cycle around it as its swings do not come back.</summary>
    private double Kept(int t, SeenSeason seen)
    {
        var value = Blended(t, seen.Pooled);
        return seen.Kept == 1 ? value : seen.Kept * value + (1 - seen.Kept) * MeanAround(t, seen.Pooled);
    }

    private double MeanAround(int t, double pooled)
    {
        var first = Math.Clamp(t - _period / 2, 0, _values.Length - _period);
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
