using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace PlanningEngine.Data.Writing;

/// <summary>A column of a bulk write: where it goes and how its value is read off a row, as the database stores it.</summary>
internal sealed record BulkColumn<T>(string Name, Type ProviderType, RelationalTypeMapping Mapping, bool IsNullable, Func<T, object> Read)
{
    public DbParameter AddParameter(DbCommand command, string name)
    {
        var parameter = Mapping.CreateParameter(command, name, value: null, IsNullable);
        command.Parameters.Add(parameter);
        return parameter;
    }
}

/// <summary>How one entity type is written in bulk; compiled once per model from EF's own mapping.</summary>
internal sealed record BulkPlan<T>(string Table, IReadOnlyList<BulkColumn<T>> Columns)
    where T : class
{
    public static BulkPlan<T> For(PlanningContext db)
    {
        var entity = db.Model.FindEntityType(typeof(T))
            ?? throw new ArgumentException($"The type ({typeof(T).Name}) is not an entity of the model. Maybe write rows of a set of PlanningContext.");
        return entity.GetOrAddRuntimeAnnotationValue("PlanningEngine:BulkPlan", Compile, entity);
    }

    private static BulkPlan<T> Compile(IEntityType? entity)
    {
        var columns = entity!.GetTableMappings().Single().ColumnMappings
            .Select(m => new BulkColumn<T>(
                m.Column.Name, m.TypeMapping.Converter?.ProviderClrType ?? Underlying(m.Property.ClrType), m.TypeMapping, m.Property.IsNullable, Reader(m)));
        return new(entity!.GetTableName()!, [.. columns]);
    }

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>row =&gt; the value within the column's limits, through EF's converter, boxed; DBNull where it is null.</summary>
    private static Func<T, object> Reader(IColumnMapping column)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var value = Expression.Property(row, column.Property.PropertyInfo!);
        var nullable = Nullable.GetUnderlyingType(value.Type) is not null;
        var stored = Limited(nullable ? Expression.Property(value, "Value") : value, column.Property);
        if (column.TypeMapping.Converter is { } converter)
            stored = Expression.Invoke(converter.ConvertToProviderExpression, Expression.Convert(stored, converter.ModelClrType));
        Expression boxed = Expression.Convert(stored, typeof(object));
        if (nullable || !value.Type.IsValueType)
            boxed = Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Constant(DBNull.Value, typeof(object)), boxed);
        return Expression.Lambda<Func<T, object>>(boxed, row).Compile();
    }

    private static Expression Limited(Expression value, IProperty property)
    {
        var name = Expression.Constant(ColumnLimits.Column(property));
        if (value.Type == typeof(decimal) && property.GetScale() is { } scale)
            return Expression.Call(typeof(ColumnLimits), nameof(ColumnLimits.Money), null, value, Expression.Constant(scale));
        if (value.Type == typeof(double))
            return Expression.Call(typeof(ColumnLimits), nameof(ColumnLimits.Finite), null, value, name);
        if (value.Type == typeof(string) && property.GetMaxLength() is { } limit)
            return Expression.Call(typeof(ColumnLimits), nameof(ColumnLimits.Text), null, value, Expression.Constant(limit), name);
        if (value.Type == typeof(byte[]) && property.IsFixedLength() == true && property.GetMaxLength() is { } length)
            return Expression.Call(typeof(ColumnLimits), nameof(ColumnLimits.FixedBytes), null, value, Expression.Constant(length), name);
        return value;
    }
}
