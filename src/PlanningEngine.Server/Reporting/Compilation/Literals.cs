using System.Globalization;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>Constants of a request as values of a statement, in the type of what they stand beside.</summary>
internal static class Literals
{
    /// <summary>Reads a constant that is not null.</summary>
    /// <exception cref="FeedException">400 for null, infinite and untypable constants.</exception>
    public static (object Value, ReportingType Type) Read(ConstantNode constant, SqlTerm? beside) => constant.Value switch
    {
        null => throw FeedException.BadRequest("NullArgument", "null can be compared with eq, ne and in only."),
        string text => (text, ReportingType.Text),
        bool flag => (flag, ReportingType.Flag),
        _ when Day(constant) is { } day => beside?.Type == ReportingType.Moment
            ? (day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), ReportingType.Moment)
            : (day, ReportingType.Day),
        DateTimeOffset moment when beside?.Type == ReportingType.Day => (DateOnly.FromDateTime(moment.UtcDateTime), ReportingType.Day),
        DateTimeOffset moment => (moment.UtcDateTime, ReportingType.Moment),
        int or long or byte or sbyte or short => Whole(Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture), beside),
        decimal or double or float => Fraction(constant, beside),
        _ => throw FeedException.BadRequest("BadConstant", $"The constant ({constant.LiteralText}) cannot be compared. Maybe write a number, a text in single quotes or a date such as 2026-05-01T00:00:00Z."),
    };

    /// <summary>The day that a constant stands for; null where it is none.</summary>
    public static DateOnly? Day(ConstantNode constant) =>
        constant.TypeReference?.PrimitiveKind() == EdmPrimitiveTypeKind.Date
        && DateOnly.TryParseExact(constant.Value?.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static (object, ReportingType) Whole(long value, SqlTerm? beside) => beside?.Type switch
    {
        ReportingType.Money => ((decimal)value, ReportingType.Money),
        ReportingType.Real => ((double)value, ReportingType.Real),
        _ => value is >= int.MinValue and <= int.MaxValue ? ((int)value, ReportingType.Whole32) : (value, ReportingType.Whole64),
    };

    /// <summary>A number with a point: as it was written, because the parser may have cut it to a Single.</summary>
    private static (object, ReportingType) Fraction(ConstantNode constant, SqlTerm? beside)
    {
        var written = (constant.LiteralText ?? "").TrimEnd('d', 'D', 'f', 'F', 'm', 'M');
        var number = double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
            throw FeedException.BadRequest("BadConstant", $"The constant ({constant.LiteralText}) is not finite.");
        var isMoney = beside is null ? constant.Value is decimal : beside.Type is not ReportingType.Real;
        return isMoney && decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? (exact, ReportingType.Money)
            : (number, ReportingType.Real);
    }
}
