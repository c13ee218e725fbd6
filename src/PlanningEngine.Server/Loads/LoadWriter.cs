using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;

namespace PlanningEngine.Server.Loads;

/// <summary>Runs one mutation in one transaction behind the write gate, at most once per request_id.</summary>
internal sealed class LoadWriter(IDbContextFactory<PlanningContext> contexts, IWriteGate gate, IdempotentRequests requests)
{
    private const string Service = "planning.v1.LoadService/";

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

    /// <summary>True where a mutation was applied already.</summary>
    public async Task<bool> IsHandledAsync(Guid requestId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.HandledRequests.AnyAsync(r => r.RequestId == requestId, ct);
    }
}
