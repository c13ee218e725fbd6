namespace PlanningEngine.Server.Hosting.Demo;

/// <summary>The demo company and the words at start-up.</summary>
public static class DemoSlice
{
    /// <summary>Adds both.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection(DemoOptions.Section));
        services.AddSingleton<DemoSalesPlan>();
        services.AddSingleton<DemoCycle>();
        services.AddHostedService<Welcome>();
        return services;
    }
}
