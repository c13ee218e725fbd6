using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>
/// Turns exceptions into <c>google.rpc.Status</c> with details: one ErrorInfo always, and all field violations for bad
/// input. What is not expected is logged and answered as INTERNAL without any internals.
/// </summary>
public sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <summary>The domain of every ErrorInfo.</summary>
    public const string Domain = "planning.v1";

    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw ToRpcException(exception, context);
        }
    }

    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw ToRpcException(exception, context);
        }
    }

    /// <inheritdoc />
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw ToRpcException(exception, context);
        }
    }

    /// <inheritdoc />
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw ToRpcException(exception, context);
        }
    }

    private RpcException ToRpcException(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case ViolationException bad:
                var badRequest = new BadRequest();
                badRequest.FieldViolations.AddRange(bad.Violations.Select(v =>
                    new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Message, Reason = v.Code.ToUpperInvariant().Replace('-', '_') }));
                return Rich(StatusCode.InvalidArgument, bad.Message, Info("INVALID_REQUEST", []), badRequest);
            case RefusedException refused:
                return Rich(refused.Status, refused.Message, Info(refused.Reason, refused.Metadata));
            case OperationCanceledException when context.Deadline <= context.GetHttpContext().RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime:
                return Rich(StatusCode.DeadlineExceeded, "The deadline passed before the work was done. Maybe set a later deadline, or send less at once.", Info("DEADLINE_EXCEEDED", []));
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return Rich(StatusCode.Cancelled, "The caller cancelled the call.", Info("CANCELLED", []));
            case OperationCanceledException:
                return Rich(StatusCode.Unavailable, "The server is shutting down. Maybe repeat the call with the same request_id in a moment.", Info("SHUTTING_DOWN", []));
            default:
                Log.CallFailed(logger, context.Method, exception);
                return Rich(StatusCode.Internal, "The call failed for a reason that the server has logged.", Info("INTERNAL", [("method", context.Method)]));
        }
    }

    private static ErrorInfo Info(string reason, IReadOnlyList<(string Name, string Value)> metadata)
    {
        var info = new ErrorInfo { Reason = reason, Domain = Domain };
        foreach (var (name, value) in metadata)
            info.Metadata[name] = value;
        return info;
    }

    private static RpcException Rich(StatusCode code, string message, params Google.Protobuf.IMessage[] details) =>
        new Google.Rpc.Status
        {
            Code = (int)code,
            Message = message,
            Details = { details.Select(Any.Pack) },
        }.ToRpcException();
}
