namespace PlanningEngine.Planning.Calendars;

/// <summary>One day on which the company does not sell.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">English name.</param>
public sealed record Holiday(DateOnly Date, string Name);

/// <summary>The demo company's holidays: nine fixed and movable days of the western European calendar.</summary>
public static class CompanyHolidays
{
    /// <summary>Holidays from <paramref name="first"/> to <paramref name="last"/>, both included, in date order.</summary>
    public static IReadOnlyList<Holiday> Between(DateOnly first, DateOnly last)
    {
        var holidays = new List<Holiday>();
        for (var year = first.Year; year <= last.Year; year++)
        {
            var easter = EasterSunday(year);
            holidays.AddRange(
            [
                new Holiday(new DateOnly(year, 1, 1), "New Year"),
                new Holiday(easter.AddDays(-2), "Good Friday"),
                new Holiday(easter.AddDays(1), "Easter Monday"),
                new Holiday(new DateOnly(year, 5, 1), "Labour Day"),
                new Holiday(easter.AddDays(39), "Ascension Day"),
                new Holiday(easter.AddDays(50), "Whit Monday"),
                new Holiday(new DateOnly(year, 11, 1), "All Saints"),
                new Holiday(new DateOnly(year, 12, 25), "Christmas Day"),
                new Holiday(new DateOnly(year, 12, 26), "St Stephen's Day"),
            ]);
        }

        return [.. holidays.Where(h => h.Date >= first && h.Date <= last).OrderBy(h => h.Date)];
    }

    /// <summary>Easter Sunday of the Gregorian calendar by the anonymous algorithm (Nature, 20 April 1876, p. 487).</summary>
    /// <param name="year">Year, 1583 or later.</param>
    public static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
