using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PlanningEngine.Server.Reporting;
using PlanningEngine.Server.Reporting.Streaming;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>What goes wrong on the server's side: never a short answer with status 200, never a stack trace.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task BrokenRow_BeforeTheFirstChunk_Is500WithoutDetails()
    {
        await using var host = await BrokenAsync();
        var failure = await host.FailAsync("Sales?$filter=SaleKey eq 300");
        Assert.Equal((500, "InternalError"), (failure.Status, failure.Code));
        Assert.DoesNotContain("InvalidData", failure.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("yyyy", failure.Body, StringComparison.Ordinal);
        Assert.Contains("6001 ", Assert.Single(host.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenRow_InTheMiddleOfTheStream_CutsTheConnection()
    {
        await using var host = await BrokenAsync();
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var response = await host.SendAsync("Sales?$filter=SaleKey le 300");
            await response.Content.ReadAsStringAsync(FeedHost.Ct);
        });
        Assert.True(failure is HttpRequestException or IOException, failure.ToString());
    }

    [Fact]
    public async Task Timeout_WhileWaiting_Is503WithRetryAfterAndAdvice()
    {
        await using var host = new LimitedHost();
        await host.InitializeAsync();
        using var turn = await host.Services.GetRequiredService<FeedGate>().EnterAsync(FeedHost.Ct);
        var answer = host.SendAsync("Sales");
        while (!answer.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(301));
            await Task.Delay(20, FeedHost.Ct);
        }

        using var response = await answer;
        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("QueryTimeout", await response.Content.ReadAsStringAsync(FeedHost.Ct), StringComparison.Ordinal);
        Assert.Empty(host.Errors.Lines);
    }

    [Fact]
    public async Task Gate_NoTurnInTime_Is503Busy()
    {
        await using var host = new LimitedHost(queueSeconds: 0);
        await host.InitializeAsync();
        using (await host.Services.GetRequiredService<FeedGate>().EnterAsync(FeedHost.Ct))
            Assert.Equal((503, "Busy"), (await host.FailAsync("Sales")) is var f ? (f.Status, f.Code) : default);
        Assert.NotEmpty(await host.RowsAsync("Sales?$top=1"));
    }

    [Fact]
    public async Task Interrupt_Cancelled_StopsARunningStatement()
    {
        await using var host = new FeedHost();
        await host.InitializeAsync();
        await using var db = host.Contexts().CreateDbContext();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var interrupt = await Interrupt.OpenAsync(db, cancel.Token);
        await using var command = interrupt.Connection.CreateCommand();
        command.CommandText = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c";
        const int Interrupted = 9;
        var stopped = await Assert.ThrowsAsync<SqliteException>(() => Task.Run(() => command.ExecuteScalar(), FeedHost.Ct));
        Assert.Equal(Interrupted, stopped.SqliteErrorCode);
    }

    /// <summary>A database in which the moment of one sale cannot be read.</summary>
    private static async Task<FeedHost> BrokenAsync()
    {
        var host = new FeedHost();
        await host.InitializeAsync();
        await using var db = host.Contexts().CreateDbContext();
        await db.Database.ExecuteSqlAsync($"UPDATE Sales SET PeriodStart = 'x' WHERE SaleKey = 300", FeedHost.Ct);
        return host;
    }

    private sealed class LimitedHost(int queueSeconds = 600) : FeedHost
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Reporting:MaxConcurrentQueries"] = "1",
            ["Reporting:QueueSeconds"] = queueSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };

        protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);
    }
}
