using System.CommandLine;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>How fast a whole planning cycle is: forecasts, quotas, allocation and KPIs, stage by stage.</summary>
internal static class RunsBenchmark
{
    private const int Territories = 6;
    private const int DaysOfMonth = 30;

    public static Command Create()
    {
        var series = Benchmark.Number("--series", "Series, rounded up to a multiple of 6", 600, 6, 30_000);
        var months = Benchmark.Number("--months", "Months of history", 48, 6, 240);
        var days = Benchmark.Number("--days", "Days of history in place of months, and forecasts by day; 0 for months", 0, 0, 3_650);
        return Benchmark.Create("runs", "Series per second of a planning cycle and seconds per stage.", "runs --series 3000", [series, months, days],
            (parse, report, ct) => RunAsync(parse.GetValue(series), parse.GetValue(months), parse.GetValue(days), report, ct));
    }

    private static async Task RunAsync(int series, int months, int days, Report report, CancellationToken ct)
    {
        var company = new GeneratedCompany((series + Territories - 1) / Territories, Territories);
        await using var server = await ServerUnderTest.StartAsync(ct);
        Report.Progress($"loading {series} series of {(days > 0 ? $"{days} days" : $"{months} months")}");
        await LoadSession.LoadAsync(server.Client, "reference", company.ReferenceChunks(days > 0 ? days / DaysOfMonth : months), ct);
        await LoadSession.LoadAsync(server.Client, "sales", [.. GeneratedCompany.Chunks(days > 0 ? company.DailySales(days) : company.MonthlySales(months))], ct);
        var before = server.PeakMemory();

        var cpuBefore = server.CpuSeconds();
        var session = new RunSession(RunKind.Cycle, new RunParameters { Bucket = days > 0 ? RunBucket.Day : RunBucket.Month });
        var (run, seconds) = await Measure.WallAsync(() => session.SucceedAsync(server.Client, ct));
        report.Add(new Figure("runs.series", run.SeriesCount, "series"));
        report.Add(new Figure("runs.cycle", run.SeriesCount / seconds, "series/s"));
        report.Add(new Figure("runs.cycle-cpu", run.SeriesCount / (server.CpuSeconds() - cpuBefore), "series/CPU-s"));
        foreach (var stage in session.Stages.GroupBy(s => s.Stage, StringComparer.Ordinal))
            report.Add(new Figure($"runs.stage.{stage.Key.Replace(' ', '-')}", stage.Sum(s => s.Seconds), "s"));
        report.Add(new Figure("runs.wape", run.Summary.Wape, "ratio") { Peer = run.Summary.NaiveWape, PeerName = "seasonal naive" });
        report.Add(new Figure("runs.memory-before", before, "MB"));
        report.Add(new Figure("runs.memory-peak", server.PeakMemory(), "MB"));
    }
}
