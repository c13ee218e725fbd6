using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data;

/// <summary>Makes contexts of the configured provider. Thread-safe; a context itself is not.</summary>
/// <remarks>
/// EF's retrying execution strategy is off on SQL Server: the engine's writes are explicit transactions with bulk copies in
/// them, which that strategy refuses, and repeating one is the caller's decision (a request id makes it safe). A dropped
/// idle connection is re-opened by SqlClient itself.
/// </remarks>
public sealed class PlanningContextFactory : IDbContextFactory<PlanningContext>
{
    private readonly Func<PlanningContext> _create;

    /// <summary>A factory for the configured database; opens nothing.</summary>
    /// <param name="options">Where the database is.</param>
    public PlanningContextFactory(IOptions<DatabaseOptions> options)
        : this(options?.Value ?? throw new ArgumentNullException(nameof(options)), [])
    {
    }

    internal PlanningContextFactory(DatabaseOptions database, IReadOnlyCollection<IInterceptor> further)
    {
        IInterceptor[] interceptors = [new RowLimitsInterceptor(), .. further];
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            var options = new DbContextOptionsBuilder<SqlitePlanningContext>()
                .UseSqlite(database.ConnectionString, o => o.CommandTimeout(database.CommandTimeoutSeconds))
                .AddInterceptors([new SqliteSession(database.CommandTimeoutSeconds), .. interceptors]).Options;
            _create = () => new SqlitePlanningContext(options);
        }
        else
        {
            var options = new DbContextOptionsBuilder<SqlServerPlanningContext>()
                .UseSqlServer(database.ConnectionString, o => o.CommandTimeout(database.CommandTimeoutSeconds))
                .AddInterceptors(interceptors).Options;
            _create = () => new SqlServerPlanningContext(options);
        }
    }

    /// <summary>A new context; its caller disposes it.</summary>
    public PlanningContext CreateDbContext() => _create();
}
