namespace PlanningEngine.Forecasting.Calendar;

/// <summary>Easter Sunday of the Gregorian calendar, on which the other moving feasts of the western churches hang.</summary>
public static class Easter
{
    /// <summary>Easter Sunday of a year by the anonymous algorithm (Nature, 20 April 1876, p. 487).</summary>
    /// <param name="year">Year, 1583 to 9999.</param>
    /// <returns>The day.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The year is out of range.</exception>
    public static DateOnly Sunday(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1583);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var n = h + l - (7 * ((a + (11 * h) + (22 * l)) / 451)) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }

    /// <summary>Easter Sundays of all years that buckets touch, for <see cref="BucketDates.Holiday"/>.</summary>
    /// <param name="dates">The buckets.</param>
    /// <param name="offset">Days after Easter Sunday: -2 Good Friday, 1 Easter Monday, 39 Ascension, 50 Whit Monday. Default: 0.</param>
    /// <returns>One day per year, of the year before and after too, so that windows at the ends are whole.</returns>
    public static IEnumerable<DateOnly> Days(BucketDates dates, int offset = 0)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return Enumerable.Range(dates.StartOf(0).Year - 1, dates.EndOf(dates.Count - 1).Year - dates.StartOf(0).Year + 3).Select(year => Sunday(year).AddDays(offset));
    }
}
