using Microsoft.EntityFrameworkCore.Metadata;

namespace PlanningEngine.Data.Writing;

/// <summary>
/// What a column takes, held alike on both databases: SQLite would store a longer text, a fifth decimal or a NaN (as null)
/// without a word, where SQL Server cuts, rounds or refuses.
/// </summary>
internal static class ColumnLimits
{
    /// <summary>Money to the column's scale, halves away from zero, as SQL Server does.</summary>
    public static decimal Money(decimal value, int scale) => decimal.Round(value, scale, MidpointRounding.AwayFromZero);

    public static double Finite(double value, string column) => double.IsFinite(value)
        ? value
        : throw new ArgumentException($"The value ({value}) of column ({column}) must be finite. Maybe leave it null where there is none.");

    public static string Text(string value, int limit, string column) => value.Length <= limit
        ? value
        : throw new ArgumentException($"The text ({value[..20]}...) of column ({column}) has {value.Length} characters and must have at most {limit}. Maybe shorten it.");

    public static byte[] FixedBytes(byte[] value, int length, string column) => value.Length == length
        ? value
        : throw new ArgumentException($"The value of column ({column}) has {value.Length} bytes and must have {length}. Maybe it was never set.");

    public static string Column(IReadOnlyProperty property) => $"{property.DeclaringType.ClrType.Name}.{property.Name}";
}
