using System.Security.Cryptography;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Loads;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Staging;

/// <summary>
/// Takes a stream of chunks. A chunk is acknowledged after the transaction that holds it is durable; chunks that arrive
/// while the transaction before is being written share the next one.
/// </summary>
internal sealed class ChunkStaging(LoadWriter writer, ILoadFaults faults, TimeProvider clock)
{
    /// <summary>Most rows of a chunk.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Most bytes of a chunk.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxChunksWaiting = 8;
    private const int MaxFileLength = 1024;

    /// <summary>Stores every chunk of the stream and tells of each that it is durable.</summary>
    public async Task StageAsync(
        IAsyncEnumerable<Wire.StreamChunksRequest> requests, Func<Wire.StreamChunksResponse, Task> acknowledge, CancellationToken ct)
    {
        var arrived = Channel.CreateBounded<Wire.StreamChunksRequest>(MaxChunksWaiting);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var receiving = ReceiveAsync(requests, arrived.Writer, stop.Token);
        try
        {
            var batch = new List<Wire.StreamChunksRequest>();
            while (await arrived.Reader.WaitToReadAsync(ct))
            {
                batch.Clear();
                while (batch.Count < MaxChunksWaiting && arrived.Reader.TryRead(out var request))
                    batch.Add(request);
                await StoreAsync(batch, acknowledge, ct);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await receiving;
        }
    }

    private static async Task ReceiveAsync(IAsyncEnumerable<Wire.StreamChunksRequest> requests, ChannelWriter<Wire.StreamChunksRequest> arrived, CancellationToken ct)
    {
        try
        {
            await foreach (var request in requests.WithCancellation(ct))
                await arrived.WriteAsync(request, ct);
            arrived.Complete();
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or RpcException or InvalidOperationException)
        {
            // The sender is gone or the other side stopped: what arrived is stored or refused, the rest was never promised.
            arrived.TryComplete(end);
        }
    }

    private async Task StoreAsync(List<Wire.StreamChunksRequest> batch, Func<Wire.StreamChunksResponse, Task> acknowledge, CancellationToken ct)
    {
        var stored = new List<Wire.StreamChunksResponse>(batch.Count);
        var refusal = await writer.WriteAsync(async db =>
        {
            Exception? refused = null;
            try
            {
                foreach (var sameLoad in batch.GroupBy(r => r.LoadKey))
                    await StoreAsync(db, sameLoad, stored, ct);
            }
            catch (Exception reason) when (reason is RefusedException or ViolationException)
            {
                refused = reason;
            }

            await db.SaveChangesAsync(ct);
            faults.Before(LoadStep.StoreChunks);
            return refused;
        }, ct);
        foreach (var response in stored)
            await acknowledge(response);
        if (refusal is not null)
            throw refusal;
    }

    private async Task StoreAsync(PlanningContext db, IEnumerable<Wire.StreamChunksRequest> requests, List<Wire.StreamChunksResponse> stored, CancellationToken ct)
    {
        Load? load = null;
        var next = 0;
        foreach (var request in requests)
        {
            if (load is null)
            {
                load = await db.FindLoadAsync(request.LoadKey, ct);
                if (db.Provider == DatabaseProvider.SqlServer)
                    await db.Loads.Where(l => l.LoadKey == request.LoadKey).ExecuteUpdateAsync(u => u.SetProperty(l => l.ModifiedAt, l => l.ModifiedAt), ct);
                await db.Entry(load).ReloadAsync(ct);
                load.Require("given chunks", LoadStatus.Open);
                next = await db.CountChunksAsync(load.LoadKey, ct);
            }

            var row = Check(request.Chunk, load.LoadKey);
            if (row.Number < next)
                await RequireSameAsync(db, row, ct);
            else if (row.Number > next)
                throw new RefusedException(StatusCode.FailedPrecondition, "CHUNK_GAP", $"The chunk ({row.Number}) of load ({load.LoadKey}) leaves a gap: the next number is {next}. Maybe go on there.",
                    ("load_key", $"{load.LoadKey}"), ("next_number", $"{next}"));
            else
            {
                db.Add(row);
                load.RowCount += row.RowCount;
                load.ModifiedAt = clock.GetUtcNow().UtcDateTime;
                next++;
            }

            stored.Add(new Wire.StreamChunksResponse { Number = row.Number, RowCount = load.RowCount });
        }
    }

    private static LoadChunk Check(Wire.LoadChunk? chunk, int loadKey)
    {
        var violations = new Violations();
        violations.Require(chunk is not null, "chunk", "missing", "The message has no chunk. Maybe end the stream instead.");
        violations.ThrowIfAny();
        return Check(chunk!, violations, loadKey);
    }

    private static LoadChunk Check(Wire.LoadChunk chunk, Violations violations, int loadKey)
    {
        var rows = LoadSets.CountRows(chunk);
        var content = chunk.ToByteArray();
        violations.Require(chunk.Number >= 0, "chunk.number", "negative", $"The chunk number ({chunk.Number}) must not be negative. Maybe count from 0.");
        violations.Require(rows <= MaxRows, "chunk.rows", "too-many", $"The chunk ({chunk.Number}) has {rows} rows, more than {MaxRows}. Maybe send smaller chunks.");
        violations.Require(content.Length <= MaxBytes, "chunk", "too-large", $"The chunk ({chunk.Number}) has {content.Length} bytes, more than {MaxBytes}. Maybe send smaller chunks.");
        violations.Require(chunk.Lines.Count == 0 || chunk.Lines.Count == rows, "chunk.lines", "not-parallel", $"The chunk ({chunk.Number}) has {chunk.Lines.Count} lines for {rows} rows. Maybe send one line per row, or none.");
        violations.Require(chunk.File.Length <= MaxFileLength, "chunk.file", "too-long", $"The file name has {chunk.File.Length} characters, more than {MaxFileLength}. Maybe send the name without its folders.");
        violations.ThrowIfAny();
        return new LoadChunk { LoadKey = loadKey, Number = chunk.Number, RowCount = rows, Content = content, Hash = Convert.ToHexStringLower(SHA256.HashData(content)) };
    }

    private static async Task RequireSameAsync(PlanningContext db, LoadChunk row, CancellationToken ct)
    {
        var known = db.LoadChunks.Local.FirstOrDefault(c => c.LoadKey == row.LoadKey && c.Number == row.Number)?.Hash
            ?? await db.LoadChunks.Where(c => c.LoadKey == row.LoadKey && c.Number == row.Number).Select(c => c.Hash).SingleAsync(ct);
        if (known != row.Hash)
            throw new RefusedException(StatusCode.AlreadyExists, "CHUNK_DIFFERS", $"The chunk ({row.Number}) of load ({row.LoadKey}) is staged with other content. Maybe open another load.",
                ("load_key", $"{row.LoadKey}"), ("number", $"{row.Number}"));
    }
}
