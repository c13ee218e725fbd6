using System.Security.Authentication;
using Microsoft.Data.SqlClient;

namespace PlanningEngine.Data;

/// <summary>What an error of SQL Server says of the server.</summary>
internal enum SqlServerFault
{
    /// <summary>Nothing: the statement was wrong, or a state that waits for somebody.</summary>
    None,

    /// <summary>There is no connection: the server cannot be reached, is starting or stopping, or the connection was lost.</summary>
    OutOfReach,

    /// <summary>The server is there and does not open the database: it is starting, there is none of its name, or the login has no user in it. The server's answer is the same in all three.</summary>
    NotOpened,

    /// <summary>It has too much to do: a timeout, a deadlock, a lock that was not given, or too few resources.</summary>
    Busy,

    /// <summary>It is there and refuses the login, or its certificate is not trusted.</summary>
    Refused,

    /// <summary>Files of the database are damaged, missing or offline.</summary>
    Damaged,
}

/// <summary>Tells errors of SQL Server apart by their numbers: what passes with the next attempt is what Entity Framework repeats but for conflicts of administrators' statements, a timeout, and a server that starts or stops.</summary>
internal static class SqlServerFaults
{
    private const byte ConnectionSeverity = 20;

    /// <summary>Login failed; a login of another domain.</summary>
    private static readonly HashSet<int> Refused = [18456, 18452];

    /// <summary>The database that the login asked for cannot be opened; the server adds that the login failed.</summary>
    private const int CannotOpen = 4060;

    /// <summary>Connections that cannot be made or were lost, and databases and servers that are starting, stopping, recovering or moving.</summary>
    private static readonly HashSet<int> OutOfReach =
    [
        20, 64, 121, 233, 258, 617, 669, 921, 922, 926, 927, 952, 976, 978, 983, 997, 1807, 4221, 6005, 9515, 10053, 10054, 10060, 11001, 14355, 17142, 17148, 17197, 18401, 18451, 40197, 40613, 42108, 42109,
    ];

    /// <summary>Timeouts, deadlocks, conflicts of snapshots, and limits of resources.</summary>
    private static readonly HashSet<int> Busy =
    [
        -2, 601, 1203, 1204, 1205, 1221, 1222, 3935, 3960, 3966, 8628, 8645, 8651, 10922, 10928, 10929, 10936, 20041, 40501, 41301, 41302, 41305, 41325, 41839, 49918, 49919, 49920, 49977, 49983,
    ];

    /// <summary>A database that is offline or whose files cannot be opened; disks that cannot be read are of a severity above that of connections.</summary>
    private static readonly HashSet<int> Damaged = [942, 945, 5120];

    /// <summary>What an error says; of several in one answer the one that passes.</summary>
    public static SqlServerFault KindOf(SqlException failure)
    {
        // No certificate becomes trusted by itself.
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
            if (inner is AuthenticationException)
                return SqlServerFault.Refused;
        int[] numbers = [.. failure.Errors.Cast<SqlError>().Select(e => e.Number)];
        return Array.Exists(numbers, OutOfReach.Contains) ? SqlServerFault.OutOfReach
            : Array.Exists(numbers, Busy.Contains) ? SqlServerFault.Busy
            : numbers.Contains(CannotOpen) ? SqlServerFault.NotOpened
            : Array.Exists(numbers, Refused.Contains) ? SqlServerFault.Refused
            : Array.Exists(numbers, Damaged.Contains) || failure.Class > ConnectionSeverity ? SqlServerFault.Damaged
            : failure.Class == ConnectionSeverity ? SqlServerFault.OutOfReach
            : SqlServerFault.None;
    }
}
