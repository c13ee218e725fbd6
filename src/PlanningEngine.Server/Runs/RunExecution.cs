using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;
using RunRow = PlanningEngine.Data.Runs.Run;

namespace PlanningEngine.Server.Runs;

/// <summary>A run in the hands of a worker: its parameters, its batches and what earlier stages left.</summary>
/// <remarks>Not safe for concurrent calls; the computation inside a batch may use <see cref="Threads"/> threads.</remarks>
public sealed class RunExecution
{
    private const string Publishing = "publish";
    private readonly RunServices _services;
    private readonly RunLease _lease;
    private readonly IReadOnlyList<IRunStage> _stages;
    private readonly CancellationToken _stopping;
    private int _position;
    private MasterData? _masterData;

    internal RunExecution(RunServices services, RunLease lease, RunRow row, IReadOnlyList<IRunStage> stages, CancellationToken stopping)
    {
        (_services, _lease, _stages, _stopping) = (services, lease, stages, stopping);
        (Kind, Seed, InputCommit, Author) = (row.Kind, row.Seed, row.InputCommit, row.Author);
        Parameters = RunParameters.Parser.ParseJson(row.Parameters);
    }

    /// <summary>The run.</summary>
    public int RunKey => _lease.RunKey;

    /// <summary>What is computed, from <see cref="RunKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>All parameters, defaults filled in. Read only.</summary>
    public RunParameters Parameters { get; }

    /// <summary>Seed of every random choice.</summary>
    public long Seed { get; }

    /// <summary>Number of the last commit that the input includes; 0 before the stage <c>freeze</c>, and where nothing was loaded.</summary>
    public int InputCommit { get; internal set; }

    /// <summary>Who asked for the run.</summary>
    public string Author { get; }

    /// <summary>Threads that a batch may use. The result must not depend on it.</summary>
    public int Threads => _services.Options.EffectiveThreads;

    /// <summary>Series to put in a batch. It is fixed for a run by its first stage that cuts series.</summary>
    public int BatchSize => _services.Options.BatchSize;

    /// <summary>Whether a stage takes part in this run.</summary>
    /// <param name="stage">Name of the stage.</param>
    public bool Includes(string stage) => _stages.Any(s => s.Name == stage);

    /// <summary>A context to read with. Writing goes through batches and publication only.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<PlanningContext> OpenAsync(CancellationToken cancellationToken) => _services.Contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>Products, territories, places, accounts, reps and drivers of demand as they were when the run was frozen; what was changed since belongs to the next run.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RunFailedException">Another version froze the run, and not all of them.</exception>
    public async Task<MasterData> MasterDataAsync(CancellationToken cancellationToken) =>
        _masterData ??= (await ReadAsync(FreezeStage.Output, 0, cancellationToken)).MasterData;

    /// <summary>Answers a batch from its checkpoint, or computes it and makes result and checkpoint durable in one transaction.</summary>
    /// <typeparam name="T">The stage's output; see <see cref="RunOutput{T}"/>.</typeparam>
    /// <param name="batch">Number of the batch, from 0.</param>
    /// <param name="batches">How many batches the stage has; for the progress.</param>
    /// <param name="compute">A pure function of input, parameters, seed and earlier outputs.</param>
    /// <param name="cancellationToken">Ends the work; nothing of the batch is kept.</param>
    /// <param name="write">Further rows for the same transaction, such as a trained model; null for none. Not called when the batch is answered from its checkpoint.</param>
    /// <returns>The output.</returns>
    public async Task<T> BatchAsync<T>(
        int batch, int batches, Func<CancellationToken, Task<T>> compute, CancellationToken cancellationToken,
        Func<PlanningContext, T, CancellationToken, Task>? write = null)
    {
        ArgumentNullException.ThrowIfNull(compute);
        cancellationToken.ThrowIfCancellationRequested();
        var stage = _stages[_position].Name;
        if (await FindAsync(stage, batch, cancellationToken) is { } done)
            return Read<T>(done);
        if (_stopping.IsCancellationRequested)
            throw new RunHandedBackException();

        await FaultAsync(stage, batch, "start", cancellationToken);
        using var activity = RunTelemetry.Source.StartActivity($"run {stage}");
        activity?.SetTag("run.key", RunKey).SetTag("run.batch", batch);
        var started = Stopwatch.GetTimestamp();
        var output = await compute(cancellationToken);
        RunTelemetry.Batch(stage, Stopwatch.GetElapsedTime(started));
        await FaultAsync(stage, batch, "computed", cancellationToken);

        var content = CheckpointContent.Write(output);
        var progress = (_position + ((batch + 1.0) / Math.Max(batches, batch + 1))) / (_stages.Count + 1);
        await CommitAsync(batch + 1 < batches ? stage : NextStage, progress, async db =>
        {
            db.RunCheckpoints.Add(new RunCheckpoint
            {
                RunKey = RunKey,
                Stage = stage,
                Batch = batch,
                Content = content,
                Hash = CheckpointContent.HashOf(content),
                CreatedAt = _services.Now,
            });
            if (write is not null)
                await write(db, output, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await FaultAsync(stage, batch, "written", cancellationToken);
        }, cancellationToken);
        await FaultAsync(stage, batch, "done", cancellationToken);
        return output;
    }

    /// <summary>A stage of one batch.</summary>
    /// <typeparam name="T">The stage's output.</typeparam>
    /// <param name="compute">A pure function of input, parameters, seed and earlier outputs.</param>
    /// <param name="cancellationToken">Ends the work; nothing is kept.</param>
    /// <param name="write">Further rows for the same transaction; null for none.</param>
    /// <returns>The output.</returns>
    public Task<T> OnceAsync<T>(
        Func<CancellationToken, Task<T>> compute, CancellationToken cancellationToken, Func<PlanningContext, T, CancellationToken, Task>? write = null) =>
        BatchAsync(0, 1, compute, cancellationToken, write);

    /// <summary>Number of batches that an earlier stage left.</summary>
    /// <typeparam name="T">Type of its output.</typeparam>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<int> CountAsync<T>(RunOutput<T> output, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db.RunCheckpoints.CountAsync(c => c.RunKey == RunKey && c.Stage == output.Stage, cancellationToken);
    }

