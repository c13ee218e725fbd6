using GoogleDate = Google.Type.Date;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Days in their three forms: yyyymmdd, DateOnly and google.type.Date.</summary>
internal static class DateKeys
{
    /// <summary>The day of a key.</summary>
    public static DateOnly ToDate(int dateKey) => new(dateKey / 10_000, dateKey / 100 % 100, dateKey % 100);

    /// <summary>The start of a day (UTC).</summary>
    public static DateTime StartOf(DateOnly date) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>The message of a day.</summary>
    public static GoogleDate ToMessage(DateOnly date) => new() { Year = date.Year, Month = date.Month, Day = date.Day };

    /// <summary>The day of a message; null where it is not a whole, existing day.</summary>
    public static DateOnly? Read(GoogleDate date) =>
        date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month)
            ? new DateOnly(date.Year, date.Month, date.Day) : null;

    /// <summary>The day of a checked message.</summary>
    public static DateOnly ToDateOnly(this GoogleDate date) => new(date.Year, date.Month, date.Day);
}
