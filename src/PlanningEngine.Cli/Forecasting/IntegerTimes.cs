using System.Globalization;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// Times that are whole numbers, as places on an axis without jumps: 202412 and 202501 are months beside each other, 202452 and 202501 weeks, 20244 and 20251 quarters, and any other numbers, years among them, are
/// places as they are. Between months and weeks the numbers decide: above 12 they are weeks, and within one year both count alike.
/// </summary>
internal static class IntegerTimes
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const int WeeksOfYear = 52;
    private const int DaysOfWeek = 7;
    private const int CyclesSeen = 2;

    /// <summary>The series with its times as such places, and what they were read as; null where they are dates already, no whole numbers, or no axis that is beyond doubt.</summary>
    public static (FileSeries Series, string ReadAs)? Of(FileSeries series)
    {
        if (series.Dated || series.Times.Length < 2 || !Array.TrueForAll(series.Times, t => t == Math.Floor(t) && Math.Abs(t) < 1e15))
            return null;
        var (placeOf, readAs, cycle) = FormOf(series.Times);
        double[] places = [.. series.Times.Select(placeOf)];
        if (LeavesOut(places, cycle) || (readAs.Length == 0 && !HasUsualStep(places)))
            return null;
        var known = series.Known with { Times = [.. series.Known.Times.Select(t => double.IsNaN(t) ? t : placeOf(t))] };
        return (series with { Times = places, Known = known }, readAs);
    }

    /// <summary>What the numbers are, how they are called, and the length of the cycle in which some may be left out on purpose.</summary>
    private static (Func<double, double> PlaceOf, string ReadAs, int Cycle) FormOf(double[] times)
    {
        bool Are(int parts, int least, int most) => Array.TrueForAll(times, t => Math.Floor(t / parts) is >= FirstYear and <= LastYear && t % parts >= least && t % parts <= most);
        if (Are(100, 1, 12))
            return (t => 12 * Math.Floor(t / 100) + t % 100, "year and month", 12);
        if (Are(100, 1, 53))
            return (Weeks(times), "year and week", WeeksOfYear);
        return Are(10, 1, 4) ? (t => 4 * Math.Floor(t / 10) + t % 10, "year and quarter", 4) : (t => t, "", DaysOfWeek);
    }

    /// <summary>
    /// Weeks after the first year's start. A year has a 53rd week where the series has one; it has none where its 52nd and the next year's first stand beside each other; and where rows are missing between the years it is as
    /// long as by ISO 8601.
    /// </summary>
    private static Func<double, double> Weeks(double[] times)
    {
        var (first, last) = ((int)(times[0] / 100), (int)(times[^1] / 100));
        HashSet<int> seen = [.. times.Select(t => (int)t)];
        // Years ahead, of which regressors speak, are as long as by ISO 8601 too.
        var starts = new Dictionary<int, double>();
        for (var (year, start) = (first, 0.0); year <= last + 10; year++)
        {
            starts[year] = start;
            start += seen.Contains(100 * year + 53) ? 53 : seen.Contains(100 * year + 52) && seen.Contains(100 * year + 101) ? 52 : ISOWeek.GetWeeksInYear(year);
        }

        return t => starts.TryGetValue((int)(t / 100), out var start) ? start + t % 100 : double.NaN;
    }

    /// <summary>Whether some place of the cycle is left out throughout, as the weekends of a shop, though the cycle was seen twice.</summary>
    private static bool LeavesOut(double[] places, int cycle)
    {
        var step = Step(places);
        var phases = (int)Math.Max(1, cycle == DaysOfWeek ? cycle : cycle / step);
        return places[^1] - places[0] >= CyclesSeen * phases * step && places.Select(p => Math.Floor((p - places[0]) / step) % phases).Distinct().Count() < phases;
    }

    /// <summary>Whether most are one step apart.</summary>
    private static bool HasUsualStep(double[] places)
    {
        var step = Step(places);
        return 2 * places.Zip(places.Skip(1), (a, b) => b - a).Count(d => d == step) >= places.Length - 1;
    }

    private static double Step(double[] places) => places.Zip(places.Skip(1), (a, b) => b - a).Min();
}
