using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Loads;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class StreamTests
{
    private static CancellationToken Ct => LoadHost.Ct;

    [Fact]
    public async Task StreamChunks_BrokenOffAndResumed_EveryChunkOnce()
    {
        await using var host = await LoadHost.StartAsync();
        var chunks = Some.Numbered(Enumerable.Range(0, 20).Select(i => Some.Chunk(Some.Sale($"{i}")))).ToList();
        var load = await host.OpenAsync();
        await host.SendAsync(load.LoadKey, chunks.Take(7));
        await host.RestartAsync();
        var staged = (await host.Client.GetLoadAsync(new GetLoadRequest { LoadKey = load.LoadKey }, cancellationToken: Ct)).Load;
        Assert.Equal((7, 7L), (staged.ChunkCount, staged.RowCount));

        var acknowledged = await host.SendAsync(load.LoadKey, chunks.Skip(5));

        Assert.Equal(Enumerable.Range(5, 15), acknowledged.Select(a => a.Number));
        Assert.Equal(20, acknowledged[^1].RowCount);
        var missing = await Assert.ThrowsAsync<RpcException>(() => host.ValidateAsync(load.LoadKey, 21));
        Assert.Equal("CHUNK_COUNT_MISMATCH", LoadLifeTests.Reason(missing));
        var (validated, _) = await host.ValidateAsync(load.LoadKey, 20);
        Assert.Equal(20, validated.ChunkCount);
    }

    [Fact]
    public async Task StreamChunks_GapOrOtherContent_RefusedAndWhatWasAcknowledgedStays()
    {
        await using var host = await LoadHost.StartAsync();
        var load = await host.OpenAsync();
        var chunks = Some.Numbered(Enumerable.Range(0, 4).Select(i => Some.Chunk(Some.Sale($"{i}")))).ToList();

        var gap = await Assert.ThrowsAsync<RpcException>(() => host.SendAsync(load.LoadKey, chunks[0], chunks[1], chunks[3]));
        var other = await Assert.ThrowsAsync<RpcException>(() => host.SendAsync(load.LoadKey, new LoadChunk { Number = 1, File = "other" }));
        var staged = (await host.Client.GetLoadAsync(new GetLoadRequest { LoadKey = load.LoadKey }, cancellationToken: Ct)).Load;

        Assert.Equal(("CHUNK_GAP", "CHUNK_DIFFERS"), (LoadLifeTests.Reason(gap), LoadLifeTests.Reason(other)));
        Assert.Equal((2, 2L), (staged.ChunkCount, staged.RowCount));
        await host.ValidateAsync(load.LoadKey, 2);
        var late = await Assert.ThrowsAsync<RpcException>(() => host.SendAsync(load.LoadKey, chunks[2]));
        Assert.StartsWith("LOAD_", LoadLifeTests.Reason(late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryStep_DiesBeforeItsEnd_NothingIsLostOrDoubled()
    {
        await using var host = await LoadHost.StartAsync();
        LoadChunk[] chunks = [.. Some.Masters(), Some.Chunk(Some.Sale("1"), Some.Sale("2")), Some.Chunk(Some.Quota("ann", 1, 100))];
        var numbered = Some.Numbered(chunks).ToList();
        var load = await host.OpenAsync();
        foreach (var step in Enum.GetValues<LoadStep>().Where(s => s < LoadStep.EndRevert))
        {
            host.Faults.Next = step;
            await Assert.ThrowsAsync<RpcException>(() => ThroughAsync(host, load.LoadKey, numbered));
            Assert.Null(host.Faults.Next);
            await host.RestartAsync();
            Assert.Equal(0, (await host.SalesAsync()).Rows);
        }

        await ThroughAsync(host, load.LoadKey, numbered);
        Assert.Equal((2, 2d, 20m), await host.SalesAsync());
        var committed = await host.DumpAsync();
        host.Faults.Next = LoadStep.EndRevert;
        await Assert.ThrowsAsync<RpcException>(() => host.RevertAsync(load.LoadKey));
        Assert.Equal(committed, await host.DumpAsync());
        await host.RevertAsync(load.LoadKey);
        Assert.Equal((0, 0d, 0m), await host.SalesAsync());
    }

    [Fact]
    public async Task Pipeline_KilledAndRunAgain_GoesOnAndThenDoesNothing()
    {
        await using var host = await LoadHost.StartAsync();
        var id = new Guid("7a3f6f5e-95f4-4a0f-8f0e-2c0e5a1d9b11");
        var asked = 0;
        foreach (var step in new[] { LoadStep.StoreChunks, LoadStep.StoreFindings, LoadStep.EndCommit })
        {
            host.Faults.Next = step;
            await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync());
            await host.RestartAsync();
        }

        var load = await RunAsync();
        var before = (asked, await host.DumpAsync());
        var again = await RunAsync();

        Assert.Equal((LoadState.Committed, 2L), (load.State, load.InsertedCount));
        Assert.Equal(load, again);
        Assert.Equal(before, (asked, await host.DumpAsync()));
        await using var db = host.CreateContext();
        Assert.Equal(1, await db.Loads.CountAsync(l => l.LoadKey > 0, Ct));

        Task<Load> RunAsync() => host.Pipeline.RunAsync(id, "demo", "demo", "The demo company", () =>
        {
            asked++;
            return new LoadRows
            {
                Products = [new("p1", "P", "", "", "", "", 1m, null, null, null)],
                Sales = [new("1", new DateOnly(2025, 1, 1), "p1", null, null, null, null, 2, 3.5m, null, "EUR")],
            };
        }, null, Ct);
    }

    private static async Task ThroughAsync(LoadHost host, int loadKey, List<LoadChunk> chunks)
    {
        var load = (await host.Client.GetLoadAsync(new GetLoadRequest { LoadKey = loadKey }, cancellationToken: Ct)).Load;
        if (load.State == LoadState.Open)
            await host.SendAsync(loadKey, chunks.Skip(load.ChunkCount));
        if (load.State is LoadState.Open or LoadState.Staged)
            Assert.Equal(LoadState.Validated, (await host.ValidateAsync(loadKey, chunks.Count)).Load.State);
        await host.CommitAsync(loadKey);
    }
}
