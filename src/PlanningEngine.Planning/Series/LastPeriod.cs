using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Series;

/// <summary>Tells from the days of sales alone whether the last period is over.</summary>
public static class LastPeriod
{
    /// <summary>Periods with sales before the last one that it is compared with, at most.</summary>
    public const int Compared = 12;

    /// <summary>
    /// Whether the last sale lies further from the end of its period than that of each period before: counted to the end, since four weeks are all of one fiscal period and not of the next. Periods whose sales
    /// all bear one day, such as the first, are over.
    /// </summary>
    /// <param name="bucket">What periods are.</param>
    /// <param name="lastSale">Day of the last sale of all.</param>
    /// <param name="before">Days of the last sales of up to <see cref="Compared"/> periods before; without any, the last period counts as over.</param>
    public static bool IsUnfinished(TimeBucket bucket, DateOnly lastSale, IReadOnlyCollection<DateOnly> before)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentNullException.ThrowIfNull(before);
        int Left(DateOnly day) => bucket.EndOf(day).DayNumber - day.DayNumber;
        int Gone(DateOnly day) => day.DayNumber - bucket.StartOf(day).DayNumber;
        var (left, gone) = (Left(lastSale), Gone(lastSale));
        return before.Count > 0 && before.All(day => left > Left(day)) && !before.All(day => Gone(day) == gone && Left(day) > 0);
    }
}
