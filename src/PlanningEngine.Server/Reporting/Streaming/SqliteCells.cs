using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>Cells of SQLite, read from the statement itself: texts go from the database to the answer as the UTF-8 they are.</summary>
internal sealed class SqliteCells(SqliteDataReader reader) : ICells
{
    private const int LongestMoment = 40;
    private readonly sqlite3_stmt _row = reader.Handle!;

    public bool IsNull(int ordinal) => raw.sqlite3_column_type(_row, ordinal) == raw.SQLITE_NULL;

    public bool Flag(int ordinal) => raw.sqlite3_column_int(_row, ordinal) != 0;

    public int Whole32(int ordinal) => raw.sqlite3_column_int(_row, ordinal);

    public long Whole64(int ordinal) => raw.sqlite3_column_int64(_row, ordinal);

    public double Real(int ordinal) => raw.sqlite3_column_double(_row, ordinal);

    public decimal? Money(int ordinal, int scale) => Rounding.Money(Real(ordinal), scale);

    public void Text(int ordinal, Utf8JsonWriter writer) => writer.WriteStringValue(Bytes(ordinal));

    public void Moment(int ordinal, Utf8JsonWriter writer)
    {
        var stored = Bytes(ordinal);
        Span<byte> text = stackalloc byte[LongestMoment + 1];
        if (stored.Length is < 19 or > LongestMoment)
            throw new InvalidDataException("A stored moment is not in the form yyyy-MM-dd HH:mm:ss.");
        stored.CopyTo(text);
        text[10] = (byte)'T';
        text[stored.Length] = (byte)'Z';
        writer.WriteStringValue(text[..(stored.Length + 1)]);
    }

    public void Day(int ordinal, Utf8JsonWriter writer) => writer.WriteStringValue(Bytes(ordinal));

    private ReadOnlySpan<byte> Bytes(int ordinal) => raw.sqlite3_column_blob(_row, ordinal);
}
