using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace PlanningEngine.Data.Tests;

public sealed class SqlServerFaultsTests
{
    private static readonly DatabaseOptions Options = new() { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=db;Database=planning" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What passes, what waits for somebody, and what is no fault of the server's.</summary>
    [Theory]
    [InlineData(-2, 11, true, "it did not answer in time, or gave way to other work")]
    [InlineData(1205, 13, true, "it did not answer in time, or gave way to other work")]
    [InlineData(40501, 20, true, "it did not answer in time, or gave way to other work")]
    [InlineData(10054, 20, true, "it cannot be reached, is starting, or the connection to it was lost")]
    [InlineData(0, 20, true, "it cannot be reached, is starting, or the connection to it was lost")]
    [InlineData(53, 20, true, "it cannot be reached, is starting, or the connection to it was lost")]
    [InlineData(4060, 11, true, "it cannot be opened, because it is starting, does not exist, or has no user for the login")]
    [InlineData(18401, 14, true, "it cannot be reached, is starting, or the connection to it was lost")]
    [InlineData(18456, 14, false, "it refuses the login, or its certificate is not trusted")]
    [InlineData(1105, 17, false, "its files or its log are full")]
    [InlineData(9002, 17, false, "its files or its log are full")]
    [InlineData(3906, 16, false, "it is read-only")]
    [InlineData(5120, 16, false, "its files are damaged, missing or offline")]
    [InlineData(823, 24, false, "its files are damaged, missing or offline")]
    public void InUse_ErrorOfSqlServer_PassesOrWaitsForSomebody(int number, byte severity, bool passes, string reason)
    {
        var said = DatabaseUnusableException.InUse(new DbUpdateException("An error occurred.", Error(number, severity)), Options);
        Assert.NotNull(said);
        Assert.StartsWith(reason, said.Reason, StringComparison.Ordinal);
        Assert.Equal(passes, said.Passes);
        Assert.DoesNotContain("db.example", said.Reason, StringComparison.Ordinal);
        Assert.NotNull(DatabaseUnusableException.From(Error(number, severity), Options));
    }

    /// <summary>A server that does not open the database adds that the login failed; where it says that it is starting, that tells more.</summary>
    [Theory]
    [InlineData(new[] { 4060, 18456 }, true, "it cannot be opened, because it is starting, does not exist, or has no user for the login")]
    [InlineData(new[] { 4060, 922, 18456 }, true, "it cannot be reached, is starting, or the connection to it was lost")]
    public void InUse_SeveralErrors_SaysWhatTellsMost(int[] numbers, bool passes, string reason)
    {
        var said = DatabaseUnusableException.InUse(Error([.. numbers.Select(number => (number, (byte)14))]), Options);
        Assert.NotNull(said);
        Assert.StartsWith(reason, said.Reason, StringComparison.Ordinal);
        Assert.Equal(passes, said.Passes);
        Assert.EndsWith("give the login a user in it", DatabaseUnusableException.From(Error(4060, 11), Options)!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2627, 14)]
    [InlineData(207, 16)]
    [InlineData(8152, 16)]
    public void InUse_FaultOfTheStatement_IsNotTheServers(int number, byte severity) => Assert.Null(DatabaseUnusableException.InUse(Error(number, severity), Options));

    /// <summary>A server that refuses connections, one that ends them at once, and one that never answers.</summary>
    [Theory]
    [InlineData("closed")]
    [InlineData("ends")]
    [InlineData("silent")]
    public async Task InUse_ServerThatIsNotThere_Passes(string kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var accepting = kind == "closed" ? Task.CompletedTask : Task.Run(async () =>
        {
            while (true)
            {
                var connection = await listener.AcceptTcpClientAsync(Ct);
                if (kind == "ends")
                    connection.Dispose();
            }
        }, Ct);
        if (kind == "closed")
            listener.Stop();
        await using var connection = new SqlConnection($"Server=127.0.0.1,{port};Database=planning;User ID=a;Password=b;Connect Timeout=2;ConnectRetryCount=0;Pooling=False;Encrypt=False");

        var failure = await Assert.ThrowsAsync<SqlException>(() => connection.OpenAsync(Ct));

        var said = DatabaseUnusableException.InUse(failure, Options);
        Assert.True(said is { Passes: true }, $"{failure.Number}, severity {failure.Class}: {failure.Message}");
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => kind == "closed" ? throw new IOException() : accepting);
    }

    /// <summary>What passes is what Entity Framework repeats, whose list is asked, a timeout, and what comes with a server that starts, stops or moves.</summary>
    [Fact]
    public void KindOf_WhatPasses_IsRepeatedByEntityFrameworkOrATimeoutOrAStart()
    {
        int[] timeoutsAndStarts = [-2, 258, 922, 976, 978, 983, 6005, 17142, 17148, 18451];
        var detector = typeof(SqlServerRetryingExecutionStrategy).Assembly.GetType("Microsoft.EntityFrameworkCore.SqlServer.Storage.Internal.SqlServerTransientExceptionDetector", throwOnError: true)!;
        var repeats = detector.GetMethod("ShouldRetryOn", [typeof(Exception)])!.CreateDelegate<Func<Exception?, bool>>();
        int[] passing = [.. Enumerable.Range(-3, 50_003).Where(number => SqlServerFaults.KindOf(Error(number, 16)) is SqlServerFault.OutOfReach or SqlServerFault.NotOpened or SqlServerFault.Busy)];
        Assert.InRange(passing.Length, 50, 100);
        Assert.Equal(timeoutsAndStarts, passing.Where(number => !repeats(Error(number, 16))));
    }

    private static SqlException Error(int number, byte severity) => Error((number, severity));

    /// <summary>Errors as the driver makes them of what a server sends; it has no public way to make them.</summary>
    private static SqlException Error(params (int Number, byte Severity)[] sent)
    {
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        object Filled(Type type, object? given) => given ?? (type == typeof(string) ? "Login failed for user 'a' at db.example." : type.IsValueType ? Activator.CreateInstance(type)! : null!);
        var constructor = typeof(SqlError).GetConstructors(Hidden).MinBy(c => c.GetParameters().Length)!;
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        foreach (var (number, severity) in sent)
        {
            var error = constructor.Invoke([.. constructor.GetParameters().Select(p => Filled(p.ParameterType, p.Name switch { "infoNumber" => number, "errorClass" => severity, _ => null }))]);
            typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        }

        var create = typeof(SqlException).GetMethods(Hidden).Where(m => m.Name == "CreateException").MinBy(m => m.GetParameters().Length)!;
        return (SqlException)create.Invoke(null, [.. create.GetParameters().Select(p => Filled(p.ParameterType, p.ParameterType == typeof(SqlErrorCollection) ? errors : null))])!;
    }
}
