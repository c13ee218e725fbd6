using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Input;
using PlanningEngine.Server.Loads.Rows;
using PlanningEngine.Server.Loads.Staging;
using Driver = PlanningEngine.Data.Drivers.Driver;
using StoredDefault = PlanningEngine.Data.Drivers.DriverDefault;
using StoredForm = PlanningEngine.Data.Drivers.DriverForm;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>Writes the dimensions of a load. Memory: the rows of one dimension at a time.</summary>
internal sealed class DimensionCommit(PlanningContext db, ChunkStore chunks, CodeBook codes, int loadKey, int chunkCount, DateTime now)
{
    private readonly DimensionWriter _writer = new(db, codes, loadKey, now);
    private readonly RowReader _reader = new();

    public async Task<RowCounts> WriteAsync(LoadSet set, CancellationToken ct)
    {
        switch (set)
        {
            case LoadSet.Territories:
                var counts = await _writer.WriteAsync(set, await RowsAsync(set, c => c.Territories.Rows, _reader.Read, r => r.Code, ct),
                    key => new Territory { TerritoryKey = key }, t => t.TerritoryKey,
                    (t, r) => (t.Name, t.ParentTerritoryKey) = (r.Name, KeyOrNull(LoadSet.Territories, r.ParentCode)), ct);
                await TerritoryLevels.RecomputeAsync(db, now, ct);
                return counts;
            case LoadSet.SalesReps:
                return await _writer.WriteAsync(set, await RowsAsync(set, c => c.SalesReps.Rows, _reader.Read, r => r.Code, ct),
                    key => new SalesRep { SalesRepKey = key }, r => r.SalesRepKey,
                    (rep, r) => (rep.Name, rep.ManagerSalesRepKey, rep.TerritoryKey, rep.HireDate, rep.LeaveDate, rep.Role) =
                        (r.Name, KeyOrNull(LoadSet.SalesReps, r.ManagerCode), codes.Resolve(LoadSet.Territories, r.TerritoryCode), Utc(r.HireDate), Utc(r.LeaveDate), r.Role ?? ""), ct);
            case LoadSet.Channels:
                return await _writer.WriteAsync(set, await RowsAsync(set, c => c.Channels.Rows, _reader.Read, r => r.Code, ct),
                    key => new Channel { ChannelKey = key }, c => c.ChannelKey, (c, r) => c.Name = r.Name, ct);
            case LoadSet.Products:
                return await _writer.WriteAsync(set, await RowsAsync(set, c => c.Products.Rows, _reader.Read, r => r.Code, ct),
                    key => new Product { ProductKey = key }, p => p.ProductKey, Apply, ct);
            case LoadSet.Accounts:
                return await _writer.WriteAsync(set, await RowsAsync(set, c => c.Accounts.Rows, _reader.Read, r => r.Code, ct),
                    key => new Account { AccountKey = key }, a => a.AccountKey,
                    (a, r) => (a.Name, a.TerritoryKey, a.SalesRepKey, a.Potential) =
                        (r.Name, codes.Resolve(LoadSet.Territories, r.TerritoryCode), codes.Resolve(LoadSet.SalesReps, r.SalesRepCode), r.Potential), ct);
            case LoadSet.Locations:
                return await _writer.WriteAsync(set, await RowsAsync(set, c => c.Locations.Rows, _reader.Read, r => r.Code, ct),
                    key => new Location { LocationKey = key }, l => l.LocationKey,
                    (l, r) => (l.Name, l.Kind, l.TerritoryKey) = (r.Name, r.Kind, codes.Resolve(LoadSet.Territories, r.TerritoryCode)), ct);
            case LoadSet.Drivers:
                return await _writer.WriteAsync(set, await RowsAsync(set, c => c.Drivers.Rows, _reader.Read, r => r.Code, ct),
                    key => new Driver { DriverKey = key }, d => d.DriverKey, (d, r) => (d.Name, d.Form, d.Default) = (r.Name, (StoredForm)r.Form, DefaultOf(r)), ct);
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "The set is no dimension.");
        }
    }

    private void Apply(Product p, ProductRow r)
    {
        (p.Name, p.Level1, p.Level2, p.Level3, p.Unit) = (r.Name, r.Level1, r.Level2, r.Level3, r.Unit);
        (p.Price, p.Cost, p.LaunchDate, p.EndDate) = (r.Price, r.Cost, Utc(r.LaunchDate), Utc(r.EndDate));
        p.PredecessorProductKey = KeyOrNull(LoadSet.Products, r.PredecessorCode);
        p.PredecessorShare = p.PredecessorProductKey is null ? null : r.PredecessorShare ?? 1;
    }

    /// <summary>What is not said follows from the form, and so does what only a lowered severity lets through: a price is never zero.</summary>
    private static StoredDefault DefaultOf(DriverRow r) =>
        r is { Form: DriverForm.Linear, Default: null or DriverDefault.Zero } ? StoredDefault.Zero : StoredDefault.LastKnown;

    private int? KeyOrNull(LoadSet set, string? code) => codes.Resolve(set, code) is var key && key == Dimension.UnknownKey ? null : key;

    private static DateTime? Utc(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>Rows by code; the last row of a code counts. Rows that are none are left out.</summary>
    private async Task<Dictionary<string, TRow>> RowsAsync<TWire, TRow>(
        LoadSet set, Func<Wire.LoadChunk, IReadOnlyList<TWire>> rowsOf, Func<TWire, TRow> read, Func<TRow, string> code, CancellationToken ct)
    {
        var rows = new Dictionary<string, TRow>(StringComparer.Ordinal);
        await foreach (var chunk in chunks.ReadAsync(loadKey, chunkCount, set, ct))
        {
            foreach (var wire in rowsOf(chunk))
            {
                _reader.Start();
                var row = read(wire);
                if (_reader.Problems.Count == 0 && !string.IsNullOrWhiteSpace(code(row)) && code(row) != Dimension.UnknownCode)
                    rows[code(row)] = row;
            }
        }

        return rows;
    }
}
