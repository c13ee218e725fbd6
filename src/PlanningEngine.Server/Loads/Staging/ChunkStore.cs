using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Staging;

/// <summary>
/// Reads staged chunks one at a time, each on its own short query and never on the connection that writes: memory holds
/// one chunk, whatever the load's size.
/// </summary>
internal sealed class ChunkStore(IDbContextFactory<PlanningContext> contexts)
{
    /// <summary>Chunks in order. With a set only its chunks; the others are skipped without being parsed.</summary>
    public async IAsyncEnumerable<Wire.LoadChunk> ReadAsync(int loadKey, int chunkCount, LoadSet? only, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        for (var number = 0; number < chunkCount; number++)
        {
            var content = await db.LoadChunks.Where(c => c.LoadKey == loadKey && c.Number == number).Select(c => c.Content).SingleOrDefaultAsync(ct)
                ?? throw new RefusedException(StatusCode.Aborted, "LOAD_CHANGED", $"The load ({loadKey}) was ended by another call meanwhile. Maybe look at its state.", ("load_key", $"{loadKey}"));
            if (only is null || PeekSet(content) == only)
                yield return Wire.LoadChunk.Parser.ParseFrom(content);
        }
    }

    /// <summary>Sets that the load has rows of.</summary>
    public async Task<IReadOnlySet<LoadSet>> ReadSetsAsync(int loadKey, int chunkCount, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sets = new HashSet<LoadSet>();
        for (var number = 0; number < chunkCount; number++)
        {
            var content = await db.LoadChunks.Where(c => c.LoadKey == loadKey && c.Number == number).Select(c => c.Content).SingleOrDefaultAsync(ct);
            if (content is not null && PeekSet(content) is { } set)
                sets.Add(set);
        }

        return sets;
    }

    public static Task DeleteAsync(PlanningContext db, int loadKey, CancellationToken ct) =>
        db.LoadChunks.Where(c => c.LoadKey == loadKey).ExecuteDeleteAsync(ct);

    /// <summary>Walks over the fields of a serialised chunk to the tag of its rows.</summary>
    private static LoadSet? PeekSet(byte[] content)
    {
        var input = new CodedInputStream(content);
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (LoadSets.Of((Wire.LoadChunk.RowsOneofCase)WireFormat.GetTagFieldNumber(tag)) is { } set)
                return set;
            input.SkipLastField();
        }

        return null;
    }
}
