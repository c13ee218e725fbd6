using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Writing;

/// <summary>Keeps the Dates set as the caller's calendar says, and writes only when something changed.</summary>
/// <param name="contexts">Makes contexts.</param>
/// <param name="gate">The write gate.</param>
public sealed class CalendarWriter(IDbContextFactory<PlanningContext> contexts, IWriteGate gate)
{
    /// <summary>First and last day of the Dates set, so that a caller can widen its range to them; null while there are none.</summary>
    /// <param name="ct">Cancels the query.</param>
    public async Task<(int FirstDateKey, int LastDateKey)?> RangeAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var range = await db.Dates.Where(d => d.DateKey != Dimension.UnknownKey).GroupBy(_ => 1)
            .Select(g => new { First = g.Min(d => d.DateKey), Last = g.Max(d => d.DateKey) }).SingleOrDefaultAsync(ct);
        return range is null ? null : (range.First, range.Last);
    }

    /// <summary>
    /// Makes the Dates set equal to the given days, beside the Unknown member, in one transaction. Does nothing when the fiscal-year
    /// start and all days are those written last.
    /// </summary>
    /// <param name="fiscalYearStart">The company's fiscal-year start as its setting says it, such as 02-01; kept as <see cref="Setting.FiscalYearStart"/>.</param>
    /// <param name="days">All days, one row each, without key 0; they must include the days that are there.</param>
    /// <param name="ct">Cancels and rolls back.</param>
    /// <returns>True when the set was written, false when it was right already.</returns>
    /// <exception cref="ArgumentException">Two rows have the same key, a row has key 0, or days would be taken away that facts may point to.</exception>
    public async Task<bool> EnsureAsync(string fiscalYearStart, IReadOnlyCollection<CalendarDate> days, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fiscalYearStart);
        ArgumentNullException.ThrowIfNull(days);
        var sorted = days.OrderBy(d => d.DateKey).ToArray();
        Check(sorted);
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(sorted)));

        await using var pass = await gate.EnterAsync(ct);
        await using var db = contexts.CreateDbContext();
        var settings = await db.Settings.Where(s => s.Name == Setting.FiscalYearStart || s.Name == Setting.CalendarHash)
            .ToDictionaryAsync(s => s.Name, ct);
        if (settings.GetValueOrDefault(Setting.FiscalYearStart)?.Value == fiscalYearStart && settings.GetValueOrDefault(Setting.CalendarHash)?.Value == hash)
            return false;

        var given = sorted.Select(d => d.DateKey).ToHashSet();
        var lost = (await db.Dates.Where(d => d.DateKey != Dimension.UnknownKey).Select(d => d.DateKey).ToListAsync(ct)).Where(k => !given.Contains(k)).ToList();
        if (lost.Count > 0)
            throw new ArgumentException($"The calendar must include the days that are in the Dates set; {lost.Count} of them ({lost.Min()} to {lost.Max()}) are missing. Maybe widen its range.", nameof(days));

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Dates.Where(d => d.DateKey != Dimension.UnknownKey).ExecuteDeleteAsync(ct);
        await BulkWriter.WriteAsync(db, sorted, ct);
        Set(db, settings, Setting.FiscalYearStart, fiscalYearStart);
        Set(db, settings, Setting.CalendarHash, hash);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static void Check(CalendarDate[] sorted)
    {
        if (sorted.Length > 0 && sorted[0].DateKey <= Dimension.UnknownKey)
            throw new ArgumentException($"The key ({sorted[0].DateKey}) of a day must be yyyymmdd. Maybe leave the Unknown member out: it is there.", nameof(sorted));
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].DateKey == sorted[i - 1].DateKey)
                throw new ArgumentException($"The day ({sorted[i].DateKey}) must be given once. Maybe two ranges overlap.", nameof(sorted));
        }
    }

    private static void Set(PlanningContext db, Dictionary<string, Setting> settings, string name, string value)
    {
        if (settings.TryGetValue(name, out var setting))
            setting.Value = value;
        else
            db.Add(new Setting { Name = name, Value = value });
    }
}
