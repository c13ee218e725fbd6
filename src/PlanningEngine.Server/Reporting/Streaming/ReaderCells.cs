using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>Cells of any ADO.NET reader; used for SQL Server.</summary>
internal sealed class ReaderCells(DbDataReader reader) : ICells
{
    private readonly Type[] _types = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetFieldType)];

    // Dividing by this drops trailing zeros.
    private const decimal One = 1.0000000000000000000000000000m;

    public bool IsNull(int ordinal) => reader.IsDBNull(ordinal);

    public bool Flag(int ordinal) => _types[ordinal] == typeof(bool) ? reader.GetBoolean(ordinal) : reader.GetInt32(ordinal) != 0;

    public int Whole32(int ordinal) => reader.GetInt32(ordinal);

    public long Whole64(int ordinal) => _types[ordinal] == typeof(long) ? reader.GetInt64(ordinal) : reader.GetInt32(ordinal);

    public double Real(int ordinal) => _types[ordinal] == typeof(double)
        ? reader.GetDouble(ordinal)
        : Convert.ToDouble(reader.GetValue(ordinal), CultureInfo.InvariantCulture);

    public decimal? Money(int ordinal, int scale) => _types[ordinal] == typeof(decimal)
        ? Math.Round(reader.GetDecimal(ordinal), scale, MidpointRounding.AwayFromZero) / One
        : Rounding.Money(Real(ordinal), scale);

    public void Text(int ordinal, Utf8JsonWriter writer) => writer.WriteStringValue(reader.GetString(ordinal));

    public void Moment(int ordinal, Utf8JsonWriter writer)
    {
        Span<byte> text = stackalloc byte[40];
        reader.GetDateTime(ordinal).TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    public void Day(int ordinal, Utf8JsonWriter writer)
    {
        Span<byte> text = stackalloc byte[10];
        reader.GetDateTime(ordinal).TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
