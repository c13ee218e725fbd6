using System.Globalization;
using Google.Type;

namespace PlanningEngine.Cli.Commands;

/// <summary>Days on the command line.</summary>
internal static class Days
{
    /// <summary>Reads a day; null where none is given.</summary>
    /// <param name="option">The option it was given to.</param>
    /// <param name="text">The day as yyyy-MM-dd.</param>
    /// <exception cref="UsageException">It is no day.</exception>
    public static Date? Read(string option, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Date { Year = day.Year, Month = day.Month, Day = day.Day }
            : throw new UsageException([$"{option} ({text}) must be a day such as 2026-06-30."]);
    }
}
