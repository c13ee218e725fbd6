using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>
/// Turns exceptions into <c>google.rpc.Status</c> with details (<see cref="RichStatus"/>): one ErrorInfo always, and the field violations
/// of bad input. What the database refuses is said with what to do; what is not expected is logged and answered as INTERNAL without any internals.
/// </summary>
public sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger, IOptions<DatabaseOptions> database) : Interceptor
{
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
                return RichStatus.Of(StatusCode.InvalidArgument, bad.Message, "INVALID_REQUEST", [], bad.Violations).ToRpcException();
            case RefusedException refused:
                return Status(refused.Status, refused.Message, refused.Reason, [.. refused.Metadata]);
            case InvalidProtocolBufferException when CallFaults.IsStreamOfCaller(context):
                Log.CallUnreadable(logger, context.Method, exception.Message);
                return CallFaults.Unreadable(context.Method, exception).ToRpcException();
            case OperationCanceledException when context.Deadline <= context.GetHttpContext().RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime:
                return Status(StatusCode.DeadlineExceeded, "The deadline passed before the work was done. Maybe set a later deadline, or send less at once.", "DEADLINE_EXCEEDED");
            case Exception when CallFaults.IsOfCaller(exception, context):
                Log.CallerGone(logger, context.Method, exception.Message);
                return Status(StatusCode.Cancelled, "The caller cancelled the call.", "CANCELLED");
            case OperationCanceledException:
                return Status(StatusCode.Unavailable, "The server is shutting down. Maybe repeat the call with the same request_id in a moment.", "SHUTTING_DOWN");
            case Exception when DatabaseUnusableException.InUse(exception, database.Value) is { } unusable:
                Log.DatabaseUnusable(logger, context.Method, unusable.Message, exception);
                return unusable.Passes
                    ? Status(StatusCode.Unavailable, $"The database cannot be used now: {unusable.Reason}. Then repeat the call with the same request_id, as clients that retry do by themselves.", "DATABASE_UNAVAILABLE", ("method", context.Method))
                    : Status(StatusCode.FailedPrecondition, $"The database cannot be used: {unusable.Reason}. Then repeat the call with the same request_id.", "DATABASE_UNUSABLE", ("method", context.Method));
            default:
                Log.CallFailed(logger, context.Method, exception);
                return Status(StatusCode.Internal, "The call failed for a reason that the server has logged.", "INTERNAL", ("method", context.Method));
        }
    }

    private static RpcException Status(StatusCode code, string message, string reason, params (string Name, string Value)[] metadata) =>
        RichStatus.Of(code, message, reason, metadata, []).ToRpcException();
}
