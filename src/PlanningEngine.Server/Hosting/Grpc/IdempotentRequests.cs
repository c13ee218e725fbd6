using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>
/// Applies a mutation at most once per request_id. The answer is stored in the mutation's own transaction: either both
/// are durable or neither is, so a caller who lost the answer repeats the call and gets it.
/// </summary>
public sealed class IdempotentRequests(TimeProvider clock)
{
    /// <summary>Answers a repeated request from its record, or applies it and adds the record to the context.</summary>
    /// <param name="db">A context with an open transaction, which the caller commits afterwards.</param>
    /// <param name="requestId">The caller's request_id.</param>
    /// <param name="request">The whole request, request_id included.</param>
    /// <param name="method">Name of the method, such as planning.v1.LoadService/CommitLoad.</param>
    /// <param name="apply">Applies the mutation in the transaction; not called for a repeat.</param>
    /// <param name="cancellationToken">Ends the work; nothing is applied.</param>
    /// <exception cref="RefusedException">REQUEST_ID_REUSED: the id was used for another request.</exception>
    public async Task<TResponse> HandleAsync<TResponse>(
        PlanningContext db, Guid requestId, IMessage request, string method, Func<Task<TResponse>> apply, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>, new()
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(apply);
        if (db.Database.CurrentTransaction is null)
            throw new ArgumentException("The context must have an open transaction.", nameof(db));

        var hash = Convert.ToHexString(SHA256.HashData(request.ToByteArray()));
        var known = await db.HandledRequests.AsNoTracking().SingleOrDefaultAsync(r => r.RequestId == requestId, cancellationToken);
        if (known is not null)
        {
            return known.Method == method && known.PayloadHash == hash
                ? new MessageParser<TResponse>(() => new TResponse()).ParseFrom(known.Response)
                : throw new RefusedException(StatusCode.AlreadyExists, "REQUEST_ID_REUSED",
                    $"The request_id ({requestId}) was used for another request. Maybe send a new UUID for a new mutation.",
                    ("request_id", requestId.ToString()), ("method", known.Method));
        }

        var response = await apply();
        db.HandledRequests.Add(new HandledRequest
        {
            RequestId = requestId,
            Method = method,
            PayloadHash = hash,
            Response = response.ToByteArray(),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return response;
    }
}
