using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Quality;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>Keys by code, and where accounts, reps and places belong. Read inside the commit's transaction; memory grows with the members.</summary>
internal sealed class CodeBook(LoadOptions options)
{
    private readonly Dictionary<LoadSet, Dictionary<string, int>> _keys = LoadSets.Dimensions.ToDictionary(s => s, _ => new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>Territory and rep of each account.</summary>
    public Dictionary<int, (int TerritoryKey, int SalesRepKey)> Accounts { get; } = [];

    /// <summary>Territory of each rep.</summary>
    public Dictionary<int, int> RepTerritories { get; } = [];

    /// <summary>Territory of each place.</summary>
    public Dictionary<int, int> LocationTerritories { get; } = [];

    public async Task ReadAsync(PlanningContext db, CancellationToken ct)
    {
        await ReadAsync(LoadSet.Territories, db.Territories.Select(t => new Member(t.TerritoryKey, t.Code)), ct);
        await ReadAsync(LoadSet.Channels, db.Channels.Select(c => new Member(c.ChannelKey, c.Code)), ct);
        await ReadAsync(LoadSet.Products, db.Products.Select(p => new Member(p.ProductKey, p.Code)), ct);
        await ReadAsync(LoadSet.SalesReps, db.SalesReps.Select(r => new Member(r.SalesRepKey, r.Code)), ct);
        await ReadAsync(LoadSet.Accounts, db.Accounts.Select(a => new Member(a.AccountKey, a.Code)), ct);
        await ReadAsync(LoadSet.Locations, db.Locations.Select(l => new Member(l.LocationKey, l.Code)), ct);
        await ReadAsync(LoadSet.Drivers, db.Drivers.Select(d => new Member(d.DriverKey, d.Code)), ct);
        foreach (var a in await db.Accounts.Select(a => new { a.AccountKey, a.TerritoryKey, a.SalesRepKey }).ToListAsync(ct))
            Accounts[a.AccountKey] = (a.TerritoryKey, a.SalesRepKey);
        foreach (var r in await db.SalesReps.Select(r => new { r.SalesRepKey, r.TerritoryKey }).ToListAsync(ct))
            RepTerritories[r.SalesRepKey] = r.TerritoryKey;
        foreach (var l in await db.Locations.Select(l => new { l.LocationKey, l.TerritoryKey }).ToListAsync(ct))
            LocationTerritories[l.LocationKey] = l.TerritoryKey;
    }

    public void Add(LoadSet set, string code, int key) => _keys[set][code] = key;

    public int? Find(LoadSet set, string code) => _keys[set].TryGetValue(code, out var key) ? key : null;

    /// <summary>The key of a code; Unknown for no code, and for a code that is not known where the load allows that.</summary>
    /// <exception cref="RefusedException">LOAD_STALE: the code was known at validation and is not any more.</exception>
    public int Resolve(LoadSet set, string? code)
    {
        if (string.IsNullOrEmpty(code))
            return Dimension.UnknownKey;
        if (_keys[set].TryGetValue(code, out var key))
            return key;
        return options.Severities.GetValueOrDefault(RuleOf(set), Severity.Error) == Severity.Error
            ? throw new RefusedException(StatusCode.FailedPrecondition, "LOAD_STALE", $"The code ({code}) of {set} was known at validation and is not any more. Maybe validate the load again.", ("set", $"{set}"), ("code", code))
            : Dimension.UnknownKey;
    }

    private static string RuleOf(LoadSet set) => set switch
    {
        LoadSet.Products => QualityRules.UnknownProduct,
        LoadSet.Locations => QualityRules.UnknownLocation,
        LoadSet.Territories => QualityRules.UnknownTerritory,
        LoadSet.Channels => QualityRules.UnknownChannel,
        LoadSet.Accounts => QualityRules.UnknownAccount,
        LoadSet.Drivers => QualityRules.UnknownDriver,
        _ => QualityRules.UnknownSalesRep,
    };

    private async Task ReadAsync(LoadSet set, IQueryable<Member> members, CancellationToken ct)
    {
        foreach (var member in await members.ToListAsync(ct))
            _keys[set][member.Code] = member.Key;
    }

    private sealed record Member(int Key, string Code);
}
