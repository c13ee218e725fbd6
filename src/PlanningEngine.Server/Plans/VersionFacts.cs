using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Server.Plans;

/// <summary>The facts of a plan version, whatever their tables: copied and hashed in chunks.</summary>
internal static class VersionFacts
{
    private const int ChunkRows = 10_000;
    private static readonly JsonSerializerOptions HashedForm = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Copies all facts of a version into another.</summary>
    public static Task CopyAllAsync(PlanningContext db, PlanKind kind, int from, PlanVersion to, DateTime now, CancellationToken cancellationToken) =>
        PlanFacts.VisitAsync(kind, new Copy(db, from, to, now), cancellationToken);

    /// <summary>Copies the facts of a version that a condition picks.</summary>
    public static async Task CopyAsync<T>(
        PlanningContext db, int from, PlanVersion to, Expression<Func<T, bool>>? where, DateTime now, CancellationToken cancellationToken)
        where T : PublishedFact
    {
        var (table, setKey) = (Table<T>(db), KeySetter<T>(db));
        await foreach (var chunk in ChunksAsync(db, from, where, cancellationToken))
        {
            var key = await KeySequences.ReserveAsync(db, table, chunk.Count, cancellationToken);
            foreach (var row in chunk)
            {
                setKey(row, key++);
                (row.PlanVersionKey, row.ScenarioKey, row.ModifiedAt) = (to.PlanVersionKey, to.ScenarioKey, now);
            }

            await BulkWriter.WriteAsync(db, chunk, cancellationToken);
        }
    }

    /// <summary>SHA-256 over the facts of a version without keys, version, run and times, whatever the order in which they were written; hexadecimal.</summary>
    public static async Task<string> HashAsync(PlanningContext db, PlanKind kind, int version, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await PlanFacts.VisitAsync(kind, new Digest(db, version, hash), cancellationToken);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task AppendAsync<T>(PlanningContext db, int version, IncrementalHash hash, CancellationToken cancellationToken)
        where T : PublishedFact
    {
        var setKey = KeySetter<T>(db);
        var rows = new List<string>();
        await foreach (var chunk in ChunksAsync<T>(db, version, null, cancellationToken))
        {
            foreach (var row in chunk)
            {
                setKey(row, 0);
                (row.PlanVersionKey, row.ScenarioKey, row.RunKey, row.ModifiedAt) = (0, 0, 0, default);
                rows.Add(Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(row, HashedForm))));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        hash.AppendData(Encoding.UTF8.GetBytes(Table<T>(db)));
        foreach (var row in rows)
            hash.AppendData(Encoding.UTF8.GetBytes(row));
    }

    private static async IAsyncEnumerable<List<T>> ChunksAsync<T>(
        PlanningContext db, int version, Expression<Func<T, bool>>? where,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where T : PublishedFact
    {
        var key = db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!.Properties[0];
        var readKey = key.PropertyInfo!.GetMethod!.CreateDelegate<Func<T, long>>();
        var (name, last) = (key.Name, 0L);
        while (true)
        {
            var after = last;
            var rows = db.Set<T>().AsNoTracking().Where(f => f.PlanVersionKey == version && EF.Property<long>(f, name) > after);
            if (where is not null)
                rows = rows.Where(where);
            var chunk = await rows.OrderBy(f => EF.Property<long>(f, name)).Take(ChunkRows).ToListAsync(cancellationToken);
            if (chunk.Count == 0)
                yield break;
            last = readKey(chunk[^1]);
            yield return chunk;
        }
    }

    private static string Table<T>(PlanningContext db) => db.Model.FindEntityType(typeof(T))!.GetTableName()!;

    private static Action<T, long> KeySetter<T>(PlanningContext db) =>
        db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!.Properties[0].PropertyInfo!.SetMethod!.CreateDelegate<Action<T, long>>();

    private sealed class Copy(PlanningContext db, int from, PlanVersion to, DateTime now) : IFactVisitor
    {
        public Task VisitAsync<T>(CancellationToken cancellationToken)
            where T : PublishedFact => CopyAsync<T>(db, from, to, null, now, cancellationToken);
    }

    private sealed class Digest(PlanningContext db, int version, IncrementalHash hash) : IFactVisitor
    {
        public Task VisitAsync<T>(CancellationToken cancellationToken)
            where T : PublishedFact => AppendAsync<T>(db, version, hash, cancellationToken);
    }
}
