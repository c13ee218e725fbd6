using System.Runtime.CompilerServices;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Loads.Rows;
using PlanningEngine.Server.Loads.Staging;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>
/// Makes the rows of one set versioned facts: same key and content, nothing; other content, a correction that ends the known
/// row; new key, a new row. What is known is compared set-wise in the database; the rows pass through chunk by chunk.
/// Memory: one chunk, 16 bytes per unchanged row, and where keys come twice 16 bytes per distinct key and the rows of those keys.
/// </summary>
internal sealed class FactCommit(PlanningContext db, ChunkStore chunks, LoadOptions options, LoadTotals totals, int loadKey, int commitNumber, DateTime now)
{
    private readonly Payload _payload = new();

    public async Task<RowCounts> WriteAsync<T>(FactSource<T> source, CancellationToken ct)
        where T : VersionedFact
    {
        var sql = FactSql.For<T>(db);
        var (corrected, unchanged) = await db.CountAsync(sql.Any, ct) == 0 ? (0, []) : await CompareAsync(source, sql, ct);
        long written = 0;
        await foreach (var rows in ResolvedAsync(source, ct))
        {
            var fresh = unchanged.Count == 0 ? rows : rows.FindAll(r => !unchanged.Contains(RowKey.From(r.RowKey)));
            var key = await KeySequences.ReserveAsync(db, source.Set.ToString(), fresh.Count, ct);
            foreach (var row in fresh)
                source.SetKey(row, key++);
            written += await BulkWriter.WriteAsync(db, fresh, ct);
        }

        return new RowCounts(written - corrected, corrected, unchanged.Count);
    }

    /// <summary>Ends the known rows that the load corrects, and tells which rows it merely repeats.</summary>
    private async Task<(int Corrected, HashSet<RowKey> Unchanged)> CompareAsync<T>(FactSource<T> source, FactSql sql, CancellationToken ct)
        where T : VersionedFact
    {
        await db.ExecuteAsync(sql.CreateKeys, ct);
        await foreach (var rows in ResolvedAsync(source, ct))
            await db.WriteKeysAsync(sql, rows.Select(r => (r.RowKey, r.PayloadHash)), ct);
        var unchanged = await db.ReadKeysAsync(sql.Unchanged, ct);
        var corrected = await db.ExecuteAsync(sql.Supersede, ct, ("@commit", commitNumber), ("@load", loadKey));
        await db.ExecuteAsync(sql.DropKeys, ct);
        return (corrected, unchanged);
    }

    /// <summary>The facts chunk by chunk, each key once: rows with equal keys are resolved by the load's policy and come last.</summary>
    private async IAsyncEnumerable<List<T>> ResolvedAsync<T>(FactSource<T> source, [EnumeratorCancellation] CancellationToken ct)
        where T : VersionedFact
    {
        var repeated = totals.HasDuplicates(source.Set) ? await RepeatedKeysAsync(source, ct) : [];
        var held = new Dictionary<RowKey, T>();
        await foreach (var chunk in chunks.ReadAsync(loadKey, totals.ChunkCount, source.Set, ct))
        {
            var rows = new List<T>();
            foreach (var row in source.Read(chunk))
            {
                if (repeated.Count > 0 && RowKey.From(row.RowKey) is var key && repeated.Contains(key))
                    Hold(source, held, key, row);
                else
                    rows.Add(Complete(source, row));
            }

            yield return rows;
        }

        if (held.Count > 0)
            yield return [.. held.Values.Select(row => Complete(source, row))];
    }

    private void Hold<T>(FactSource<T> source, Dictionary<RowKey, T> held, RowKey key, T row)
        where T : VersionedFact
    {
        if (held.TryAdd(key, row))
            return;
        switch (options.PolicyOf(source.Set))
        {
            case Wire.DuplicatePolicy.First:
                break;
            case Wire.DuplicatePolicy.Sum:
                source.AddTo(held[key], row);
                break;
            default:
                // ERROR gets here only where the severity of the rule was lowered: the last row counts.
                held[key] = row;
                break;
        }
    }

    private async Task<HashSet<RowKey>> RepeatedKeysAsync<T>(FactSource<T> source, CancellationToken ct)
        where T : VersionedFact
    {
        var seen = new HashSet<RowKey>();
        var repeated = new HashSet<RowKey>();
        await foreach (var chunk in chunks.ReadAsync(loadKey, totals.ChunkCount, source.Set, ct))
        {
            foreach (var row in source.Read(chunk))
            {
                var key = RowKey.From(row.RowKey);
                if (!seen.Add(key))
                    repeated.Add(key);
            }
        }

        return repeated;
    }

    private T Complete<T>(FactSource<T> source, T row)
        where T : VersionedFact
    {
        (row.LoadKey, row.KnownFrom, row.ModifiedAt) = (loadKey, commitNumber, now);
        row.PayloadHash = source.Hash(_payload, row);
        return row;
    }
}
