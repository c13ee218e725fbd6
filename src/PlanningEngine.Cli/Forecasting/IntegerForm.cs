using System.Globalization;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// What the whole numbers of a time column are: 202412 and 202501 are months beside each other, 202452 and 202501 weeks, 20244 and 20251 quarters, and any other numbers, years among them, are places as they are.
/// Between months and weeks the numbers decide: above 12 they are weeks, and within one year the seasonal period does where it is known.
/// </summary>
/// <param name="PlaceOf">The place of a number on an axis without jumps.</param>
/// <param name="ReadAs">How the numbers are called; empty for plain ones.</param>
/// <param name="Cycle">Length of the cycle in which some may be left out on purpose.</param>
internal sealed record IntegerForm(Func<double, double> PlaceOf, string ReadAs, int Cycle)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const int WeeksOfYear = 52;
    private const int MonthsOfYear = 12;
    private const int DaysOfWeek = 7;
    private const double Largest = 1e15;

    private Func<double, double> Next { get; init; } = t => t + 1;

    /// <summary>The form of a series' times; null where some are no whole numbers.</summary>
    /// <param name="times">The times.</param>
    /// <param name="period">The longest seasonal period in rows; 0 where it plays no part.</param>
    public static IntegerForm? Of(double[] times, int period = 0)
    {
        if (!Array.TrueForAll(times, t => t == Math.Floor(t) && Math.Abs(t) < Largest))
            return null;
        bool Are(int parts, int least, int most) => Array.TrueForAll(times, t => Math.Floor(t / parts) is >= FirstYear and <= LastYear && t % parts >= least && t % parts <= most);
        var isOneYear = Math.Floor(times[0] / 100) == Math.Floor(times[^1] / 100);
        if (Are(100, 1, MonthsOfYear) && !(isOneYear && period > MonthsOfYear))
            return new IntegerForm(t => 12 * Math.Floor(t / 100) + t % 100, "year and month", 12) { Next = t => t % 100 == 12 ? t + 89 : t + 1 };
        if (Are(100, 1, 53))
            return Weeks(times);
        return Are(10, 1, 4)
            ? new IntegerForm(t => 4 * Math.Floor(t / 10) + t % 10, "year and quarter", 4) { Next = t => t % 10 == 4 ? t + 7 : t + 1 }
            : new IntegerForm(t => t, "", DaysOfWeek);
    }

    /// <summary>Whether a number may write a month, a week or a quarter of some year.</summary>
    public static bool MayBeWritten(double number) =>
        Math.Floor(number / 100) is >= FirstYear and <= LastYear ? number % 100 is >= 1 and <= 53 : Math.Floor(number / 10) is >= FirstYear and <= LastYear && number % 10 is >= 1 and <= 4;

    /// <summary>How many parts a cycle has for rows some places apart; 0 where they do not divide it.</summary>
    public long PhasesOf(long step) => Cycle == DaysOfWeek ? Cycle : Cycle % step == 0 ? Cycle / step : 0;

    /// <summary>The number so many places later.</summary>
    public double After(double time, long places)
    {
        if (ReadAs.Length == 0)
            return time + places;
        for (var place = 0L; place < places; place++)
            time = Next(time);
        return time;
    }

    /// <summary>
    /// Weeks after the first year's start. A year has a 53rd week where the series has one; it has none where its 52nd and the next year's first stand beside each other; and where rows are missing between the years, and
    /// in years ahead, it is as long as by ISO 8601.
    /// </summary>
    private static IntegerForm Weeks(double[] times)
    {
        var first = (int)(times[0] / 100);
        HashSet<int> seen = [.. times.Select(t => (int)t)];
        int WeeksOf(int year) => seen.Contains(100 * year + 53) ? 53 : seen.Contains(100 * year + 52) && seen.Contains(100 * year + 101) ? 52 : ISOWeek.GetWeeksInYear(year);
        List<double> starts = [0];
        double StartOf(int year)
        {
            while (starts.Count <= year - first && year <= LastYear)
                starts.Add(starts[^1] + WeeksOf(first + starts.Count - 1));
            return year >= first && year <= LastYear ? starts[year - first] : double.NaN;
        }

        return new IntegerForm(t => StartOf((int)(t / 100)) + t % 100, "year and week", WeeksOfYear)
        {
            Next = t => t % 100 >= WeeksOf((int)(t / 100)) ? 100 * (Math.Floor(t / 100) + 1) + 1 : t + 1,
        };
    }
}
