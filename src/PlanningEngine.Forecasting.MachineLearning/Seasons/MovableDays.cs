namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>Days that move between years and bend demand around them: Easter Sunday, and the fourth Thursday of November with the sales that follow it.</summary>
internal static class MovableDays
{
    /// <summary>Number of movable days in a year.</summary>
    internal const int Kinds = 2;

    private const int DaysBefore = 10;
    private const int DaysAfter = 10;

    /// <summary>The movable day near a date and the distance to it in days; none for most dates.</summary>
    /// <param name="date">The date.</param>
    /// <param name="kinds">How many kinds are looked at: 1 is Easter alone.</param>
    internal static (int Kind, int Distance)? Near(DateOnly date, int kinds = Kinds)
    {
        for (var kind = 0; kind < kinds; kind++)
        {
            var distance = date.DayNumber - Of(kind, date.Year).DayNumber;
            if (distance is >= -DaysBefore and <= DaysAfter)
                return (kind, distance);
        }

        return null;
    }

    /// <summary>Date of a movable day.</summary>
    /// <param name="kind">0 Easter, 1 the fourth Thursday of November.</param>
    /// <param name="year">Year of the Gregorian calendar.</param>
    internal static DateOnly Of(int kind, int year) => kind == 0 ? Easter(year) : FourthThursday(year);

    /// <summary>Easter Sunday by the anonymous Gregorian algorithm (Meeus 1991, chapter 8).</summary>
    private static DateOnly Easter(int year)
    {
        var (golden, century, rest) = (year % 19, year / 100, year % 100);
        var epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        var weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
        var correction = (golden + 11 * epact + 22 * weekday) / 451;
        var day = epact + weekday - 7 * correction + 114;
        return new DateOnly(year, day / 31, day % 31 + 1);
    }

    private static DateOnly FourthThursday(int year)
    {
        var first = new DateOnly(year, 11, 1);
        return first.AddDays((DayOfWeek.Thursday - first.DayOfWeek + 7) % 7 + 21);
    }
}
