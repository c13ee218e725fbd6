using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>How a file is written.</summary>
internal sealed record FileFormat
{
    /// <summary>The format of a file about which nothing is said.</summary>
    public static FileFormat Default { get; } = new();

    /// <summary>Encoding of files without a byte order mark. Default: UTF-8.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>Delimiter; null: found out from the header. Default: null.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Texts that stand for no value. Default: the empty text and NULL.</summary>
    public IReadOnlyList<string> Nulls { get; init; } = ["", "NULL"];

    /// <summary>Formats of dates. Default: ISO 8601, with or without a time.</summary>
    public IReadOnlyList<string> Dates { get; init; } = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ"];

    /// <summary>Names of months and days, and the default of both separators. Default: the invariant culture.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Decimal separator. Default: that of the culture, a point.</summary>
    public string? Decimal { get; init; }

    /// <summary>Thousands separator; null: numbers have none. Default: null.</summary>
    public string? Thousands { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberFormatInfo NumberFormat()
    {
        var numbers = (NumberFormatInfo)Culture.NumberFormat.Clone();
        if (Decimal is not null)
            numbers.NumberDecimalSeparator = Decimal;
        numbers.NumberGroupSeparator = Thousands ?? (numbers.NumberDecimalSeparator == "," ? "." : ",");
        numbers.NegativeSign = "-";
        return numbers;
    }

    /// <summary>What a number may hold; thousands separators only when they were declared.</summary>
    public NumberStyles NumberStyles =>
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent
        | (Thousands is null ? NumberStyles.None : NumberStyles.AllowThousands);
}