    /// <summary>One batch of what an earlier stage left.</summary>
    /// <typeparam name="T">Type of its output.</typeparam>
    /// <param name="output">The output.</param>
    /// <param name="batch">Number of the batch.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The stage left no such batch.</exception>
    /// <exception cref="RunFailedException">Another version left it, in another form.</exception>
    public async Task<T> ReadAsync<T>(RunOutput<T> output, int batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var found = await FindAsync(output.Stage, batch, cancellationToken)
            ?? throw new InvalidOperationException($"Run {RunKey} has no output {Where(output.Stage, batch)}.");
        return Read<T>(found);
    }

    /// <summary>All batches of what an earlier stage left, in order; none where the stage takes no part in this run.</summary>
    /// <typeparam name="T">Type of its output.</typeparam>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(RunOutput<T> output, CancellationToken cancellationToken)
    {
        var batches = new T[await CountAsync(output, cancellationToken)];
        for (var batch = 0; batch < batches.Length; batch++)
            batches[batch] = await ReadAsync(output, batch, cancellationToken);
        return batches;
    }

    /// <summary>What the run is at once this stage is done.</summary>
    private string NextStage => _position + 1 < _stages.Count ? _stages[_position + 1].Name : Publishing;

    internal void Enter(int position) => _position = position;

    internal RunServices Services => _services;

    internal RunLease Lease => _lease;

    internal Task FaultAsync(string point, CancellationToken cancellationToken) => _services.Faults.AtAsync(point, cancellationToken);

    /// <summary>The transaction of a batch: the fence first, which also locks the run's row, then the writing.</summary>
    private async Task CommitAsync(string stage, double progress, Func<PlanningContext, Task> write, CancellationToken cancellationToken)
    {
        var now = _services.Now;
        await _services.WriteAsync(async db =>
        {
            var held = await RunQueue.Held(db, _lease).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.Stage, stage).SetProperty(r => r.Progress, progress).SetProperty(r => r.Attempts, 1).SetProperty(r => r.ModifiedAt, now), cancellationToken);
            if (held != 1)
                throw new StaleLeaseException(_lease);
            await write(db);
            return held;
        }, cancellationToken);
        _services.Signals.Notify();
    }

    private async Task<RunCheckpoint?> FindAsync(string stage, int batch, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db.RunCheckpoints.AsNoTracking()
            .SingleOrDefaultAsync(c => c.RunKey == RunKey && c.Stage == stage && c.Batch == batch, cancellationToken);
    }

    private T Read<T>(RunCheckpoint found)
    {
        try
        {
            return CheckpointContent.Read<T>(found.Content, found.Hash, Where(found.Stage, found.Batch));
        }
        catch (JsonException)
        {
            throw RunFailedException.OfAnotherVersion(RunKey);
        }
    }

    private Task FaultAsync(string stage, int batch, string moment, CancellationToken cancellationToken) =>
        FaultAsync($"{Where(stage, batch)}/{moment}", cancellationToken);

    private static string Where(string stage, int batch) => string.Create(CultureInfo.InvariantCulture, $"{stage}/{batch}");
}
