using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PlanningEngine.Data.Writing;

/// <summary>Holds <see cref="ColumnLimits"/> for what the change tracker writes; the bulk writer holds them itself.</summary>
internal sealed class RowLimitsInterceptor : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbContext db)
    {
        var written = db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified);
        foreach (var property in written.SelectMany(e => e.Properties))
        {
            var column = property.Metadata;
            switch (property.CurrentValue)
            {
                case decimal money when column.GetScale() is { } scale && ColumnLimits.Money(money, scale) is var rounded && rounded != money:
                    property.CurrentValue = rounded;
                    break;
                case double number:
                    ColumnLimits.Finite(number, ColumnLimits.Column(column));
                    break;
                case string text when column.GetMaxLength() is { } limit:
                    ColumnLimits.Text(text, limit, ColumnLimits.Column(column));
                    break;
                case byte[] bytes when column.IsFixedLength() == true && column.GetMaxLength() is { } length:
                    ColumnLimits.FixedBytes(bytes, length, ColumnLimits.Column(column));
                    break;
            }
        }
    }
}
