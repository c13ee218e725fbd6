using System.CommandLine;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace PlanningEngine.Benchmarks;

/// <summary>How fast the reporting feed is read to its end, beside a plain reader and serializer of the same rows.</summary>
internal static class FeedBenchmark
{
    private const int Months = 36;
    private const int Repeats = 10;
    private const string Grouping = "Sales?$apply=groupby((ProductKey),aggregate(Revenue with sum as Revenue,Quantity with sum as Quantity))";
    private const string Peer = "ADO.NET + System.Text.Json";

    public static Command Create()
    {
        var rows = Benchmark.Number("--rows", "Sales rows", 200_000, 1_000, 2_000_000);
        return Benchmark.Create("feed", "Rows per second of a full read of /odata/Sales, and the time of a group-by.", "feed --rows 1000000", [rows],
            (parse, report, ct) => RunAsync(parse.GetValue(rows), report, ct));
    }

    private static async Task RunAsync(int rows, Report report, CancellationToken ct)
    {
        var company = new GeneratedCompany(100, 10);
        await using var server = await ServerUnderTest.StartAsync(ct);
        Report.Progress($"loading {rows} rows");
        await LoadSession.LoadAsync(server.Client, "reference", company.ReferenceChunks(Months), ct);
        await LoadSession.LoadAsync(server.Client, "sales", [.. GeneratedCompany.Chunks(company.OrderLines(rows, Months))], ct);
        // What loading took is not the feed's: start afresh.
        await server.RestartAsync(ct);
        using var feed = new FeedClient(server.Http);

        using var first = await feed.GetAsync("Sales?$top=1", ct);
        var columns = first.RootElement.GetProperty("value")[0].EnumerateObject().Select(p => p.Name).Where(n => !n.StartsWith('@')).ToArray();
        var before = server.PeakMemory();
        var cpuBefore = server.CpuSeconds();
        var plain = await ReadAsync(feed, rows, gzip: false, ct);
        var cpuBetween = server.CpuSeconds();
        var zipped = await ReadAsync(feed, rows, gzip: true, ct);
        var cpuAfter = server.CpuSeconds();
        var after = server.PeakMemory();
        var groups = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            var (document, seconds) = await Measure.WallAsync(() => feed.GetAsync(Grouping, ct));
            document.Dispose();
            groups.Add(seconds * 1000);
        }

        // Once to warm up, once to measure.
        await SerialiseAsync(server.Database, columns, rows, ct);
        var (bytes, serialised, serialisedCpu) = await Measure.BothAsync(() => SerialiseAsync(server.Database, columns, rows, ct));
        var direct = await GroupDirectlyAsync(server.Database, ct);
        report.Add(new Figure("feed.plain", rows / plain.Seconds, "rows/s") { Peer = rows / serialised, PeerName = Peer });
        report.Add(new Figure("feed.plain-bytes", plain.Bytes / plain.Seconds / 1e6, "MB/s") { Peer = bytes / serialised / 1e6, PeerName = Peer });
        report.Add(new Figure("feed.gzip", rows / zipped.Seconds, "rows/s") { Peer = rows / serialised, PeerName = Peer });
        report.Add(new Figure("feed.gzip-wire", zipped.WireBytes / zipped.Seconds / 1e6, "MB/s"));
        report.Add(new Figure("feed.plain-cpu", rows / (cpuBetween - cpuBefore), "rows/CPU-s") { Peer = rows / serialisedCpu, PeerName = Peer });
        report.Add(new Figure("feed.gzip-cpu", rows / (cpuAfter - cpuBetween), "rows/CPU-s") { Peer = rows / serialisedCpu, PeerName = Peer });
        report.Add(new Figure("feed.pages", plain.Pages, "pages"));
        report.Add(new Figure("feed.first-byte", plain.FirstByteMilliseconds, "ms"));
        report.Add(new Figure("feed.group-by", Measure.Median(groups), "ms") { Peer = direct, PeerName = "the same GROUP BY in SQLite" });
        report.Add(new Figure("feed.memory-before", before, "MB"));
        report.Add(new Figure("feed.memory-peak", after, "MB"));
    }

    private static async Task<FeedRead> ReadAsync(FeedClient feed, int rows, bool gzip, CancellationToken ct)
    {
        var read = await feed.ReadAllAsync("Sales", "SaleKey", gzip, ct);
        Report.Progress(FormattableString.Invariant($"{read.Rows} rows in {read.Pages} pages, {read.Seconds:0.0} s"));
        return read.Rows == rows ? read : throw new BenchmarkException($"The feed gave {read.Rows} rows of {rows}.");
    }

    /// <summary>Reads the rows' stored columns with plain ADO.NET and writes them as JSON into nothing.</summary>
    private static async Task<long> SerialiseAsync(string database, IReadOnlyCollection<string> columns, int rows, CancellationToken ct)
    {
        await using var connection = await OpenAsync(database, ct);
        await using var command = connection.CreateCommand();
        // The + keeps the planner from looking rows up one by one in an index.
        command.CommandText = "SELECT * FROM Sales WHERE +KnownTo = 2147483647 ORDER BY SaleKey";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var shown = Enumerable.Range(0, reader.FieldCount).Where(i => columns.Contains(reader.GetName(i))).Select(i => (Index: i, Name: JsonEncodedText.Encode(reader.GetName(i)))).ToArray();
        await using var json = new Utf8JsonWriter(Stream.Null);
        json.WriteStartArray();
        var count = 0;
        for (; reader.Read(); count++)
        {
            json.WriteStartObject();
            foreach (var (index, name) in shown)
                WriteValue(json, name, reader, index);
            json.WriteEndObject();
            if (json.BytesPending > 64 * 1024)
                json.Flush();
        }

        json.WriteEndArray();
        json.Flush();
        return count == rows ? json.BytesCommitted : throw new BenchmarkException($"The database holds {count} rows of {rows}.");
    }

    private static void WriteValue(Utf8JsonWriter json, JsonEncodedText name, SqliteDataReader reader, int index)
    {
        if (reader.IsDBNull(index))
            json.WriteNull(name);
        else if (reader.GetFieldType(index) == typeof(long))
            json.WriteNumber(name, reader.GetInt64(index));
        else if (reader.GetFieldType(index) == typeof(double))
            json.WriteNumber(name, reader.GetDouble(index));
        else
            json.WriteString(name, reader.GetString(index));
    }

    private static async Task<double> GroupDirectlyAsync(string database, CancellationToken ct)
    {
        await using var connection = await OpenAsync(database, ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT ProductKey, SUM(Revenue), SUM(Quantity) FROM Sales WHERE +KnownTo = 2147483647 GROUP BY ProductKey";
        var times = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            times.Add(1000 * (await Measure.WallAsync(async () =>
            {
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct))
                    _ = reader.GetDouble(1) + reader.GetDouble(2);
                return 0;
            })).Seconds);
        }

        return Measure.Median(times);
    }

    private static async Task<SqliteConnection> OpenAsync(string database, CancellationToken ct)
    {
        var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync(ct);
        return connection;
    }
}
