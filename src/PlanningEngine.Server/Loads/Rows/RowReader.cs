using System.Globalization;
using PlanningEngine.Planning.Quality;

namespace PlanningEngine.Server.Loads.Rows;

/// <summary>A reason why a row of the wire is no row.</summary>
/// <param name="Rule">The rule, such as unreadable-date.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">The value found.</param>
/// <param name="Reason">What is wrong, and what to do.</param>
internal sealed record RowProblem(string Rule, string Column, string Value, string Reason);

/// <summary>Reads the columns of one row and notes what cannot be read; used again for the next row. Not thread-safe.</summary>
internal sealed class RowReader
{
    /// <summary>A text that is longer than its column.</summary>
    public const string TextTooLong = "text-too-long";

    private const int CodeLength = 128;
    private const int NameLength = 256;
    private readonly List<RowProblem> _problems = [];

    /// <summary>What was wrong with the row read last; a row with problems must not be used, and its columns named here hold nothing.</summary>
    public IReadOnlyList<RowProblem> Problems => _problems;

    /// <summary>Columns of the row read last that could not be read.</summary>
    public IReadOnlyList<string> Unread => _problems.Count == 0 ? [] : [.. _problems.Select(p => p.Column)];

    public void Start() => _problems.Clear();

    public string Code(string column, string value) => Text(column, value, CodeLength);

    /// <summary>A code that may be absent; null then.</summary>
    public string? Reference(string column, string value) => value.Length == 0 ? null : Code(column, value);

    public string Name(string value, string code) => value.Length == 0 ? code : Text("name", value);

    public string Text(string column, string value, int limit = NameLength)
    {
        if (value.Length > limit)
            Add(TextTooLong, column, value[..Math.Min(32, limit)], $"The column ({column}) has {value.Length} characters, more than {limit}. Maybe map another column.");
        return value;
    }

    public DateOnly Day(string column, Google.Type.Date? date)
    {
        if (date is null)
            Add(QualityRules.UnreadableDate, column, "", $"The column ({column}) has no date. Maybe map it to the column that holds the day.");
        return OptionalDay(column, date) ?? default;
    }

    public DateOnly? OptionalDay(string column, Google.Type.Date? date)
    {
        if (date is null)
            return null;
        if (date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month))
            return new DateOnly(date.Year, date.Month, date.Day);
        Add(QualityRules.UnreadableDate, column, string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}"),
            $"The column ({column}) holds no day of the calendar. Maybe check the date format of the file.");
        return null;
    }

    /// <summary>Money; absent is 0.</summary>
    public decimal Amount(string column, Google.Type.Decimal? value) => OptionalAmount(column, value) ?? 0;

    public decimal? OptionalAmount(string column, Google.Type.Decimal? value)
    {
        if (value is null || value.Value.Length == 0)
            return null;
        if (decimal.TryParse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && NumberLimits.Holds(amount))
            return Money.Round(amount);
        // What is a number, and too large for an exact one, is too large.
        var isNumber = double.TryParse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && value.Value.Any(char.IsAsciiDigit);
        var (rule, hint) = isNumber ? (QualityRules.NumberOutOfRange, "Maybe the unit or the decimal separator is wrong, or another column is mapped.") : (QualityRules.UnreadableNumber, "Maybe check the decimal separator.");
        Add(rule, column, value.Value[..Math.Min(64, value.Value.Length)], $"The column ({column}) must be a decimal number between -10^11 and 10^11. {hint}");
        return null;
    }

    public void Add(string rule, string column, string value, string reason) => _problems.Add(new RowProblem(rule, column, value, reason));
}
