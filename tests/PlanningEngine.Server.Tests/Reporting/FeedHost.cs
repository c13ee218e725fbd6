using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Reporting;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>The feed on a real port over a real database, filled with <see cref="FeedData"/>.</summary>
public class FeedHost : IAsyncLifetime
{
    public const string SqlServerVariable = "PLANNING_TEST_SQLSERVER";

    /// <summary>Restricts a request's territories: "2-4,5-5"; "none" for an unset scope.</summary>
    public const string ScopeHeader = "X-Test-Scope";

    private readonly string _folder = Directory.CreateTempSubdirectory("planning-feed-").FullName;
    private WebApplication? _app;
    private static readonly SemaphoreSlim TemplateTurn = new(1);
    private static readonly string Template = Path.Combine(TemplateFolder(), "feed.db");

    private string DatabaseFile => Path.Combine(_folder, "feed.db");

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    internal ErrorLog Errors { get; } = new();

    protected virtual DatabaseProvider Provider => DatabaseProvider.Sqlite;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (Provider == DatabaseProvider.SqlServer && Environment.GetEnvironmentVariable(SqlServerVariable) is not { Length: > 0 })
            return;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = Provider.ToString(),
            ["Database:MigrateOnStartup"] = "true",
            ["ConnectionStrings:Planning"] = ConnectionString(),
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.ClearProviders().AddProvider(Errors);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Configure(builder.Services);
        builder.Services.AddSingleton<ITerritoryScopeAccessor, HeaderScope>();
        builder.Services.AddResponseCompression();
        builder.Services.AddPlanningData(builder.Configuration).AddReporting(builder.Configuration);
        _app = builder.Build();
        _app.UseResponseCompression();
        _app.MapReporting();
        await PrepareDatabaseAsync();
        await _app.StartAsync(Ct);
        Client = new() { BaseAddress = new(_app.Urls.Single() + "/odata/") };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_app is not null)
        {
            Client?.Dispose();
            await _app.StopAsync(CancellationToken.None);
            if (Provider == DatabaseProvider.SqlServer)
            {
                await using var db = Contexts().CreateDbContext();
                await db.Database.EnsureDeletedAsync(CancellationToken.None);
            }

            await _app.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    internal IDbContextFactory<PlanningContext> Contexts() => Services.GetRequiredService<IDbContextFactory<PlanningContext>>();

    /// <summary>Reads a URL below /odata that must answer 200, as JSON.</summary>
    public async Task<JsonElement> GetAsync(string url, string? scope = null)
    {
        using var response = await SendAsync(url, scope);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True((int)response.StatusCode == 200, $"{url}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The rows of a URL that must answer 200.</summary>
    public async Task<JsonElement[]> RowsAsync(string url, string? scope = null) => [.. (await GetAsync(url, scope)).GetProperty("value").EnumerateArray()];

    public async Task<HttpResponseMessage> SendAsync(string url, string? scope = null, params (string Name, string Value)[] headers)
    {
        // A path written as it is, so that nothing is encoded behind the test's back.
        using var request = new HttpRequestMessage(HttpMethod.Get, url.StartsWith("http", StringComparison.Ordinal) ? new Uri(url) : new Uri(Client.BaseAddress + url));
        if (scope is not null)
            request.Headers.Add(ScopeHeader, scope);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, Ct);
    }

    public async Task<(int Status, string Code, string Message, string Body)> FailAsync(string url, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(url, null, headers);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.Equal("4.0", Assert.Single(response.Headers.GetValues("OData-Version")));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        return ((int)response.StatusCode, error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!, text);
    }

    /// <summary>Adds rows as a new commit.</summary>
    internal async Task CommitAsync(int number, Func<PlanningContext, Task> write)
    {
        await using var db = Contexts().CreateDbContext();
        await write(db);
        (await db.KeySequences.SingleAsync(s => s.Name == KeySequence.Commits, Ct)).Next = number + 1;
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>Registers what a test puts in the place of the usual.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    private async Task FillAsync() => await CommitAsync(FeedData.LastCommit, db =>
    {
        db.AddRange(FeedData.Everything);
        return Task.CompletedTask;
    });

    /// <summary>Migrates and fills; on SQLite once per test run, later hosts start from a copy of the file.</summary>
    private async Task PrepareDatabaseAsync()
    {
        var initializer = Services.GetRequiredService<DatabaseInitializer>();
        if (Provider == DatabaseProvider.SqlServer)
        {
            await initializer.InitializeAsync(Ct);
            await FillAsync();
            return;
        }

        await TemplateTurn.WaitAsync(Ct);
        try
        {
            if (File.Exists(Template))
            {
                File.Copy(Template, DatabaseFile);
                return;
            }

            await initializer.InitializeAsync(Ct);
            await FillAsync();
            await using var db = Contexts().CreateDbContext();
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {Template}", Ct);
        }
        finally
        {
            TemplateTurn.Release();
        }
    }

    private static string TemplateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("planning-feed-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private string ConnectionString() => Provider == DatabaseProvider.Sqlite
        ? $"Data Source={DatabaseFile}"
        : new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(SqlServerVariable)) { InitialCatalog = $"PlanningFeed{Guid.NewGuid():N}" }.ConnectionString;

    private sealed class HeaderScope : ITerritoryScopeAccessor
    {
        public TerritoryScope GetScope(Microsoft.AspNetCore.Http.HttpContext context) => context.Request.Headers[ScopeHeader].ToString() switch
        {
            "" => TerritoryScope.All,
            "none" => TerritoryScope.None,
            var ranges => TerritoryScope.Of([.. ranges.Split(',').Select(r => r.Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()).Select(r => new TerritoryRange(r[0], r[1]))]),
        };
    }
}

/// <summary>The feed over SQL Server; starts only where <see cref="FeedHost.SqlServerVariable"/> says where one is.</summary>
public sealed class SqlServerFeedHost : FeedHost
{
    protected override DatabaseProvider Provider => DatabaseProvider.SqlServer;
}

/// <summary>Keeps errors that were logged.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
