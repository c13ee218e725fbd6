using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace PlanningEngine.Benchmarks;

/// <summary>How much memory <c>planctl forecast</c> needs for a file of many series, beside a file of few: series are streamed, so the two must be about the same.</summary>
internal static class MemoryBenchmark
{
    private const int Months = 24;
    private const int Few = 10_000;
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
        var tool = Repository.PathOf("src/PlanningEngine.Cli/bin/Release/net10.0/planctl.dll");
        if (!File.Exists(tool))
            throw new BenchmarkException($"There is no {tool}. Maybe dotnet build -c Release src/PlanningEngine.Cli.");
        var few = await ForecastAsync(tool, method, Few, Months, ct);
        var many = await ForecastAsync(tool, method, count, Months, ct);
        report.Add(new Figure("memory.forecast.10-000-series", few.PeakMegabytes, "MB"));
        report.Add(new Figure($"memory.forecast.{count}-series", many.PeakMegabytes, "MB")
        {
            Peer = few.PeakMegabytes,
            PeerName = "10,000 series",
            Goal = FormattableString.Invariant($"<={MostGrowth}x"),
            Holds = many.PeakMegabytes <= MostGrowth * few.PeakMegabytes,
        });
        report.Add(new Figure($"memory.forecast.{count}-series.speed", count / many.Seconds, "series/s"));
        var longer = await ForecastAsync(tool, "auto", 8, LongHistory, ct);
        report.Add(new Figure("memory.forecast.5-000-values.auto", longer.PeakMegabytes, "MB"));
        report.Add(new Figure("memory.forecast.5-000-values.auto.time", longer.Seconds / 8, "s/series"));
    }

    private static async Task<(double PeakMegabytes, double Seconds)> ForecastAsync(string tool, string method, int series, int months, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("planning-memory-");
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "sales.csv"), Path.Combine(folder.FullName, "forecasts.csv"));
            Write(input, series, months);
            Report.Progress($"{series} series of {months} values, {new FileInfo(input).Length / 1e6:0} MB");
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "forecast", "--input", input, "--output", output, "--horizon", "3", "--period", "12", "--method", method]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            using var stop = ct.Register(() => process.Kill(entireProcessTree: true));
            var said = Task.WhenAll(process.StandardError.ReadToEndAsync(ct), process.StandardOutput.ReadToEndAsync(ct));
            var peak = 0.0;
            while (!process.HasExited)
            {
                process.Refresh();
                peak = Math.Max(peak, Peak(process));
                await Task.WhenAny(process.WaitForExitAsync(ct), Task.Delay(50, ct));
            }

            if (process.ExitCode != 0)
                throw new BenchmarkException($"planctl forecast failed: {string.Join("", await said)}");
            var rows = File.ReadLines(output).Count() - 1;
            if (rows != 3 * series)
                throw new BenchmarkException($"planctl forecast wrote {rows} rows, not 3 for each of {series} series.");
            return (peak, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Most memory that the process held resident so far, in MB; 0 when it has just ended.</summary>
    private static double Peak(Process process)
    {
        try
        {
            return process.PeakWorkingSet64 / 1e6;
        }
        catch (InvalidOperationException)
        {
            return 0;
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
