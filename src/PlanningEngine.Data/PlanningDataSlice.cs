using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data;

/// <summary>Brings the database to an application.</summary>
public static class PlanningDataSlice
{
    /// <summary>
    /// Registers the options (checked when the host starts), the context factory, the write gate, the lock, the initializer,
    /// backup and retention. Nothing is opened before <see cref="DatabaseInitializer.InitializeAsync"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The application's configuration.</param>
    public static IServiceCollection AddPlanningData(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var setup = new DatabaseOptionsSetup(configuration);
        services.AddSingleton<IConfigureOptions<DatabaseOptions>>(setup);
        services.AddSingleton<IPostConfigureOptions<DatabaseOptions>>(setup);
        services.AddSingleton<IValidateOptions<DatabaseOptions>>(setup);
        services.AddOptions<DatabaseOptions>().ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PlanningContextFactory>();
        services.AddSingleton<IDbContextFactory<PlanningContext>>(p => p.GetRequiredService<PlanningContextFactory>());
        services.AddSingleton<IWriteGate>(p => WriteGate.For(p.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider));
        services.AddSingleton<DatabaseLock>();
        services.AddSingleton<DatabaseInitializer>();
        services.AddSingleton<CalendarWriter>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<RunRetention>();
        return services;
    }
}
