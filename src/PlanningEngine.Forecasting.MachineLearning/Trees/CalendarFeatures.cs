using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>What the calendar alone says of a bucket: known as far ahead as anyone likes.</summary>
internal static class CalendarFeatures
{
    /// <summary>Number of features.</summary>
    internal const int Count = 5;

    private const int Far = 30;
    private const double DaysPerYear = 365.2425;

    /// <summary>Position in the year, month, day of the month, working days, days to the nearest movable day (at most thirty); zeros without dates.</summary>
    internal static void Write(TimeAxis? axis, int ordinal, Span<float> row)
    {
        row[..Count].Clear();
        if (axis is null)
            return;
        var (date, end) = (axis.DateOf(ordinal), axis.DateOf(ordinal + 1));
        row[0] = (float)(date.DayOfYear / DaysPerYear);
        row[1] = date.Month;
        row[2] = date.Day;
        row[3] = WorkingDays(date.DayNumber, end.DayNumber);
        row[4] = DaysToMovable(date);
    }

    /// <summary>Mondays to Fridays from a day up to another.</summary>
    private static int WorkingDays(int from, int to)
    {
        // Day number 0 is a Monday.
        static int Before(int day) => day / 7 * 5 + Math.Min(day % 7, 5);
        return Before(to) - Before(from);
    }

    private static int DaysToMovable(DateOnly date)
    {
        var nearest = Far;
        for (var kind = 0; kind < MovableDays.Kinds; kind++)
        {
            var distance = date.DayNumber - MovableDays.Of(kind, date.Year).DayNumber;
            if (Math.Abs(distance) < Math.Abs(nearest))
                nearest = distance;
        }

        return nearest;
    }
}
