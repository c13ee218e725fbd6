using Grpc.Core;
using Grpc.Core.Interceptors;

namespace PlanningEngine.Client;

/// <summary>Adds the API key to every call, and a deadline to every unary call that states none.</summary>
/// <remarks>Streams keep the caller's deadline: a load or the watching of a run lasts as long as its work.</remarks>
internal sealed class CallDefaults(string? apiKey, TimeSpan deadline, TimeProvider? clock = null) : Interceptor
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithDefaults(context, limited: true));

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithDefaults(context, limited: true));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithDefaults(context, limited: false));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithDefaults(context, limited: false));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithDefaults(context, limited: false));

    private ClientInterceptorContext<TRequest, TResponse> WithDefaults<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, bool limited)
        where TRequest : class
        where TResponse : class
    {
        var options = context.Options;
        if (!string.IsNullOrEmpty(apiKey))
        {
            var headers = new Metadata();
            foreach (var entry in options.Headers ?? [])
                headers.Add(entry);
            headers.Add("authorization", $"Bearer {apiKey}");
            options = options.WithHeaders(headers);
        }

        if (limited && options.Deadline is null)
            options = options.WithDeadline(_clock.GetUtcNow().UtcDateTime + deadline);
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
    }
}
