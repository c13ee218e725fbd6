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
    private readonly bool _byDate = axis is { Unit: AxisUnit.Days } && Math.Abs(period * axis.Length / DaysPerYear - 1) < Tolerance;
    private readonly Lock _growing = new();
    private KnownSources[] _byCycles = [];

    /// <summary>Buckets and weights that sum to 1; empty where all days of the earlier year stood near a movable day and those of the bucket do not.</summary>
    /// <param name="ordinal">The bucket.</param>
    /// <param name="cycles">Cycles back, at least 1.</param>
    internal (int Ordinal, double Weight)[] Of(int ordinal, int cycles)
    {
        // Asked for millions of times and by many threads at once: what is known is read without a lock, and only replaced as a whole.
        var byCycles = Volatile.Read(ref _byCycles);
        return cycles < byCycles.Length && byCycles[cycles].At(ordinal) is { } known ? known : Find(ordinal, cycles);
    }

    private (int Ordinal, double Weight)[] Find(int ordinal, int cycles)
    {
        lock (_growing)
        {
            KnownSources[] byCycles = [.. _byCycles, .. Enumerable.Repeat(KnownSources.None, Math.Max(0, cycles + 1 - _byCycles.Length))];
            byCycles[cycles] = byCycles[cycles].Reaching(ordinal, Sources);
            Volatile.Write(ref _byCycles, byCycles);
            return byCycles[cycles].At(ordinal)!;
        }

        (int Ordinal, double Weight)[] Sources(int of) =>
            _byDate && axis!.DateOf(of).Year is > MostCycles and < LastYear && cycles < MostCycles ? ByDate(axis, of, cycles, thanksgiving ? MovableDays.Kinds : 1) : [(of - cycles * period, 1)];
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

    /// <summary>Sources of a stretch of buckets.</summary>
    private sealed class KnownSources(int first, (int Ordinal, double Weight)[][] found)
    {
        private const int Stretch = 128;

        internal static KnownSources None { get; } = new(0, []);

        internal (int Ordinal, double Weight)[]? At(int ordinal) => ordinal - first is >= 0 and var i && i < found.Length ? found[i] : null;

        /// <summary>The same and more, as far as a bucket and some beyond it.</summary>
        internal KnownSources Reaching(int ordinal, Func<int, (int Ordinal, double Weight)[]> sources)
        {
            var (isNew, end) = (found.Length == 0, first + found.Length);
            var from = isNew || ordinal < first ? ordinal - Stretch : first;
            var to = isNew || ordinal >= end ? ordinal + Stretch : end;
            return new KnownSources(from, [.. Enumerable.Range(from, to - from).Select(of => At(of) ?? sources(of))]);
        }
    }
}
