using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PlanningEngine.Data.Tests;

public sealed class DatabaseUnusableTests
{
    private static readonly DatabaseOptions Options = new() { Provider = DatabaseProvider.Sqlite, ConnectionString = "Data Source=/data/planning.db" };

    [Theory]
    [InlineData("CREATE TABLE t(x); PRAGMA max_page_count = 2; INSERT INTO t VALUES (randomblob(100000))", "the disk is full. Maybe make room on it")]
    [InlineData("CREATE TABLE t(x); PRAGMA query_only = ON; INSERT INTO t VALUES (1)", "it cannot be written. Maybe give this user the right")]
    public void InUse_WhatTheDatabaseRefuses_IsSaidWithoutAndWithItsPlace(string sql, string reason)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var failure = Assert.Throws<SqliteException>(() =>
        {
            // One after the other: what follows a statement with rows is not run along.
            foreach (var statement in sql.Split("; "))
            {
                command.CommandText = statement;
                command.ExecuteNonQuery();
            }
        });

        var said = DatabaseUnusableException.InUse(new DbUpdateException("An error occurred.", failure), Options);

        Assert.StartsWith(reason, said!.Reason, StringComparison.Ordinal);
        Assert.False(said.Passes);
        Assert.StartsWith($"The database (/data/planning.db) cannot be used: {reason}", said.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SQLitePCL.raw.SQLITE_BUSY, true)]
    [InlineData(SQLitePCL.raw.SQLITE_LOCKED, true)]
    [InlineData(SQLitePCL.raw.SQLITE_PROTOCOL, true)]
    [InlineData(SQLitePCL.raw.SQLITE_CANTOPEN, false)]
    [InlineData(SQLitePCL.raw.SQLITE_NOTADB, false)]
    [InlineData(SQLitePCL.raw.SQLITE_IOERR, false)]
    [InlineData(SQLitePCL.raw.SQLITE_FULL, false)]
    public void InUse_ErrorOfSqlite_PassesWhereItIsALock(int code, bool passes) =>
        Assert.Equal(passes, DatabaseUnusableException.InUse(new SqliteException("an error", code), Options)!.Passes);

    [Fact]
    public void InUse_FaultsOfOurOwn_AreNotTheDatabases()
    {
        Assert.Null(DatabaseUnusableException.InUse(new IOException("a stream"), Options));
        Assert.Null(DatabaseUnusableException.InUse(new SqliteException("a key twice", SQLitePCL.raw.SQLITE_CONSTRAINT), Options));
    }
}
