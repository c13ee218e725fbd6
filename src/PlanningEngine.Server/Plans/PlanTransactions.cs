using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;

namespace PlanningEngine.Server.Plans;

/// <summary>Mutations of plans: each in one transaction behind the write gate, at most once per request_id.</summary>
internal sealed class PlanTransactions(IDbContextFactory<PlanningContext> contexts, IWriteGate gate, IdempotentRequests requests)
{
    /// <summary>Applies a mutation, or answers a repeated one.</summary>
    public async Task<TResponse> MutateAsync<TResponse>(
        Guid requestId, IMessage request, PlanCall call, Func<PlanningContext, CancellationToken, Task<TResponse>> apply)
        where TResponse : IMessage<TResponse>, new()
    {
        var cancellationToken = call.CancellationToken;
        await using var turn = await gate.EnterAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var response = await requests.HandleAsync(db, requestId, request, call.Method, () => apply(db, cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return response;
    }

    /// <summary>Opens a context to read with.</summary>
    public Task<PlanningContext> OpenAsync(CancellationToken cancellationToken) => contexts.CreateDbContextAsync(cancellationToken);
}
