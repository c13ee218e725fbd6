using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Loads;
using PlanningEngine.Server.Hosting.Grpc;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads;

/// <summary>Finds loads and says them on the wire.</summary>
internal static class LoadReading
{
    /// <summary>The load, tracked.</summary>
    /// <exception cref="RefusedException">LOAD_NOT_FOUND.</exception>
    public static async Task<Load> FindLoadAsync(this PlanningContext db, int loadKey, CancellationToken ct) =>
        (loadKey > 0 ? await db.Loads.SingleOrDefaultAsync(l => l.LoadKey == loadKey, ct) : null)
        ?? throw new RefusedException(StatusCode.NotFound, "LOAD_NOT_FOUND", $"There is no load ({loadKey}). Maybe open one first.", ("load_key", $"{loadKey}"));

    /// <summary>The load in a state that allows a step.</summary>
    /// <exception cref="RefusedException">LOAD_NOT_OPEN and the like, by the state that the load is in.</exception>
    public static void Require(this Load load, string step, params ReadOnlySpan<LoadStatus> allowed)
    {
        if (allowed.Contains(load.Status))
            return;
        var hint = load.Status switch
        {
            LoadStatus.Open or LoadStatus.Staged => "Maybe validate it first.",
            LoadStatus.Validated => "Maybe commit it, or open another load.",
            LoadStatus.Rejected => "Maybe correct what its findings say and open another load.",
            LoadStatus.Committed => "Maybe revert it, or open another load.",
            _ => "Maybe open another load.",
        };
        throw new RefusedException(StatusCode.FailedPrecondition, $"LOAD_{load.Status.ToString().ToUpperInvariant()}",
            $"The load ({load.LoadKey}) is {load.Status.ToString().ToLowerInvariant()} and cannot be {step}. {hint}",
            ("load_key", $"{load.LoadKey}"), ("state", load.Status.ToString()));
    }

    public static Task<int> CountChunksAsync(this PlanningContext db, int loadKey, CancellationToken ct) => db.LoadChunks.CountAsync(c => c.LoadKey == loadKey, ct);

    /// <summary>The load as it is now.</summary>
    public static async Task<Wire.Load> ToWireAsync(this PlanningContext db, Load load, CancellationToken ct)
    {
        var totals = LoadTotals.Of(load);
        var chunks = load.Status is LoadStatus.Open or LoadStatus.Staged ? await db.CountChunksAsync(load.LoadKey, ct) : totals.ChunkCount;
        return ToWire(load, totals, chunks);
    }

    private static Wire.Load ToWire(Load load, LoadTotals totals, int chunkCount) => new()
    {
        LoadKey = load.LoadKey,
        Source = load.Source,
        Description = load.Description,
        State = (Wire.LoadState)((int)load.Status + 1),
        ChunkCount = chunkCount,
        RowCount = load.RowCount,
        ErrorCount = load.ErrorCount,
        WarningCount = load.WarningCount,
        InsertedCount = load.InsertedCount,
        CorrectedCount = load.CorrectedCount,
        UnchangedCount = load.UnchangedCount,
        Totals = { totals.Sets.Select(s => s.ToWire()) },
        ContentHash = load.Hash,
        CommitNumber = load.CommitNumber,
        Author = load.Author,
        CreateTime = Timestamp.FromDateTime(load.CreatedAt),
        CommitTime = load.CommittedAt is { } committed ? Timestamp.FromDateTime(committed) : null,
        RevertTime = load.RevertedAt is { } reverted ? Timestamp.FromDateTime(reverted) : null,
    };
}
