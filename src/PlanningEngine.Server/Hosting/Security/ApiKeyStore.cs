using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Data.Security;

namespace PlanningEngine.Server.Hosting.Security;

/// <summary>
/// Finds API keys. A key that was found is remembered for <see cref="Memory"/>, so a revoked one stops within that time.
/// A key reads <c>pe_ID_SECRET</c>; the database holds the SHA-256 of SECRET alone.
/// </summary>
public sealed class ApiKeyStore(IDbContextFactory<PlanningContext> contexts, TimeProvider clock)
{
    /// <summary>How long a found key is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (KnownKey Key, DateTimeOffset Until)> _remembered = new(StringComparer.Ordinal);

    /// <summary>The key that a text names and proves, or null.</summary>
    public async Task<KnownKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('_', 3);
        if (parts is not ["pe", { Length: > 0 } id, { Length: > 0 } secret])
            return null;

        var now = clock.GetUtcNow();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        if (!_remembered.TryGetValue(id, out var entry) || entry.Until < now)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var found = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
            if (found is null)
                return null;
            entry = (new KnownKey(found, await SubtreeAsync(db, found.TerritoryKey, cancellationToken)), now + Memory);
            if (_remembered.Count >= MostRemembered)
                _remembered.Clear();
            _remembered[id] = entry;
        }

        var key = entry.Key.Key;
        var holds = entry.Key.IsUsable && key.RevokedAt is null && (key.ExpiresAt is not { } end || end > now.UtcDateTime);
        return holds && CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(key.Hash)) ? entry.Key : null;
    }

    /// <summary>True when there is a key that holds.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.AnyAsync(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancellationToken);
    }

    /// <summary>The subtree of a node; null for no node and for one that is gone.</summary>
    private static async Task<TerritoryRange?> SubtreeAsync(PlanningContext db, int? territoryKey, CancellationToken cancellationToken)
    {
        if (territoryKey is not { } key)
            return null;
        var node = await db.Territories.AsNoTracking().SingleOrDefaultAsync(t => t.TerritoryKey == key, cancellationToken);
        return node is { PreorderFirst: > 0 } ? new TerritoryRange(node.PreorderFirst, node.PreorderLast) : null;
    }
}

/// <summary>A key that was found.</summary>
/// <param name="Key">The key.</param>
/// <param name="Subtree">The territories it is bound to; null when it is bound to none, or its territory is gone.</param>
public sealed record KnownKey(ApiKey Key, TerritoryRange? Subtree)
{
    /// <summary>True when the key may be used: one whose territory is gone may not.</summary>
    public bool IsUsable => Key.TerritoryKey is null || Subtree is not null;
}
