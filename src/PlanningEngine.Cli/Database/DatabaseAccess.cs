using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Data;

namespace PlanningEngine.Cli.Database;

/// <summary>The database of the verbs that work on it directly, configured by the same names as the server.</summary>
internal sealed class DatabaseAccess
{
    private readonly Option<string?> _provider = new("--provider") { Description = "Sqlite or SqlServer. Default: the environment's Database__Provider, else Sqlite.", Recursive = true };
    private readonly Option<string?> _connection = new("--connection") { Description = "Connection string. Default: the environment's ConnectionStrings__Planning, else planning.db in the data folder.", Recursive = true };

    /// <summary>Adds the options to a command and those below it.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_provider);
        command.Options.Add(_connection);
    }

    /// <summary>The services of the data layer.</summary>
    /// <exception cref="UsageException">The configuration cannot be used; all violations.</exception>
    public ServiceProvider Open(ParseResult parse)
    {
        var given = new Dictionary<string, string?>();
        if (parse.GetValue(_provider) is { } provider)
            given[$"{DatabaseOptions.Section}:Provider"] = provider;
        if (parse.GetValue(_connection) is { } connection)
            given[$"ConnectionStrings:{DatabaseOptions.ConnectionStringName}"] = connection;
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(given).Build();
        var services = new ServiceCollection().AddLogging().AddPlanningData(configuration).BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return services;
        }
        catch (OptionsValidationException e)
        {
            services.Dispose();
            throw new UsageException([.. e.Failures]);
        }
    }

    /// <summary>A context of a database that is there and up to date.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static async Task<PlanningContext> ContextAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<IOptions<DatabaseOptions>>().Value.SqliteFile is { } file && !File.Exists(file))
            throw new InvalidOperationException($"The database ({file}) is not there yet. Maybe start the server once, run planctl db migrate, or set PLANNING_DATA or --connection.");
        var context = services.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext();
        var pending = await context.Database.GetPendingMigrationsAsync(cancellationToken);
        if (!pending.Any())
            return context;
        await context.DisposeAsync();
        throw new InvalidOperationException($"The database lacks migrations ({string.Join(", ", pending)}). Maybe run planctl db migrate.");
    }
}
