using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace PlanningEngine.Data;

/// <summary>The database cannot be reached, read or written, for a reason outside of this program.</summary>
public sealed class DatabaseUnusableException : Exception
{
    private const int FileGroupFull = 1105;
    private const int LogFull = 9002;
    private const int ReadOnly = 3906;

    private DatabaseUnusableException(string where, string reason, bool passes, Exception inner)
        : base($"The database ({where}) cannot be used: {reason}.", inner) => (Reason, Passes) = (reason, passes);

    /// <summary>What is wrong and what to do, without the full stop and without where the database is.</summary>
    public string Reason { get; }

    /// <summary>Whether it passes by itself or with the next attempt, as a lost connection, a server that starts and a lock do; a full disk or a refused login waits for somebody.</summary>
    public bool Passes { get; }

    /// <summary>Says in a sentence what is wrong and what to do; null where the failure is this program's own.</summary>
    /// <param name="failure">What went wrong while the database was opened.</param>
    /// <param name="options">Where it is.</param>
    public static DatabaseUnusableException? From(Exception failure, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var inner = failure;
        while (inner is not (null or DbException or IOException or UnauthorizedAccessException))
            inner = inner.InnerException;
        var passes = inner switch
        {
            SqliteException sqlite => sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_PROTOCOL,
            SqlException sql => SqlServerFaults.KindOf(sql) is SqlServerFault.OutOfReach or SqlServerFault.NotOpened or SqlServerFault.Busy,
            _ => false,
        };
        var reason = inner switch
        {
            SqliteException sqlite => ReasonOf(sqlite),
            SqlException { Number: FileGroupFull or LogFull } => "its files or its log are full. Maybe make room for them",
            SqlException { Number: ReadOnly } => "it is read-only. Maybe make it writable",
            SqlException sql => SqlServerFaults.KindOf(sql) switch
            {
                SqlServerFault.OutOfReach or SqlServerFault.Refused => $"{inner.Message.TrimEnd('.')}. Maybe correct ConnectionStrings:Planning, or start that server",
                SqlServerFault.NotOpened => $"{inner.Message.TrimEnd('.')}. Maybe wait until it has started, create it, or give the login a user in it",
                SqlServerFault.Busy => $"{inner.Message.TrimEnd('.')}. Maybe wait until it is less busy",
                SqlServerFault.Damaged => $"{inner.Message.TrimEnd('.')}. Maybe restore a backup, or bring it online",
                _ => null,
            },
            IOException or UnauthorizedAccessException => $"{inner.Message.TrimEnd('.')}. Maybe correct its folder or the rights on it, or choose another folder with Data:Folder or PLANNING_DATA",
            _ => null,
        };
        return reason is null ? null : new DatabaseUnusableException(options.SqliteFile ?? "ConnectionStrings:Planning", reason, passes, failure);
    }

    /// <summary>The same for what goes wrong while the database is used: only what the database itself reported counts. Callers read the reason, so that it does not name logins and servers.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="options">Where the database is.</param>
    public static DatabaseUnusableException? InUse(Exception failure, DatabaseOptions options)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
            if (inner is DbException)
                return From(inner, options) is not { } found ? null : !(inner is SqlException sql && InUse(sql) is { } reason) ? found
                    : new DatabaseUnusableException("ConnectionStrings:Planning", reason, found.Passes, failure);
        return null;
    }

    private static string? InUse(SqlException failure) => SqlServerFaults.KindOf(failure) switch
    {
        SqlServerFault.OutOfReach => "it cannot be reached, is starting, or the connection to it was lost: the server's log says more. Maybe start it, or wait until it has started",
        SqlServerFault.NotOpened => "it cannot be opened, because it is starting, does not exist, or has no user for the login: the server's log says which. Maybe wait until it has started, create it, or give the login a user in it",
        SqlServerFault.Refused => "it refuses the login, or its certificate is not trusted: the server's log says more. Maybe correct ConnectionStrings:Planning",
        SqlServerFault.Busy => "it did not answer in time, or gave way to other work: the server's log says more. Maybe wait until it is less busy",
        SqlServerFault.Damaged => "its files are damaged, missing or offline: the server's log says more. Maybe restore a backup, or bring it online",
        _ => null,
    };

    private static string? ReasonOf(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_PROTOCOL => "another program has locked it. Maybe end that program; a server needs the file for itself",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => "it cannot be written. Maybe give this user the right to write the file and its folder, or choose another folder with Data:Folder or PLANNING_DATA",
        SQLitePCL.raw.SQLITE_CANTOPEN => "it cannot be opened. Maybe its path is that of a folder, or this user may not read and write there; another folder is chosen with Data:Folder or PLANNING_DATA",
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT => "the file is no database, or is damaged. Maybe put a backup in its place, or choose another folder with Data:Folder or PLANNING_DATA",
        SQLitePCL.raw.SQLITE_FULL => "the disk is full. Maybe make room on it",
        SQLitePCL.raw.SQLITE_IOERR => "the disk cannot be read or written. Maybe check it; a network folder will not do",
        _ => null,
    };
}
