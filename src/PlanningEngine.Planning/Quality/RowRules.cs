using System.Globalization;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>The checks that many kinds of row share.</summary>
/// <param name="log">Takes the findings.</param>
/// <param name="today">Day of the load; null does not judge what lies ahead.</param>
internal sealed class RowRules(FindingLog log, DateOnly? today)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const int FarOffYears = 20;
    private readonly Dictionary<(Type Kind, string Code), object> _seen = [];

    /// <summary>A row's own code: there, and not twice with different content. False when it is missing.</summary>
    public bool Code(object row, string? code, RowOrigin origin)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            log.Add(QualityRules.MissingCode, origin, string.Empty, "code", code, "The row has no code. Maybe fill the code column.");
            return false;
        }

        if (origin.IsRead && !_seen.TryAdd((row.GetType(), code), row) && !_seen[(row.GetType(), code)].Equals(row))
            log.Add(QualityRules.DuplicateCode, origin, code, "code", code, $"The code ({code}) comes twice with different content. Maybe keep one of the rows.");
        return true;
    }

    /// <summary>A code that a fact cannot do without.</summary>
    public void Required(string? code, RowOrigin origin, string subject, string column)
    {
        if (string.IsNullOrWhiteSpace(code))
            log.Add(QualityRules.MissingCode, origin, subject, column, code, $"The {column} of ({subject}) is missing. Maybe fill the column.");
    }

    /// <summary>Whether a day lies in the years that a fact may have.</summary>
    public static bool IsInRange(DateOnly day) => day.Year is >= FirstYear and <= LastYear;

    public void Date(DateOnly? date, RowOrigin origin, string subject, string column)
    {
        if (date is { } day && !IsInRange(day))
            log.Add(QualityRules.DateOutOfRange, origin, subject, column, Text(day), $"The {column} ({Text(day)}) of ({subject}) must be in the years {FirstYear} to {LastYear}. Maybe {(day.Year > LastYear ? "it stands for none: then leave it empty" : "the date format is wrong")}.");
        else if (date > today?.AddYears(FarOffYears))
            log.Add(QualityRules.DateFarOff, origin, subject, column, Text(date), $"The {column} ({Text(date)}) of ({subject}) is more than {FarOffYears} years ahead. Maybe it stands for none: then leave it empty.");
    }

    public void Order(DateOnly? first, DateOnly? last, RowOrigin origin, string subject, string column)
    {
        if (first is { } from && last is { } to && to < from)
            log.Add(QualityRules.DatesReversed, origin, subject, column, Text(to), $"The {column} ({Text(to)}) of ({subject}) is before its first day ({Text(from)}). Maybe the days are swapped.");
    }

    public void Quantity(double value, RowOrigin origin, string subject, string column)
    {
        if (!double.IsFinite(value))
            log.Add(QualityRules.NotANumber, origin, subject, column, Text(value), $"The {column} ({Text(value)}) of ({subject}) must be a number. Maybe leave the row out.");
        else if (!NumberLimits.Holds(value))
            log.Add(QualityRules.NumberOutOfRange, origin, subject, column, Text(value), $"The {column} ({Text(value)}) of ({subject}) must lie within {Text(NumberLimits.Quantity)} either way. Maybe the unit or the decimal separator is wrong, or another column is mapped.");
    }

    public void NotNegative(double value, RowOrigin origin, string subject, string column)
    {
        Quantity(value, origin, subject, column);
        if (value < 0)
            log.Add(QualityRules.NegativeAmount, origin, subject, column, Text(value), $"The {column} ({Text(value)}) of ({subject}) is negative. Maybe the sign is wrong.");
    }

    public void Price(decimal? price, RowOrigin origin, string subject, string column)
    {
        if (price < 0)
            log.Add(QualityRules.NegativePrice, origin, subject, column, Text(price), $"The {column} ({Text(price)}) of ({subject}) must not be negative. Maybe the sign is wrong.");
        else if (price == 0 && column == "price")
            log.Add(QualityRules.ZeroPrice, origin, subject, column, "0", $"The price of ({subject}) is zero. Maybe it is unknown and should be empty.");
    }

    public static string Text(IFormattable? value) => value switch
    {
        null => string.Empty,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };
}
