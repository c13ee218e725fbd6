using Microsoft.EntityFrameworkCore.Metadata;

namespace PlanningEngine.Data.Tests.Writing;

/// <summary>Makes rows of any entity type with values that are hard to store: full precision, accents, quotes, nulls, extremes.</summary>
internal static class SampleRows
{
    private const string Awkward = "Ünï,\"'\\;\t\n漢字 %_";

    public static List<T> Make<T>(IEntityType entity, int count)
        where T : class, new()
    {
        var random = new Random(4711);
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            var row = new T();
            foreach (var property in entity.GetProperties())
                property.PropertyInfo!.SetValue(row, Value(random, property, number));
            return row;
        })];
    }

    private static object? Value(Random random, IProperty property, int number)
    {
        if (property.IsNullable && number % 2 == 0)
            return null;
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(string))
            return Text(property.GetMaxLength() ?? 10_000, number, property.IsPrimaryKey());
        if (type == typeof(byte[]))
            return Bytes(random, property.GetMaxLength() ?? 5_000);
        if (type == typeof(bool))
            return number == 1; // At most one row is a default plan.
        if (type == typeof(int))
            return property.IsPrimaryKey() ? number : random.Next(int.MinValue, int.MaxValue);
        if (type == typeof(long))
            return property.IsPrimaryKey() ? number + int.MaxValue : random.NextInt64(long.MinValue, long.MaxValue);
        if (type == typeof(double))
            return (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 13));
        if (type == typeof(decimal))
            return random.NextInt64(-5_497_558_138_880_000, 5_497_558_138_880_000) / 10_000m;
        if (type == typeof(DateTime))
            return new DateTime(random.NextInt64(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        if (type == typeof(Guid))
            return new Guid(Bytes(random, 16));
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(number % Enum.GetValues(type).Length);
        throw new NotSupportedException($"No sample for {type.Name} of {property.Name}.");
    }

    /// <summary>Unique per row, and as long as the column takes in the second row.</summary>
    private static string Text(int limit, int number, bool key)
    {
        var text = limit < 10 ? $"{number}é" : $"{number} {Awkward}";
        return number == 3 && !key ? text.PadRight(limit, 'ß') : text;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>All mapped values of a row, comparable.</summary>
    public static IReadOnlyList<object?> Values(IEntityType entity, object row) =>
        [.. entity.GetProperties().Select(p => p.PropertyInfo!.GetValue(row)).Select(v => v is DateTime time ? (time, time.Kind) : v)];
}
