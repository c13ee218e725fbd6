using Microsoft.Extensions.DependencyInjection;

namespace PlanningEngine.Client;

/// <summary>Registers the client in a container.</summary>
public static class PlanningClientExtensions
{
    /// <summary>Adds one <see cref="PlanningClient"/> for the life of the container.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets address and key; null takes the defaults.</param>
    /// <returns>The container.</returns>
    /// <exception cref="ArgumentException">Thrown at the first use when an option cannot be used.</exception>
    public static IServiceCollection AddPlanningClient(this IServiceCollection services, Action<PlanningClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(_ =>
        {
            var options = new PlanningClientOptions();
            configure?.Invoke(options);
            return new PlanningClient(options);
        });
    }
}
