namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// Sums of the products of courses over the buckets from the first on, at every sixteenth bucket. A series that is known throughout asks for nothing else, so that the sums of all such series,
/// and of all their origins, are found once; added up in the same order they have the same bits.
/// </summary>
internal sealed class CourseSums
{
    private const int Stretch = 16;
    private readonly double[][] _courses;
    private readonly RidgeSums[] _before;

    internal CourseSums(double[][] courses)
    {
        _courses = courses;
        _before = new RidgeSums[(courses.Length / Stretch) + 1];
        var sums = new RidgeSums(courses[0].Length);
        for (var t = 0; t <= courses.Length; t++)
        {
            if (t % Stretch == 0)
            {
                _before[t / Stretch] = new RidgeSums(courses[0].Length);
                _before[t / Stretch].StartFrom(sums);
            }

            if (t < courses.Length && IsKnown(t))
                sums.AddProducts(courses[t], 1);
        }
    }

    /// <summary>The sums of a series' values: of courses with themselves, and with the values.</summary>
    /// <param name="values">Values from the first bucket on; NaN is unknown.</param>
    internal RidgeSums Of(ReadOnlySpan<double> values)
    {
        var sums = new RidgeSums(_courses[0].Length);
        var end = Math.Min(values.Length, _courses.Length);
        var whole = 0;
        while (whole < end && (!double.IsNaN(values[whole]) || !IsKnown(whole)))
            whole++;
        whole -= whole % Stretch;
        sums.StartFrom(_before[whole / Stretch]);
        for (var t = 0; t < end; t++)
        {
            if (double.IsNaN(values[t]) || !IsKnown(t))
                continue;
            if (t >= whole)
                sums.AddProducts(_courses[t], 1);
            sums.AddTarget(_courses[t], values[t], 1);
        }

        return sums;
    }

    /// <summary>Whether any series was known in a bucket.</summary>
    private bool IsKnown(int t) => !double.IsNaN(_courses[t][0]);
}
