using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Cli.Database;

/// <summary><c>planctl db</c> and <c>planctl runs</c>: look after the database.</summary>
internal static class DatabaseCommands
{
    public static Command Create(Screen screen, DatabaseAccess access)
    {
        var group = new Verb("db", "Looks after the database itself; works beside the server, not through it.", "planctl db info", "planctl db backup /backup/planning-monday.db")
        {
            Migrate(screen, access), Backup(screen, access), Info(screen, access),
        };
        access.AddTo(group);
        return group;
    }

    /// <summary><c>planctl runs purge</c>.</summary>
    public static Command CreateRuns(Screen screen, DatabaseAccess access)
    {
        var keep = new Option<int>("--keep") { Description = "Ended runs of each kind that keep everything.", Required = true };
        var purge = new Verb("purge", "Deletes checkpoints and superseded results of old runs. What is published stays, and so does the list of runs.", "planctl runs purge --keep 10") { keep };
        purge.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            if (parse.GetValue(keep) is < 0 and var wrong)
                throw new UsageException([FormattableString.Invariant($"--keep ({wrong}) must be 0 or more.")]);
            await using var services = access.Open(parse);
            await using var checkedContext = await DatabaseAccess.ContextAsync(services, ct);
            var result = await services.GetRequiredService<RunRetention>().PurgeAsync(parse.GetValue(keep), ct);
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{result.Runs:N0} old runs: {result.Checkpoints:N0} checkpoints and {result.Rows:N0} rows of {result.Versions:N0} versions deleted."));
            return ExitCodes.Done;
        }));
        var group = new Verb("runs", "Keeps the database small.", "planctl runs purge --keep 10") { purge };
        access.AddTo(group);
        return group;
    }

    private static Verb Migrate(Screen screen, DatabaseAccess access)
    {
        var verb = new Verb("migrate", "Brings the schema up to date. On SQLite the server must not be running.", "planctl db migrate --provider SqlServer --connection 'Server=db;Database=Planning;...'");
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            await using var services = access.Open(parse);
            await services.GetRequiredService<DatabaseInitializer>().MigrateAsync(ct);
            screen.Line("The database is up to date.");
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb Backup(Screen screen, DatabaseAccess access)
    {
        var target = new Argument<string>("target") { Description = "File of the copy; must not exist." };
        var verb = new Verb("backup", "Copies the SQLite database while the server works on it.", "planctl db backup /backup/planning-monday.db") { target };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            await using var services = access.Open(parse);
            screen.Line(await services.GetRequiredService<DatabaseBackup>().CopyAsync(parse.GetValue(target)!, ct));
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb Info(Screen screen, DatabaseAccess access)
    {
        var verb = new Verb("info", "Shows where the database is, its schema and how much is in it.", "planctl db info");
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            await using var services = access.Open(parse);
            await using var db = await DatabaseAccess.ContextAsync(services, ct);
            var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            var place = options.SqliteFile ?? db.Database.GetDbConnection().DataSource + "/" + db.Database.GetDbConnection().Database;
            var migration = (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault() ?? "none";
            screen.Table(["Figure", "Value"],
            [
                ["Provider", options.Provider.ToString()],
                ["Place", place],
                ["Bytes", options.SqliteFile is { } file ? Count(new FileInfo(file).Length) : ""],
                ["Last migration", migration],
                ["Products", Count(await db.Products.LongCountAsync(p => p.ProductKey != 0, ct))],
                ["Sales", Count(await db.Sales.LongCountAsync(ct))],
                ["Inventory", Count(await db.Inventory.LongCountAsync(ct))],
                ["Forecasts", Count(await db.Forecasts.LongCountAsync(ct))],
                ["Loads", Count(await db.Loads.LongCountAsync(l => l.LoadKey != 0, ct))],
                ["Runs", Count(await db.Runs.LongCountAsync(r => r.RunKey != 0, ct))],
                ["API keys", Count(await db.ApiKeys.LongCountAsync(ct))],
            ]);
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
