using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace PlanningEngine.Data;

/// <summary>The database cannot be reached, read or written, for a reason outside of this program.</summary>
public sealed class DatabaseUnusableException : Exception
{
    private const int LoginFailed = 18456;
    private const int UntrustedLogin = 18452;
    private const int NoSuchDatabase = 4060;
    private const int FileGroupFull = 1105;
    private const int LogFull = 9002;
    private const int ReadOnly = 3906;
    private const byte ConnectionSeverity = 20;

    private DatabaseUnusableException(string where, string reason, Exception inner)
        : base($"The database ({where}) cannot be used: {reason}.", inner) => Reason = reason;

    /// <summary>What is wrong and what to do, without the full stop and without where the database is.</summary>
    public string Reason { get; }

    /// <summary>Says in a sentence what is wrong and what to do; null where the failure is this program's own.</summary>
    /// <param name="failure">What went wrong while the database was opened.</param>
    /// <param name="options">Where it is.</param>
    public static DatabaseUnusableException? From(Exception failure, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var inner = failure;
        while (inner is not (null or DbException or IOException or UnauthorizedAccessException))
            inner = inner.InnerException;
        var reason = inner switch
        {
            SqliteException sqlite => ReasonOf(sqlite),
            SqlException { Number: FileGroupFull or LogFull } => "its files or its log are full. Maybe make room for them",
            SqlException { Number: ReadOnly } => "it is read-only. Maybe make it writable",
            SqlException sql when IsOutOfReach(sql) => $"{inner.Message.TrimEnd('.')}. Maybe correct ConnectionStrings:Planning, or start that server",
            IOException or UnauthorizedAccessException => $"{inner.Message.TrimEnd('.')}. Maybe correct its folder or the rights on it, or choose another folder with Data:Folder or PLANNING_DATA",
            _ => null,
        };
        return reason is null ? null : new DatabaseUnusableException(options.SqliteFile ?? "ConnectionStrings:Planning", reason, failure);
    }

    /// <summary>The same for what goes wrong while the database is used: only what the database itself reported counts. Callers read the reason, so that it does not name logins and servers.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="options">Where the database is.</param>
    public static DatabaseUnusableException? InUse(Exception failure, DatabaseOptions options)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
            if (inner is DbException)
                return inner is SqlException sql && IsOutOfReach(sql)
                    ? new DatabaseUnusableException("ConnectionStrings:Planning", "it cannot be reached, or refuses the login: the server's log says more", failure)
                    : From(inner, options);
        return null;
    }

    private static bool IsOutOfReach(SqlException failure) => failure.Class >= ConnectionSeverity || failure.Number is LoginFailed or UntrustedLogin or NoSuchDatabase;

    private static string? ReasonOf(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "another program has locked it. Maybe end that program; a server needs the file for itself",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => "it cannot be written. Maybe give this user the right to write the file and its folder, or choose another folder with Data:Folder or PLANNING_DATA",
        SQLitePCL.raw.SQLITE_CANTOPEN => "it cannot be opened. Maybe its path is that of a folder, or this user may not read and write there; another folder is chosen with Data:Folder or PLANNING_DATA",
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT => "the file is no database, or is damaged. Maybe put a backup in its place, or choose another folder with Data:Folder or PLANNING_DATA",
        SQLitePCL.raw.SQLITE_FULL => "the disk is full. Maybe make room on it",
        SQLitePCL.raw.SQLITE_IOERR => "the disk cannot be read or written. Maybe check it; a network folder will not do",
        _ => null,
    };
}
