namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// Which earlier buckets show the season of a bucket. Without dates it is the bucket a whole number of cycles before. With buckets of days whose cycle is a year, each day
/// looks at the same date of an earlier year, and days near a <see cref="MovableDays">movable day</see> at the same distance from it: a week is then a mixture of two, because
/// fifty-two weeks are a day or two short of a year.
/// </summary>
internal sealed class SeasonalSources(TimeAxis? axis, int period, bool thanksgiving = true)
{
    private const double DaysPerYear = 365.2425;
    private const double Tolerance = 0.02;
    private const int MostCycles = 1000;
    private const int LastYear = 9000;
    private const int Beside = 9;
    private const double Rise = 1.1;
    private readonly Dictionary<(int Ordinal, int Cycles), (int Ordinal, double Weight)[]> _known = [];
    private readonly bool _byDate = axis is { Unit: AxisUnit.Days } && Math.Abs(period * axis.Length / DaysPerYear - 1) < Tolerance;

    /// <summary>Buckets and weights that sum to 1; empty where all days of the earlier year stood near a movable day and those of the bucket do not.</summary>
    /// <param name="ordinal">The bucket.</param>
    /// <param name="cycles">Cycles back, at least 1.</param>
    internal IReadOnlyList<(int Ordinal, double Weight)> Of(int ordinal, int cycles)
    {
        lock (_known)
        {
            if (!_known.TryGetValue((ordinal, cycles), out var found))
                _known[(ordinal, cycles)] = found = _byDate && axis!.DateOf(ordinal).Year is > MostCycles and < LastYear && cycles < MostCycles ? ByDate(axis, ordinal, cycles, thanksgiving ? MovableDays.Kinds : 1) : [(ordinal - cycles * period, 1)];
            return found;
        }
    }

    /// <summary>Whether sales rose at the fourth Thursday of November, or the day after it, above the weeks before and after; true where none was seen.</summary>
    /// <param name="axis">Dates.</param>
    /// <param name="period">Buckets in a cycle.</param>
    /// <param name="first">Ordinal of the first value.</param>
    /// <param name="values">What all series sold.</param>
    internal static bool ShowsThanksgiving(TimeAxis? axis, int period, int first, double[] values)
    {
        if (axis is null || !new SeasonalSources(axis, period)._byDate)
            return true;
        var (seen, rose) = (0, 0);
        for (var year = axis.DateOf(first).Year; year <= axis.DateOf(first + values.Length).Year; year++)
        {
            var day = MovableDays.Of(1, year);
            double At(int days) => Bucket(axis, day.AddDays(days)) - first is >= 0 and var t && t < values.Length ? values[t] : double.NaN;
            var beside = (At(-Beside) + At(Beside + 1)) / 2;
            if (!(beside > 0))
                continue;
            seen++;
            rose += Math.Max(At(0), At(1)) > Rise * beside ? 1 : 0;
        }

        return 2 * rose >= seen;
    }

    private static int Bucket(TimeAxis axis, DateOnly date) => axis.Ordinal + (int)Math.Floor((date.DayNumber - axis.Origin.DayNumber + axis.Length / 2) / (double)axis.Length);

    private static (int Ordinal, double Weight)[] ByDate(TimeAxis axis, int ordinal, int cycles, int kinds)
    {
        var sums = new SortedDictionary<int, double>();
        var total = 0;
        for (var day = 0; day < axis.Length; day++)
        {
            // The date of a bucket may be its first or its last day: it is taken for the middle.
            var date = axis.DateOf(ordinal).AddDays(day - axis.Length / 2);
            if (Source(date, cycles, kinds) is not { } source)
                continue;
            var bucket = Bucket(axis, source);
            sums[bucket] = sums.GetValueOrDefault(bucket) + 1;
            total++;
        }

        return [.. sums.Select(s => (s.Key, s.Value / total))];
    }

    /// <summary>The day of an earlier year that a day is like; none when that day was bent by a movable day and this one is not.</summary>
    private static DateOnly? Source(DateOnly date, int years, int kinds)
    {
        if (MovableDays.Near(date, kinds) is { } near)
            return MovableDays.Of(near.Kind, date.Year - years).AddDays(near.Distance);
        var source = date.AddYears(-years);
        return MovableDays.Near(source, kinds) is null ? source : null;
    }
}
