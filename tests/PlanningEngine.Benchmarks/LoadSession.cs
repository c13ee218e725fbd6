using System.Diagnostics;
using Grpc.Core;
using PlanningEngine.Client;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>One load over LoadService. Each step can be repeated after a break: its mutations keep their request ids, and staging goes on where it stopped.</summary>
internal sealed class LoadSession(string source, IReadOnlyList<LoadChunk> chunks)
{
    private readonly string _open = NewId();
    private readonly string _validate = NewId();
    private readonly string _commit = NewId();

    /// <summary>The load; 0 until the server answered the opening.</summary>
    public int LoadKey { get; private set; }

    /// <summary>Seconds that each step took.</summary>
    public (double Stage, double Validate, double Commit) Seconds { get; private set; }

    /// <summary>Loads in one go.</summary>
    /// <exception cref="BenchmarkException">The load was rejected.</exception>
    public static async Task<LoadSession> LoadAsync(PlanningClient client, string source, IReadOnlyList<LoadChunk> chunks, CancellationToken ct)
    {
        var session = new LoadSession(source, chunks);
        await session.CompleteAsync(client, ct);
        return session;
    }

    /// <summary>Does what is missing, from whatever state the load is in.</summary>
    public async Task<Load> CompleteAsync(PlanningClient client, CancellationToken ct)
    {
        if (LoadKey == 0)
            LoadKey = (await client.Loads.OpenLoadAsync(new OpenLoadRequest { RequestId = _open, Source = source }, cancellationToken: ct)).Load.LoadKey;
        var load = await GetAsync(client, ct);
        if (load.State == LoadState.Open)
        {
            var stage = await Measure.WallAsync(() => StageAsync(client, load.ChunkCount, ct));
            Seconds = (stage.Seconds, 0, 0);
        }

        if (load.State is LoadState.Open or LoadState.Staged)
        {
            (load, var validate) = await Measure.WallAsync(() => ValidateAsync(client, ct));
            Seconds = (Seconds.Stage, validate, 0);
        }

        if (load.State == LoadState.Validated)
        {
            (load, var commit) = await Measure.WallAsync(async () => (await client.Loads.CommitLoadAsync(new CommitLoadRequest { RequestId = _commit, LoadKey = LoadKey }, cancellationToken: ct)).Load);
            Seconds = (Seconds.Stage, Seconds.Validate, commit);
        }

        return load.State == LoadState.Committed ? load : throw new BenchmarkException($"The load ended as {load.State}: {await FindingsAsync(client, ct)}");
    }

    /// <summary>The load as the server knows it.</summary>
    public async Task<Load> GetAsync(PlanningClient client, CancellationToken ct) =>
        (await client.Loads.GetLoadAsync(new GetLoadRequest { LoadKey = LoadKey }, cancellationToken: ct)).Load;

    private async Task<long> StageAsync(PlanningClient client, int from, CancellationToken ct)
    {
        using var call = client.Loads.StreamChunks(cancellationToken: ct);
        var answers = ReadAsync(call.ResponseStream, ct);
        try
        {
            for (var number = from; number < chunks.Count && !answers.IsCompleted; number++)
            {
                chunks[number].Number = number;
                await call.RequestStream.WriteAsync(new StreamChunksRequest { LoadKey = LoadKey, Chunk = chunks[number] }, ct);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception broken) when (broken is RpcException or InvalidOperationException)
        {
            // The answers say why.
        }

        return await answers;
    }

    private static async Task<long> ReadAsync(IAsyncStreamReader<StreamChunksResponse> answers, CancellationToken ct)
    {
        var (rows, said) = (0L, Stopwatch.StartNew());
        await foreach (var answer in answers.ReadAllAsync(ct))
        {
            rows = answer.RowCount;
            if (said.Elapsed.TotalSeconds < 2)
                continue;
            Report.Progress($"{rows} rows staged");
            said.Restart();
        }

        return rows;
    }

    private async Task<Load> ValidateAsync(PlanningClient client, CancellationToken ct)
    {
        using var call = client.Loads.ValidateLoad(
            new ValidateLoadRequest { RequestId = _validate, LoadKey = LoadKey, ExpectedChunkCount = chunks.Count, MaxFindingsPerRule = 1 }, cancellationToken: ct);
        Load? load = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(ct))
            load = answer.Load ?? load;
        return load ?? throw new BenchmarkException("The validation ended without the load.");
    }

    private async Task<string> FindingsAsync(PlanningClient client, CancellationToken ct)
    {
        var findings = await client.Loads.ListFindingsAsync(new ListFindingsRequest { LoadKey = LoadKey }, cancellationToken: ct);
        return string.Join("; ", findings.Findings.Take(5).Select(f => $"{f.Rule} {f.Subject}: {f.Reason}"));
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
