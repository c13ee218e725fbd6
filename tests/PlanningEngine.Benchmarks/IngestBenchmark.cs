using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>How fast sales get in: staged, checked and committed over LoadService, beside bare prepared inserts of the same rows.</summary>
internal static class IngestBenchmark
{
    private const int Months = 36;
    private const string Peer = "bare SQLite inserts";

    public static Command Create()
    {
        var rows = Benchmark.Number("--rows", "Sales rows", 200_000, 1_000, 2_000_000);
        return Benchmark.Create("ingest", "Rows per second of a load: staging, validation, commit, and end to end.", "ingest --rows 1000000", [rows],
            (parse, report, ct) => RunAsync(parse.GetValue(rows), report, ct));
    }

    private static async Task RunAsync(int rows, Report report, CancellationToken ct)
    {
        var company = new GeneratedCompany(100, 10);
        var sales = company.OrderLines(rows, Months).ToArray();
        await using var server = await ServerUnderTest.StartAsync(ct);
        await LoadSession.LoadAsync(server.Client, "reference", company.ReferenceChunks(Months), ct);
        var before = server.PeakMemory();

        Report.Progress($"loading {rows} rows");
        var cpuBefore = server.CpuSeconds();
        var (stage, validate, commit) = (await LoadSession.LoadAsync(server.Client, "sales", [.. GeneratedCompany.Chunks(sales)], ct)).Seconds;
        var (after, cpu) = (server.PeakMemory(), server.CpuSeconds() - cpuBefore);
        Report.Progress("the same rows by bare inserts");
        await InsertAsync(Path.Combine(server.Folder, "warm.db"), sales[..1000], ct);
        var (_, bare, bareCpu) = await Measure.BothAsync(() => InsertAsync(Path.Combine(server.Folder, "bare.db"), sales, ct));

        report.Add(new Figure("ingest.staged", rows / stage, "rows/s"));
        report.Add(new Figure("ingest.validated", rows / validate, "rows/s"));
        report.Add(new Figure("ingest.committed", rows / commit, "rows/s") { Peer = rows / bare, PeerName = Peer });
        report.Add(new Figure("ingest.end-to-end", rows / (stage + validate + commit), "rows/s") { Peer = rows / bare, PeerName = Peer });
        report.Add(new Figure("ingest.end-to-end-cpu", rows / cpu, "rows/CPU-s") { Peer = rows / bareCpu, PeerName = Peer });
        report.Add(new Figure("ingest.memory-before", before, "MB"));
        report.Add(new Figure("ingest.memory-peak", after, "MB"));
    }

    private static async Task<int> InsertAsync(string file, SaleRow[] rows, CancellationToken ct)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, """
            PRAGMA journal_mode = WAL;
            CREATE TABLE Bare (Id INTEGER PRIMARY KEY, RowKey TEXT, DateKey INTEGER, Product TEXT, Territory TEXT, Channel TEXT, Rep TEXT, Quantity REAL, Revenue REAL, Cost REAL, Currency TEXT);
            CREATE UNIQUE INDEX BareRowKey ON Bare (RowKey);
            """, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO Bare VALUES ($p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9, $p10)";
        for (var i = 0; i <= 10; i++)
            insert.Parameters.Add(new SqliteParameter($"$p{i}", null));
        for (var id = 0; id < rows.Length; id++)
        {
            ct.ThrowIfCancellationRequested();
            var row = rows[id];
            object[] values =
            [
                id, row.RowKey, row.Date.Year * 10_000 + row.Date.Month * 100 + row.Date.Day, row.ProductCode, row.TerritoryCode, row.ChannelCode, row.SalesRepCode,
                row.Quantity, Number(row.Revenue), Number(row.Cost), row.CurrencyCode,
            ];
            for (var i = 0; i <= 10; i++)
                insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
        }

        await transaction.CommitAsync(ct);
        return rows.Length;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static double Number(Google.Type.Decimal money) => double.Parse(money.Value, CultureInfo.InvariantCulture);
}
