using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>What goes wrong with a call before, and while, its message is read: no interceptor sees it, and gRPC takes the fault of a caller for one of the server.</summary>
internal static class CallFaults
{
    private const string ContentType = "application/grpc";
    private const string RequestTooLarge = "Received message exceeds";
    private const string AnswerTooLarge = "Sending message exceeds";

    /// <summary>Answers such calls with a status and a text of their own, and logs them by whose fault they are.</summary>
    public static IApplicationBuilder UseCallFaults(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IServerCallContextFeature>()?.ServerCallContext is { } call && call.Status.StatusCode != StatusCode.OK)
            Answer(context, call, context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CallFaults).FullName!));
    });

    /// <summary>Whether the method reads its messages itself, one after the other.</summary>
    public static bool IsStreamOfCaller(ServerCallContext call) =>
        call.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;

    /// <summary>Whether an exception of a method says that the caller has gone; a reset stream fails before the call counts as cancelled.</summary>
    public static bool IsOfCaller(Exception exception, ServerCallContext call) => exception switch
    {
        ConnectionResetException or ConnectionAbortedException => true,
        IOException when IsStreamOfCaller(call) => true,
        IOException or InvalidOperationException or OperationCanceledException => call.CancellationToken.IsCancellationRequested,
        _ => false,
    };

    /// <summary>The status of what cannot be read.</summary>
    public static Google.Rpc.Status Unreadable(string method, Exception exception) => RichStatus.Of(
        StatusCode.InvalidArgument, $"The message cannot be read: {exception.Message} Maybe it was made from other protos than those of planning.v1.", "UNREADABLE_MESSAGE", [("method", method)], []);

    /// <summary>Answers a call that no method has seen, such as one without a key.</summary>
    public static void Refuse(HttpContext context, Google.Rpc.Status status)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = ContentType;
        Replace(context.Response, status);
    }

    /// <summary>Whether a request is a gRPC call.</summary>
    public static bool IsCall(HttpRequest request) => request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) == true;

    private static void Answer(HttpContext context, ServerCallContext call, ILogger logger)
    {
        var status = call.Status;
        switch (status.DebugException)
        {
            case InvalidProtocolBufferException unreadable:
                Replace(context.Response, Unreadable(call.Method, unreadable));
                Log.CallUnreadable(logger, call.Method, unreadable.Message);
                break;
            case { } gone when gone is IOException || IsOfCaller(gone, call):
                Log.CallerGone(logger, call.Method, gone.Message);
                break;
            case { } fault when fault is not RpcException:
                Log.CallFailed(logger, call.Method, fault);
                break;
            case var _ when status.StatusCode == StatusCode.ResourceExhausted && status.Detail.StartsWith(RequestTooLarge, StringComparison.Ordinal):
                Replace(context.Response, TooLarge(call.Method, "MESSAGE_TOO_LARGE", "message", "takes. Maybe send it in parts", LimitOf(context, o => o.MaxReceiveMessageSize)));
                break;
            case var _ when status.StatusCode == StatusCode.ResourceExhausted && status.Detail.StartsWith(AnswerTooLarge, StringComparison.Ordinal):
                Replace(context.Response, TooLarge(call.Method, "ANSWER_TOO_LARGE", "answer", "gives. Maybe ask for less at once", LimitOf(context, o => o.MaxSendMessageSize)));
                break;
        }
    }

    private static Google.Rpc.Status TooLarge(string method, string reason, string what, string does, int limit) => RichStatus.Of(
        StatusCode.ResourceExhausted, $"The {what} is larger than {limit} bytes, the most that this call {does}.", reason, [("method", method), ("limit_bytes", $"{limit}")], []);

    private static int LimitOf(HttpContext context, Func<GrpcServiceOptions, int?> limit)
    {
        var service = context.GetEndpoint()!.Metadata.GetRequiredMetadata<GrpcMethodMetadata>().ServiceType;
        var ofService = (IOptions<GrpcServiceOptions>)context.RequestServices.GetRequiredService(typeof(IOptions<>).MakeGenericType(typeof(GrpcServiceOptions<>).MakeGenericType(service)));
        return limit(ofService.Value) ?? limit(context.RequestServices.GetRequiredService<IOptions<GrpcServiceOptions>>().Value) ?? int.MaxValue;
    }

    /// <summary>A response without a message has its status among the headers.</summary>
    private static void Replace(HttpResponse response, Google.Rpc.Status status)
    {
        var trailers = response.HasStarted ? response.HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : response.Headers;
        trailers["grpc-status"] = $"{status.Code}";
        trailers["grpc-message"] = RichStatus.Encode(status.Message);
        trailers[RichStatus.DetailsTrailer] = Convert.ToBase64String(status.ToByteArray());
    }
}
