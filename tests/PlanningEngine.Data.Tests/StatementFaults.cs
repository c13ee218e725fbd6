using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PlanningEngine.Data.Tests;

/// <summary>
/// Before each statement of the engine: takes an image of the database's files, which is what a kill at that point leaves on disk,
/// or really kills the process.
/// </summary>
internal sealed class StatementFaults : DbCommandInterceptor
{
    public int KillBefore { get; init; }

    /// <summary>Where images go; null takes none.</summary>
    public string? ImageFolder { get; set; }

    public int Statements { get; private set; }

    /// <summary>File of the image before the n-th statement.</summary>
    public static string Image(string folder, int statement) => Path.Combine(folder, $"image-{statement}", "planning.db");

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Before(command, result);

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Before(command, result);

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Before(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(Before(command, result));

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => new(Before(command, result));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(Before(command, result));

    private T Before<T>(DbCommand command, T result)
    {
        Statements++;
        if (Statements == KillBefore)
            Process.GetCurrentProcess().Kill();
        if (ImageFolder is not null)
            TakeImage(new SqliteConnectionStringBuilder(command.Connection!.ConnectionString).DataSource, Image(ImageFolder, Statements));
        return result;
    }

    private static void TakeImage(string file, string image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(image)!);
        foreach (var suffix in new[] { "", "-wal", "-journal" })
        {
            if (File.Exists(file + suffix))
                File.Copy(file + suffix, image + suffix);
        }
    }
}
