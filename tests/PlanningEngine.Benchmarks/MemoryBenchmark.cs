using System.CommandLine;
using System.Globalization;

namespace PlanningEngine.Benchmarks;

/// <summary>How much memory <c>planctl forecast</c> needs for a file of many series, beside a file of few: series are streamed, so the two must be about the same.</summary>
internal static class MemoryBenchmark
{
    private const int Months = 24;
    private const int Few = 10_000;
    private const int Steps = 3;
    private const int LongHistory = 5_000;
    private const double MostGrowth = 1.25;

    public static Command Create()
    {
        var series = Benchmark.Number("--series", "Series of the large file", 1_000_000, 20_000, 10_000_000);
        var method = new Option<string>("--method") { Description = "Method", DefaultValueFactory = _ => "ses" };
        return Benchmark.Create(
            "memory", "Peak memory of planctl forecast on a file of many series of 24 months, beside one of 10,000; and on series of 5,000 values.",
            "memory --series 1000000 --method ses", [series, method],
            (parse, report, ct) => RunAsync(parse.GetValue(series), parse.GetValue(method)!, report, ct));
    }

    private static async Task RunAsync(int count, string method, Report report, CancellationToken ct)
    {
        var few = await ForecastAsync(method, Few, Months, ct);
        var many = await ForecastAsync(method, count, Months, ct);
        report.Add(new Figure("memory.forecast.10-000-series", few.PeakMegabytes, "MB"));
        report.Add(new Figure($"memory.forecast.{count}-series", many.PeakMegabytes, "MB")
        {
            Peer = few.PeakMegabytes,
            PeerName = "10,000 series",
            Goal = FormattableString.Invariant($"<={MostGrowth}x"),
            Holds = many.PeakMegabytes <= MostGrowth * few.PeakMegabytes,
        });
        report.Add(new Figure($"memory.forecast.{count}-series.speed", count / many.Seconds, "series/s"));
        var longer = await ForecastAsync("auto", 8, LongHistory, ct);
        report.Add(new Figure("memory.forecast.5-000-values.auto", longer.PeakMegabytes, "MB"));
        report.Add(new Figure("memory.forecast.5-000-values.auto.time", longer.Seconds / 8, "s/series"));
    }

    private static async Task<ForecastRun> ForecastAsync(string method, int series, int months, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("planning-memory-");
        try
        {
            var input = Path.Combine(folder.FullName, "sales.csv");
            Write(input, series, months);
            Report.Progress($"{series} series of {months} values, {new FileInfo(input).Length / 1e6:0} MB");
            return await ForecastTool.RunAsync(input, Steps * series, ["--horizon", $"{Steps}", "--period", "12", "--method", method], ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string path, int series, int months)
    {
        using var writer = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(false), 1 << 20);
        writer.WriteLine("series_id,month,value");
        var random = new Random(1);
        var names = Enumerable.Range(0, months).Select(m => new DateOnly(1900, 1, 1).AddMonths(m).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();
        for (var i = 0; i < series; i++)
        {
            var level = 10 + 1000 * random.NextDouble();
            for (var m = 0; m < months; m++)
                writer.WriteLine(FormattableString.Invariant($"S{i},{names[m]},{level * (1 + 0.2 * Math.Sin(m * Math.PI / 6) + 0.1 * random.NextDouble()):0}"));
        }
    }
}
