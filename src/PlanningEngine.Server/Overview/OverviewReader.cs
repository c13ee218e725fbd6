using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;

namespace PlanningEngine.Server.Overview;

/// <summary>Counts and adds up what the reporting feed shows, in one snapshot.</summary>
public sealed class OverviewReader(IDbContextFactory<PlanningContext> contexts)
{
    private const int MoneyDecimals = 4;

    /// <summary>Reads the overview.</summary>
    public async Task<EngineOverview> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshot = await ReportingSnapshot.CaptureAsync(db, cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        var sets = new List<SetOverview>();
        foreach (var set in OverviewSet.All)
            sets.Add(await ReadSetAsync(connection, set, snapshot, cancellationToken));
        var (first, last) = await ReadRangeAsync(connection, snapshot, cancellationToken);
        var run = await db.Runs.AsNoTracking().Where(r => r.RunKey > 0 && r.Status == Data.Runs.RunStatus.Succeeded)
            .OrderByDescending(r => r.RunKey).FirstOrDefaultAsync(cancellationToken);
        var commit = await db.Loads.AsNoTracking().Where(l => l.CommittedAt != null).MaxAsync(l => l.CommittedAt, cancellationToken);
        return new EngineOverview(sets, first, last, run, commit)
        {
            Forecast = await ReadRunAsync(db, snapshot, PlanKind.Demand, cancellationToken),
            Quotas = await ReadRunAsync(db, snapshot, PlanKind.Quota, cancellationToken),
            Allocation = await ReadRunAsync(db, snapshot, PlanKind.Supply, cancellationToken),
        };
    }

    private static async Task<Data.Runs.Run?> ReadRunAsync(PlanningContext db, ReportingSnapshot snapshot, PlanKind kind, CancellationToken cancellationToken)
    {
        var version = snapshot.VersionOf(kind);
        return await db.Runs.AsNoTracking().Where(r => r.RunKey > 0 && db.PlanVersions.Any(v => v.PlanVersionKey == version && v.RunKey == r.RunKey)).SingleOrDefaultAsync(cancellationToken);
    }

    private static async Task<SetOverview> ReadSetAsync(DbConnection connection, OverviewSet set, ReportingSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*), {Sum(set.Quantity)}, {Sum(set.Amount)} FROM {set.Name} WHERE {Condition(set, snapshot)}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new SetOverview(set.Name,
            Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture),
            set.Quantity is null ? null : Convert.ToDouble(reader.GetValue(1), CultureInfo.InvariantCulture),
            set.Amount is null ? null : decimal.Round(Convert.ToDecimal(reader.GetValue(2), CultureInfo.InvariantCulture), MoneyDecimals));
    }

    private static async Task<(DateOnly? First, DateOnly? Last)> ReadRangeAsync(DbConnection connection, ReportingSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT MIN(DateKey), MAX(DateKey) FROM Sales WHERE {Known(snapshot)} AND DateKey > 0";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken) ? (null, null) : (Day(reader.GetValue(0)), Day(reader.GetValue(1)));
    }

    // Only names from this assembly and integers enter the statement.
    private static string Condition(OverviewSet set, ReportingSnapshot snapshot) => set.Visibility switch
    {
        RowVisibility.Member => $"{set.KeyColumn} <> 0",
        RowVisibility.Actual => Known(snapshot),
        _ => string.Create(CultureInfo.InvariantCulture, $"PlanVersionKey = {snapshot.VersionOf(set.Kind)}"),
    };

    private static string Known(ReportingSnapshot snapshot) =>
        string.Create(CultureInfo.InvariantCulture, $"KnownFrom <= {snapshot.LastCommit} AND KnownTo > {snapshot.LastCommit}");

    private static string Sum(string? column) => column is null ? "0" : $"COALESCE(SUM({column}), 0)";

    private static DateOnly Day(object dateKey)
    {
        var key = Convert.ToInt32(dateKey, CultureInfo.InvariantCulture);
        return new DateOnly(key / 10_000, key / 100 % 100, key % 100);
    }
}

/// <summary>What the engine holds.</summary>
/// <param name="Sets">Rows and totals per set.</param>
/// <param name="FirstSale">First day of sales; null without sales.</param>
/// <param name="LastSale">Last day of sales; null without sales.</param>
/// <param name="LastRun">The last run that succeeded; null before the first.</param>
/// <param name="LastCommit">When the last load was committed (UTC); null before the first.</param>
public sealed record EngineOverview(
    IReadOnlyList<SetOverview> Sets, DateOnly? FirstSale, DateOnly? LastSale, Data.Runs.Run? LastRun, DateTime? LastCommit)
{
    /// <summary>The run whose forecasts are published now; null without any.</summary>
    public Data.Runs.Run? Forecast { get; init; }

    /// <summary>The run whose quotas are published now; null without any, and where they were loaded or entered.</summary>
    public Data.Runs.Run? Quotas { get; init; }

    /// <summary>The run whose allocation is published now; null without any.</summary>
    public Data.Runs.Run? Allocation { get; init; }
}

/// <summary>Rows and totals of one set.</summary>
/// <param name="Set">The reporting set.</param>
/// <param name="Rows">Rows that the feed shows.</param>
/// <param name="Quantity">Units; null where the set has none.</param>
/// <param name="Amount">Money; null where the set has none.</param>
public sealed record SetOverview(string Set, long Rows, double? Quantity, decimal? Amount);
