using System.Net;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Client;

/// <summary>A connection to the engine: one channel, and a stub for each service.</summary>
/// <remarks>Safe for concurrent use; make one per server and keep it. Disposing closes the connection.</remarks>
public sealed class PlanningClient : IDisposable
{
    /// <summary>Methods that may be sent again without doing anything twice: the reading ones, and mutations, which carry a request_id.</summary>
    private static readonly (string Service, string[] Methods)[] Repeatable =
    [
        ("planning.v1.LoadService", ["OpenLoad", "CommitLoad", "RevertLoad", "AbandonLoad", "GetLoad", "ListLoads", "ListFindings"]),
        ("planning.v1.RunService", ["CreateRun", "GetRun", "ListRuns", "CancelRun"]),
        ("planning.v1.ForecastService", ["Forecast", "GetForecasts"]),
        ("planning.v1.AllocationService", ["CheckPublishedAvailability", "GetAllocations"]),
        ("planning.v1.PlanService", []),
        ("planning.v1.OverviewService", []),
    ];

    private readonly GrpcChannel _channel;

    /// <summary>Opens a connection lazily: nothing is sent before the first call.</summary>
    /// <param name="options">Where the engine is.</param>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    public PlanningClient(PlanningClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Address = options.Address;
        _channel = GrpcChannel.ForAddress(options.Address, ChannelOptions(options));
        var invoker = _channel.CreateCallInvoker().Intercept(new CallDefaults(options.ApiKey, options.DefaultDeadline));
        Loads = new LoadService.LoadServiceClient(invoker);
        Runs = new RunService.RunServiceClient(invoker);
        Forecasts = new ForecastService.ForecastServiceClient(invoker);
        Allocations = new AllocationService.AllocationServiceClient(invoker);
        Plans = new PlanService.PlanServiceClient(invoker);
        Overview = new OverviewService.OverviewServiceClient(invoker);
    }

    /// <summary>The address that is called.</summary>
    public Uri Address { get; }

    /// <summary>Brings actuals and reference data in.</summary>
    public LoadService.LoadServiceClient Loads { get; }

    /// <summary>Durable computations.</summary>
    public RunService.RunServiceClient Runs { get; }

    /// <summary>Forecasts of own series, and the published ones.</summary>
    public ForecastService.ForecastServiceClient Forecasts { get; }

    /// <summary>Division of scarce supply.</summary>
    public AllocationService.AllocationServiceClient Allocations { get; }

    /// <summary>Plans, versions and quotas.</summary>
    public PlanService.PlanServiceClient Plans { get; }

    /// <summary>What is in the engine.</summary>
    public OverviewService.OverviewServiceClient Overview { get; }

    /// <inheritdoc />
    public void Dispose() => _channel.Dispose();

    private static GrpcChannelOptions ChannelOptions(PlanningClientOptions options) => new()
    {
        HttpHandler = options.Handler ?? new SocketsHttpHandler
        {
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = options.KeepAlive,
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        },
        DisposeHttpClient = options.Handler is null,
        HttpVersion = HttpVersion.Version20,
        MaxReceiveMessageSize = options.MaxReceiveBytes,
        ServiceConfig = RetryConfiguration(options.MaxAttempts),
    };

    private static ServiceConfig? RetryConfiguration(int maxAttempts)
    {
        if (maxAttempts < 2)
            return null;
        var method = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = maxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(200),
                MaxBackoff = TimeSpan.FromSeconds(3),
                BackoffMultiplier = 2.5,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var (service, methods) in Repeatable)
        {
            if (methods.Length == 0)
                method.Names.Add(new MethodName { Service = service });
            foreach (var name in methods)
                method.Names.Add(new MethodName { Service = service, Method = name });
        }

        return new ServiceConfig { MethodConfigs = { method } };
    }
}
