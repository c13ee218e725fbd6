using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Benchmarks;

/// <summary>The seasonal cycles that are found in series nobody declared them for: on the training rows of M3's months and M4's hours, test rows unseen.</summary>
internal static class CycleDetection
{
    private const int Hours = 60;

    internal static void Run(Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        if (ScoredSeries.Read("m4", "m4_hourly_long.csv.gz") is { } hourly)
            Score("m4-hourly", [.. Enumerable.Range(0, Hours).Select(i => hourly[i * hourly.Count / Hours].Train)], [24, 168], rows, report, ct);
        if (M3Data.Folder() is { } folder)
        {
            var m3 = M3Data.Read(folder);
            Score("m3-monthly", [.. m3.Where(s => s.Frequency == "monthly").Select(s => s.Train)], [12], rows, report, ct);
            Score("m3-yearly", [.. m3.Where(s => s.Frequency == "yearly").Select(s => s.Train)], [], rows, report, ct);
        }

        if (rows.Count > 0)
            Report.Table("Cycles found in training rows", ["series of", "series", "cycle", "found in %", "some other cycle in %", "none in %"], rows);
    }

    private static void Score(string name, double[][] series, int[] cycles, List<IReadOnlyList<string>> rows, Report report, CancellationToken ct)
    {
        Report.Progress($"cycles of {series.Length} series of {name}");
        var found = new int[series.Length][];
        Parallel.For(0, series.Length, new ParallelOptions { CancellationToken = ct }, i => found[i] = [.. SeasonalityDetector.Detect(series[i], ct).Select(c => c.Period)]);
        double Share(Func<int[], bool> of) => 100.0 * found.Count(of) / found.Length;
        var (other, none) = (Share(f => f.Except(cycles).Any()), Share(f => f.Length == 0));
        foreach (var cycle in cycles.DefaultIfEmpty(1))
            rows.Add([name, $"{found.Length}", cycle == 1 ? "none" : $"{cycle}", $"{(cycle == 1 ? none : Share(f => f.Contains(cycle))):0.0}", $"{other:0.0}", $"{none:0.0}"]);
        foreach (var cycle in cycles)
            report.Add(new Figure($"business.cycles.{name}.{cycle}", Share(f => f.Contains(cycle)), "%-of-series"));
        report.Add(new Figure($"business.cycles.{name}.other", other, "%-of-series"));
    }
}
