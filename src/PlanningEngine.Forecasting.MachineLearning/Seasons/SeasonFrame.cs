namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>What the views of all series on a pooled season share.</summary>
/// <param name="factors">What all series have in common.</param>
/// <param name="sources">Where seasons are seen.</param>
/// <param name="period">Buckets in a cycle.</param>
/// <param name="weekdays">Whether buckets are days, each weekday with its own share of a week.</param>
internal sealed class SeasonFrame(SeasonFactors factors, SeasonalSources sources, int period, bool weekdays)
{
    private const int CyclesToJudge = 3;

    private readonly CourseSums _sums = new(factors.Courses);

    /// <summary>Course by course, its value in each bucket.</summary>
    private readonly double[][] _courses = [.. Enumerable.Range(0, factors.Courses[0].Length).Select(k => Array.ConvertAll(factors.Courses, c => c[k]))];

    /// <summary>Ordinal of the first bucket of the factors.</summary>
    internal int First => factors.First;

    /// <summary>Buckets of the factors.</summary>
    internal int Length => factors.Courses.Length;

    /// <summary>Where seasons are seen.</summary>
    internal SeasonalSources Sources => sources;

    /// <summary>Buckets in a cycle.</summary>
    internal int Period => period;

    /// <summary>Whether every swing could come back: before, what lies between a few of them says nothing of the others.</summary>
    internal bool KnowsWhatComesBack => Length >= CyclesToJudge * period;

    /// <summary>Whether a whole cycle lies between the first bucket and an index of a series.</summary>
    internal bool Reaches(TimeSeries series, int index) => series.FirstPeriod + index - First >= period;

    /// <summary>The view of a series before an index; null where nothing but zeros is known of it in the window of the factors, or the window is too short for a season.</summary>
    /// <param name="series">The series.</param>
    /// <param name="index">Index of the first value that is not known.</param>
    internal SeasonView? Look(TimeSeries series, int index)
    {
        if (!Reaches(series, index))
            return null;
        var length = series.FirstPeriod + index - First;
        var values = new double[length];
        var before = Math.Clamp(series.FirstPeriod - First, 0, length);
        values.AsSpan(0, before).Fill(double.NaN);
        series.Values.AsSpan(First + before - series.FirstPeriod, length - before).CopyTo(values.AsSpan(before));
        var week = weekdays ? WeekProfile.Of(values, First) : WeekProfile.None;
        week.Remove(values, First);
        var (size, known) = (0.0, 0);
        foreach (var value in values)
            (size, known) = double.IsNaN(value) ? (size, known) : (size + Math.Abs(value), known + 1);

        if (!(size > 0))
            return null;
        size /= known;
        for (var t = 0; t < length; t++)
            values[t] /= size;
        return new SeasonView(this, week, size, values);
    }

    /// <summary>What all series say of a series' buckets, after the factors end the series itself: a mixture found from its own values.</summary>
    /// <param name="values">Values in units of the series' size, from <see cref="First"/> on; NaN is unknown.</param>
    /// <param name="variance">Variance of its noise in the same units.</param>
    internal double[] Pooled(ReadOnlySpan<double> values, double variance)
    {
        var pooled = new double[values.Length];
        var mixture = _sums.Of(values).Solve(factors.PenaltyOf(variance));
        var known = pooled.AsSpan(0, Math.Min(values.Length, Length));
        for (var k = 0; k < mixture.Length; k++)
            RidgeSums.AddScaled(_courses[k].AsSpan(0, known.Length), mixture[k], known);
        // No mixture of courses knows a bound at zero: what was never below it is not said to be.
        if (!values.ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon))
            foreach (ref var value in known)
                value = Math.Max(0, value);
        for (var t = known.Length; t < values.Length; t++)
            pooled[t] = double.IsNaN(values[t]) ? pooled[t - Math.Min(t, period)] : values[t];
        return pooled;
    }
}
