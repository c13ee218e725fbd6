using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;

namespace PlanningEngine.Server.Runs;

/// <summary>
/// Products, territories, places, accounts, reps and drivers of demand at one moment, each in the order of keys, the unknown member included. Loads change them in place, so a run keeps those it began with
/// (<see cref="RunExecution.MasterDataAsync"/>): an end date that is changed meanwhile belongs to the next run.
/// </summary>
/// <param name="Products">Products.</param>
/// <param name="Territories">Nodes of the sales tree.</param>
/// <param name="Locations">Places.</param>
/// <param name="Accounts">Accounts.</param>
/// <param name="SalesReps">Reps.</param>
/// <param name="Drivers">Drivers of demand.</param>
public sealed record MasterData(
    IReadOnlyList<Product> Products, IReadOnlyList<Territory> Territories, IReadOnlyList<Location> Locations, IReadOnlyList<Account> Accounts, IReadOnlyList<SalesRep> SalesReps,
    IReadOnlyList<Driver> Drivers)
{
    private static readonly JsonSerializerOptions HashedForm = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutRowState } } };

    /// <summary>Reads all as they are now.</summary>
    /// <param name="db">A context.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<MasterData> ReadAsync(PlanningContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return new MasterData(
            await db.Products.AsNoTracking().OrderBy(p => p.ProductKey).ToListAsync(cancellationToken),
            await db.Territories.AsNoTracking().OrderBy(t => t.TerritoryKey).ToListAsync(cancellationToken),
            await db.Locations.AsNoTracking().OrderBy(l => l.LocationKey).ToListAsync(cancellationToken),
            await db.Accounts.AsNoTracking().OrderBy(a => a.AccountKey).ToListAsync(cancellationToken),
            await db.SalesReps.AsNoTracking().OrderBy(r => r.SalesRepKey).ToListAsync(cancellationToken),
            await db.Drivers.AsNoTracking().OrderBy(d => d.DriverKey).ToListAsync(cancellationToken));
    }

    /// <summary>SHA-256 over all that is known of them; when and by which load it became known plays no part.</summary>
    internal string Hash() => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, HashedForm)));

    private static void LeaveOutRowState(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(Dimension)))
            return;
        foreach (var property in type.Properties.Where(p => p.Name is nameof(Dimension.ModifiedAt) or nameof(Dimension.LoadKey) or nameof(Dimension.Version)).ToList())
            type.Properties.Remove(property);
    }
}
