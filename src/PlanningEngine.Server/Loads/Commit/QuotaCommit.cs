using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Loads.Rows;
using PlanningEngine.Server.Loads.Staging;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>
/// Lays the load's quotas over the published ones and publishes the result as a new version; where nothing differs, none.
/// Memory: the quotas of one version.
/// </summary>
internal sealed class QuotaCommit(ChunkStore chunks, CodeBook codes, LoadOptions options, LoadTotals totals, int loadKey)
{
    private readonly RowReader _reader = new();

    public async Task<RowCounts> WriteAsync(QuotaPublication publication, CancellationToken ct)
    {
        var before = await publication.FindPublishedAsync(ct);
        var leaves = await publication.ReadAsync(before, ct);
        var counts = default(RowCounts);
        var changedDates = new HashSet<int>();
        foreach (var (key, quota) in await RowsAsync(ct))
        {
            if (leaves.TryGetValue(key, out var known) && known.Amount == quota.Amount && known.Locked == quota.Locked)
            {
                counts += new RowCounts(0, 0, 1);
                continue;
            }

            counts += known is null ? new RowCounts(1, 0, 0) : new RowCounts(0, 1, 0);
            leaves[key] = quota;
            changedDates.Add(key.DateKey);
        }

        if (changedDates.Count > 0)
            await publication.PublishAsync(before, leaves.Values, changedDates, ct);
        return counts;
    }

    private async Task<Dictionary<QuotaKey, Quota>> RowsAsync(CancellationToken ct)
    {
        var policy = options.PolicyOf(LoadSet.Quotas);
        var rows = new Dictionary<QuotaKey, Quota>();
        await foreach (var chunk in chunks.ReadAsync(loadKey, totals.ChunkCount, LoadSet.Quotas, ct))
        {
            foreach (var quota in chunk.Quotas.Rows.Select(Make).OfType<Quota>())
            {
                if (rows.TryAdd(QuotaKey.Of(quota), quota) || policy == Wire.DuplicatePolicy.First)
                    continue;
                if (policy == Wire.DuplicatePolicy.Sum)
                    rows[QuotaKey.Of(quota)].Amount += quota.Amount;
                else
                    rows[QuotaKey.Of(quota)] = quota;
            }
        }

        return rows;
    }

    /// <summary>The quota of a row; null for a row that cannot be one, which only a lowered severity lets through.</summary>
    private Quota? Make(Wire.QuotaRow wire)
    {
        _reader.Start();
        var (row, months) = _reader.Read(wire);
        if (_reader.Problems.Count > 0)
            return null;
        var rep = codes.Resolve(LoadSet.SalesReps, row.SalesRepCode);
        var territory = codes.Resolve(LoadSet.Territories, row.TerritoryCode);
        return new Quota
        {
            SalesRepKey = rep,
            TerritoryKey = territory != Dimension.UnknownKey ? territory : codes.RepTerritories.GetValueOrDefault(rep),
            DateKey = FiscalCalendar.DateKey(row.PeriodStart),
            PeriodStart = row.PeriodStart.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            PeriodMonths = months,
            Amount = row.Amount,
            Locked = row.Locked,
        };
    }
}
