using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PlanningEngine.Server.Reporting.Metadata;

namespace PlanningEngine.Server.Reporting;

/// <summary>The OData feed: everything that Power BI and Excel read.</summary>
public static class ReportingSlice
{
    /// <summary>Registers the feed. Needs the data services; sign-in replaces <see cref="ITerritoryScopeAccessor"/>.</summary>
    public static IServiceCollection AddReporting(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<ReportingOptions>().Bind(configuration.GetSection(ReportingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITerritoryScopeAccessor, LoopbackTerritoryScope>();
        services.AddSingleton<FeedModelSource>();
        services.AddSingleton<FeedGate>();
        services.AddSingleton<FeedEndpoint>();
        // A URL that is too long must reach the feed, which names the remedy; Kestrel's own answer has no body.
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ReportingOptions>>((kestrel, reporting) =>
            kestrel.Limits.MaxRequestLineSize = Math.Max(kestrel.Limits.MaxRequestLineSize, 4 * reporting.Value.MaxUrlLength));
        return services;
    }

    /// <summary>Maps the feed under /odata and the file for Power BI.</summary>
    public static IEndpointRouteBuilder MapReporting(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.Map(FeedEndpoint.Root + "/{**path}", (HttpContext context, FeedEndpoint feed) => feed.HandleAsync(context));
        endpoints.MapGet(PowerBiFile.Path, PowerBiFile.Get);
        return endpoints;
    }
}
