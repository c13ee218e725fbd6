using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>The set-wise statements of commit and revert over one table of facts, in the database's own SQL.</summary>
internal sealed class FactSql
{
    private const int Current = VersionedFact.StillKnown;

    private FactSql(DatabaseProvider provider, string table, string key, IReadOnlyList<string> columns)
    {
        var sqlite = provider == DatabaseProvider.Sqlite;
        (Keys, table) = (sqlite ? "\"temp\".\"IncomingKeys\"" : "[#IncomingKeys]", $"\"{table}\"");
        Any = $"SELECT COUNT(*) FROM (SELECT {(sqlite ? "" : "TOP (1) ")}1 AS \"One\" FROM {table} WHERE \"KnownTo\" = {Current}{(sqlite ? " LIMIT 1" : "")}) AS \"c\"";
        CreateKeys = sqlite
            ? "CREATE TEMP TABLE \"IncomingKeys\" (\"RowKey\" BLOB NOT NULL PRIMARY KEY, \"PayloadHash\" INTEGER NOT NULL) WITHOUT ROWID"
            : "CREATE TABLE [#IncomingKeys] ([RowKey] binary(16) NOT NULL PRIMARY KEY, [PayloadHash] bigint NOT NULL)";
        DropKeys = $"DROP TABLE {Keys}";
        Unchanged = $"SELECT \"i\".\"RowKey\" FROM {Keys} AS \"i\" INNER JOIN {table} AS \"s\" ON \"s\".\"RowKey\" = \"i\".\"RowKey\" AND \"s\".\"KnownTo\" = {Current} WHERE \"s\".\"PayloadHash\" = \"i\".\"PayloadHash\"";
        var supersede = "SET \"KnownTo\" = @commit, \"SupersededByLoadKey\" = @load";
        Supersede = sqlite
            ? $"UPDATE {table} {supersede} FROM {Keys} AS \"i\" WHERE {table}.\"KnownTo\" = {Current} AND {table}.\"RowKey\" = \"i\".\"RowKey\" AND {table}.\"PayloadHash\" <> \"i\".\"PayloadHash\""
            : $"UPDATE \"s\" {supersede} FROM {table} AS \"s\" INNER JOIN {Keys} AS \"i\" ON \"s\".\"RowKey\" = \"i\".\"RowKey\" WHERE \"s\".\"KnownTo\" = {Current} AND \"s\".\"PayloadHash\" <> \"i\".\"PayloadHash\"";
        CollectReverted = $"INSERT INTO {Keys} (\"RowKey\", \"PayloadHash\") SELECT \"RowKey\", \"PayloadHash\" FROM {table} WHERE \"LoadKey\" = @load AND \"KnownTo\" = {Current}";
        Remove = $"UPDATE {table} {supersede} WHERE \"LoadKey\" = @load AND \"KnownTo\" = {Current}";
        var carried = columns.Where(c => c != key && c is not ("ModifiedAt" or "KnownFrom" or "KnownTo" or "SupersededByLoadKey")).Select(c => $"\"{c}\"").ToList();
        Restore =
            $"INSERT INTO {table} (\"{key}\", \"ModifiedAt\", \"KnownFrom\", \"KnownTo\", \"SupersededByLoadKey\", {string.Join(", ", carried)}) "
            + $"SELECT @first - 1 + ROW_NUMBER() OVER (ORDER BY \"r\".\"{key}\"), @now, @commit, {Current}, NULL, {string.Join(", ", carried.Select(c => $"\"r\".{c}"))} "
            + $"FROM (SELECT \"s\".*, ROW_NUMBER() OVER (PARTITION BY \"s\".\"RowKey\" ORDER BY \"l\".\"CommitNumber\" DESC, \"s\".\"KnownFrom\" DESC) AS \"Rank\" "
            + $"FROM {table} AS \"s\" INNER JOIN {Keys} AS \"i\" ON \"i\".\"RowKey\" = \"s\".\"RowKey\" INNER JOIN \"Loads\" AS \"l\" ON \"l\".\"LoadKey\" = \"s\".\"LoadKey\" "
            + "WHERE \"l\".\"LoadKey\" <> @load AND \"l\".\"RevertCommitNumber\" = 0) AS \"r\" WHERE \"r\".\"Rank\" = 1";
    }

    /// <summary>Temporary table of row keys and hashes.</summary>
    public string Keys { get; }

    /// <summary>1 where the table has a current row, else 0.</summary>
    public string Any { get; }

    public string CreateKeys { get; }

    public string DropKeys { get; }

    /// <summary>Keys whose current row has the same content.</summary>
    public string Unchanged { get; }

    /// <summary>Ends the current rows whose content is another; @commit, @load.</summary>
    public string Supersede { get; }

    /// <summary>Puts the keys of the load's current rows into the temporary table; @load.</summary>
    public string CollectReverted { get; }

    /// <summary>Ends the load's current rows; @commit, @load.</summary>
    public string Remove { get; }

    /// <summary>
    /// For each key in the temporary table makes the row of the last load that stands current again, as a copy; @first, @now,
    /// @commit, @load. Copies keep their load, so that a revert of that load finds them.
    /// </summary>
    public string Restore { get; }

    /// <summary>All statements, for approval.</summary>
    public IReadOnlyList<string> All => [Any, CreateKeys, Unchanged, Supersede, CollectReverted, Remove, Restore, DropKeys];

    public static FactSql For<T>(PlanningContext db)
        where T : VersionedFact
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        return new FactSql(db.Provider, entity.GetTableName()!, entity.FindPrimaryKey()!.Properties[0].Name, [.. entity.GetProperties().Select(p => p.Name)]);
    }
}
