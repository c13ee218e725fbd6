using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Loads.Commit;

namespace PlanningEngine.Server.Loads;

/// <summary>Runs one mutation in one transaction behind the write gate, at most once per request_id.</summary>
internal sealed class LoadWriter(IDbContextFactory<PlanningContext> contexts, IWriteGate gate, IdempotentRequests requests)
{
    private const string Service = "planning.v1.LoadService/";

    // Row keys are hashes, so inserts touch the whole index: with SQLite's usual 2 MB of cache each would go to the file.
    private const string LargeCache = "PRAGMA cache_size = -131072;";
    private const string UsualCache = "PRAGMA cache_size = -2000;";

    /// <summary>Applies a mutation, or answers its repeat from the record.</summary>
    public Task<TResponse> ApplyAsync<TResponse>(
        Guid requestId, IMessage request, string method, Func<PlanningContext, Task<TResponse>> apply, CancellationToken ct)
        where TResponse : IMessage<TResponse>, new() =>
        WriteAsync(db => requests.HandleAsync(db, requestId, request, Service + method, () => apply(db), ct), ct);

    /// <summary>Runs a step that has no request_id of its own.</summary>
    public async Task<T> WriteAsync<T>(Func<PlanningContext, Task<T>> step, CancellationToken ct)
    {
        await using var pass = await gate.EnterAsync(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await step(db);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>As <see cref="ApplyAsync"/>, for mutations of many rows: on SQLite with up to 128 MB of page cache meanwhile.</summary>
    public Task<TResponse> ApplyInBulkAsync<TResponse>(
        Guid requestId, IMessage request, string method, Func<PlanningContext, Task<TResponse>> apply, CancellationToken ct)
        where TResponse : IMessage<TResponse>, new() =>
        ApplyAsync(requestId, request, method, async db =>
        {
            if (db.Provider != DatabaseProvider.Sqlite)
                return await apply(db);
            await db.ExecuteAsync(LargeCache, ct);
            try
            {
                return await apply(db);
            }
            finally
            {
                await db.ExecuteAsync(UsualCache, CancellationToken.None);
            }
        }, ct);

    /// <summary>True where a mutation was applied already.</summary>
    public async Task<bool> IsHandledAsync(Guid requestId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.HandledRequests.AnyAsync(r => r.RequestId == requestId, ct);
    }
}
