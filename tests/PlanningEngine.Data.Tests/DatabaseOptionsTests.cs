using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests;

public sealed class DatabaseOptionsTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "planning-options");

    [Fact]
    public void Options_NothingConfigured_AreSqliteInTheDataFolder()
    {
        var options = Read(("Data:Folder", Folder));

        Assert.Equal(DatabaseProvider.Sqlite, options.Provider);
        Assert.Equal(Path.Combine(Folder, "planning.db"), options.SqliteFile);
        Assert.True(options.Migrates);
    }

    [Fact]
    public void Options_RelativeFile_LiesInTheDataFolderWhateverTheCurrentOneIs() =>
        Assert.Equal(Path.Combine(Folder, "sub", "x.db"), Read(("PLANNING_DATA", Folder), ("ConnectionStrings:Planning", "Data Source=sub/x.db")).SqliteFile);

    [Fact]
    public void Options_SqlServer_DoesNotMigrateUnasked()
    {
        var options = Read(("Database:Provider", "sqlserver"), ("ConnectionStrings:Planning", "Server=db;Database=Planning"));

        Assert.Null(options.SqliteFile);
        Assert.False(options.Migrates);
    }

    [Fact]
    public void Options_EverythingWrong_AllViolationsAtOnceWithAdvice()
    {
        var problem = Assert.Throws<OptionsValidationException>(() => Read(
            ("Database:Provider", "Oracle"), ("Database:MigrateOnStartup", "perhaps"), ("Database:CommandTimeoutSeconds", "0"),
            ("Data:Folder", "relative"), ("ConnectionStrings:Planning", "Server=db;Nonsense=1")));

        var failures = problem.Failures.ToList();
        Assert.Equal(5, failures.Count);
        Assert.All(failures, f => Assert.Contains(" Maybe ", f, StringComparison.Ordinal));
        Assert.Contains(failures, f => f.Contains("Oracle", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sqlite", "Data Source=:memory:")]
    [InlineData("Sqlite", "Data Source=x;Mode=Memory")]
    [InlineData("SqlServer", "")]
    [InlineData("SqlServer", "Server=db")]
    [InlineData("SqlServer", "Server=db;Database=x;Encrypt=perhaps")]
    public void Options_UnusableConnection_IsRefused(string provider, string connection) =>
        Assert.Single(Assert.Throws<OptionsValidationException>(
            () => Read(("Data:Folder", Folder), ("Database:Provider", provider), ("ConnectionStrings:Planning", connection))).Failures);

    [Fact]
    public void AddPlanningData_Services_AllResolveAndContextsAreOfTheProvider()
    {
        using var services = Services(("Database:Provider", "SqlServer"), ("ConnectionStrings:Planning", "Server=db;Database=Planning"));

        using var db = services.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext();
        Assert.IsType<SqlServerPlanningContext>(db);
        foreach (var type in new[] { typeof(DatabaseInitializer), typeof(DatabaseLock), typeof(DatabaseBackup), typeof(IWriteGate), typeof(CalendarWriter), typeof(RunRetention) })
            Assert.NotNull(services.GetRequiredService(type));
    }

    private static DatabaseOptions Read(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        foreach (var (key, value) in settings)
            configuration[key] = value;
        return new ServiceCollection().AddPlanningData(configuration).BuildServiceProvider(validateScopes: true);
    }
}
