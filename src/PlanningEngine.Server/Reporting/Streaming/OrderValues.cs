using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>The values that say where a row stands in an order, into a token and back, without loss.</summary>
internal static class OrderValues
{
    public static JsonElement[] Read(DbDataReader reader, IReadOnlyList<(int Ordinal, ReportingType Type)> order) =>
        [.. order.Select(o => JsonSerializer.SerializeToElement(reader.IsDBNull(o.Ordinal) ? null : Value(reader, o.Ordinal, o.Type)))];

    public static object?[] Parse(JsonElement[] values, IReadOnlyList<ReportingType> types)
    {
        if (values.Length != types.Count)
            throw SkipToken.Invalid();
        try
        {
            return [.. values.Select((value, i) => value.ValueKind == JsonValueKind.Null ? null : Parse(value, types[i]))];
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw SkipToken.Invalid();
        }
    }

    private static object Value(DbDataReader reader, int ordinal, ReportingType type) => type switch
    {
        ReportingType.Flag => reader.GetBoolean(ordinal),
        ReportingType.Whole32 or ReportingType.Whole64 => Convert.ToInt64(reader.GetValue(ordinal), CultureInfo.InvariantCulture),
        ReportingType.Real => Number(reader.GetValue(ordinal)),
        // SQLite keeps money as a double, SQL Server as a decimal: whichever it is must come back bit by bit.
        ReportingType.Money => reader.GetValue(ordinal) is decimal money ? "m" + money.ToString(CultureInfo.InvariantCulture) : Number(reader.GetValue(ordinal)),
        ReportingType.Moment => reader.GetDateTime(ordinal).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        ReportingType.Day => reader.GetDateTime(ordinal).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => reader.GetString(ordinal),
    };

    private static string Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    private static object Parse(JsonElement value, ReportingType type) => type switch
    {
        ReportingType.Flag => value.GetBoolean(),
        ReportingType.Whole32 or ReportingType.Whole64 => value.GetInt64(),
        ReportingType.Real => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ReportingType.Money when value.GetString()!.StartsWith('m') => decimal.Parse(value.GetString()![1..], CultureInfo.InvariantCulture),
        ReportingType.Money => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ReportingType.Moment => DateTime.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        ReportingType.Day => DateOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => value.GetString()!,
    };
}
