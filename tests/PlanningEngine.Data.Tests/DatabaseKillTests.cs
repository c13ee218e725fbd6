using Microsoft.Data.Sqlite;

namespace PlanningEngine.Data.Tests;

/// <summary>A server that dies while it makes its database leaves one that the next start completes.</summary>
public sealed class DatabaseKillTests
{
    [Fact]
    public async Task Initialize_KilledBetweenStatements_NextStartCompletes()
    {
        var faults = new StatementFaults();
        await using var first = TestDatabase.Empty(DatabaseProvider.Sqlite, faults);
        var folder = Path.GetDirectoryName(first.Options.SqliteFile)!;
        faults.ImageFolder = folder;
        await first.Initializer.InitializeAsync(TestDatabase.Ct);

        Assert.True(faults.Statements > 50, $"Only {faults.Statements} statements were seen.");
        var abandonedLocks = 0;
        for (var statement = 1; statement <= faults.Statements; statement++)
        {
            // The interesting points are at both ends; in the long row of CREATE statements between a sample will do.
            if (statement > 8 && statement < faults.Statements - 8 && statement % 12 != 0)
                continue;
            await using var next = TestDatabase.At(StatementFaults.Image(folder, statement));
            abandonedLocks += CountLockRows(next.Options.ConnectionString);
            await next.Initializer.InitializeAsync(TestDatabase.Ct);
            await DatabaseContents.AssertCompleteAsync(next);
        }

        Assert.True(abandonedLocks > 0, "No image held an abandoned migration lock, so the test missed the case it is for.");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(60)]
    public async Task Initialize_ProcessKilled_NextStartCompletes(int statement)
    {
        await using var next = TestDatabase.Empty(DatabaseProvider.Sqlite);
        using (var child = ChildProcess.Start(next.Options.SqliteFile!, statement))
        {
            await child.WaitForExitAsync(TestDatabase.Ct);
            Assert.NotEqual(0, child.ExitCode);
        }

        await next.Initializer.InitializeAsync(TestDatabase.Ct);
        await DatabaseContents.AssertCompleteAsync(next);
    }

    [Fact]
    public async Task Acquire_OwnerAliveThenKilled_IsRefusedNamingItsProcessThenGranted()
    {
        await using var second = TestDatabase.Empty(DatabaseProvider.Sqlite);
        using var owner = ChildProcess.Start(second.Options.SqliteFile!, killBeforeStatement: 0);
        Assert.Equal("ready", await owner.StandardOutput.ReadLineAsync(TestDatabase.Ct));

        var problem = Assert.Throws<DatabaseInUseException>(second.Lock.Acquire);
        Assert.Contains($"process {owner.Id} since 2026-03-01T08:00:00Z", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Maybe", problem.Message, StringComparison.Ordinal);

        owner.Kill();
        await owner.WaitForExitAsync(TestDatabase.Ct);
        await second.Initializer.InitializeAsync(TestDatabase.Ct);
        await DatabaseContents.AssertCompleteAsync(second);
    }

    [Fact]
    public async Task Acquire_TwoServersInOneProcess_SecondIsRefusedUntilTheFirstEnds()
    {
        await using var first = TestDatabase.Empty(DatabaseProvider.Sqlite);
        await using var second = TestDatabase.At(first.Options.SqliteFile!);

        first.Lock.Acquire();
        first.Lock.Acquire();
        Assert.Throws<DatabaseInUseException>(second.Lock.Acquire);
        first.Lock.Dispose();
        second.Lock.Acquire();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(first.Options.SqliteFile)!));
    }

    private static int CountLockRows(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if ((long)command.ExecuteScalar()! == 0)
            return 0;
        command.CommandText = "SELECT COUNT(*) FROM __EFMigrationsLock";
        return (int)(long)command.ExecuteScalar()!;
    }
}
