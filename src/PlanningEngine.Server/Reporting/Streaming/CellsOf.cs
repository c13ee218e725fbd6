using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>Chooses how a reader's cells are read.</summary>
internal static class CellsOf
{
    public static ICells Reader(DbDataReader reader) => reader is SqliteDataReader sqlite ? new SqliteCells(sqlite) : new ReaderCells(reader);
}
