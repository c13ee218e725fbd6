using System.Globalization;
using System.Text.RegularExpressions;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>Times that name a bucket: quarters (2024-Q1, 2024Q1, Q1 2024), ISO weeks (2024-W01, 2024W01) and months in English words (Jan 2024, January 2024, Jan-24). Each stands for its first day.</summary>
internal static partial class NamedBuckets
{
    private const int MonthsOfQuarter = 3;
    private static readonly string[] MonthForms = ["MMM yyyy", "MMMM yyyy", "MMM-yyyy", "yyyy MMM", "yyyy-MMM", "MMM-yy", "MMM yy"];

    /// <summary>Reads a name.</summary>
    /// <param name="text">The text, without spaces around it.</param>
    /// <param name="first">The first day of the bucket.</param>
    /// <returns>Whether it names a bucket.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTime first)
    {
        first = default;
        if (text.Length is < 5 or > 14 || !text.ContainsAnyInRange('A', 'z'))
            return false;
        if (DateTime.TryParseExact(text, MonthForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
            return true;
        var match = Name().Match(text.ToString());
        if (!match.Success)
            return false;
        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        var year = Number("year");
        if (match.Groups["quarter"].Success)
            first = new DateTime(year, (MonthsOfQuarter * (Number("quarter") - 1)) + 1, 1);
        else if (Number("week") is > 0 and var week && week <= ISOWeek.GetWeeksInYear(year))
            first = ISOWeek.ToDateTime(year, week, DayOfWeek.Monday);
        else
            return false;
        return true;
    }

    /// <summary>Writes the bucket of a day as another one is written.</summary>
    /// <param name="day">A day.</param>
    /// <param name="like">A text that <see cref="TryRead"/> reads.</param>
    public static string Write(DateTime day, string like)
    {
        var match = Name().Match(like);
        if (!match.Success)
            return InCaseOf(like, day.ToString(Array.Find(MonthForms, form => DateTime.TryParseExact(like, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))!, CultureInfo.InvariantCulture));
        var isQuarter = match.Groups["quarter"].Success;
        var year = (isQuarter ? day.Year : ISOWeek.GetYear(day)).ToString("D4", CultureInfo.InvariantCulture);
        var number = isQuarter ? ((day.Month - 1) / MonthsOfQuarter) + 1 : ISOWeek.GetWeekOfYear(day);
        var (between, letter) = (match.Groups["between"].Value, match.Groups["letter"].Value);
        return match.Groups["year"].Index > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{letter}{number}{between}{year}")
            : $"{year}{between}{letter}{number.ToString(isQuarter ? "D" : "D2", CultureInfo.InvariantCulture)}";
    }

    private static string InCaseOf(string like, string text) =>
        !like.Any(char.IsLower) ? text.ToUpperInvariant() : !like.Any(char.IsUpper) ? text.ToLowerInvariant() : text;

    [GeneratedRegex(@"^(?:(?<year>(?:19|20|21)[0-9]{2})(?<between>[- ]?)(?<letter>[Qq])(?<quarter>[1-4])|(?<letter>[Qq])(?<quarter>[1-4])(?<between>[- ]?)(?<year>(?:19|20|21)[0-9]{2})|(?<year>(?:19|20|21)[0-9]{2})(?<between>-?)(?<letter>[Ww])(?<week>[0-9]{2}))$")]
    private static partial Regex Name();
}
