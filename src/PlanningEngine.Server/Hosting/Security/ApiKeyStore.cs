using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
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

    private readonly ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset Until)> _remembered = new(StringComparer.Ordinal);

    /// <summary>The key that a text names and proves, or null.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellationToken)
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
            entry = (found, now + Memory);
            if (_remembered.Count >= MostRemembered)
                _remembered.Clear();
            _remembered[id] = entry;
        }

        var key = entry.Key;
        var holds = key.RevokedAt is null && (key.ExpiresAt is not { } end || end > now.UtcDateTime);
        return holds && CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(key.Hash)) ? key : null;
    }

    /// <summary>True when there is a key that holds.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.AnyAsync(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancellationToken);
    }
}
