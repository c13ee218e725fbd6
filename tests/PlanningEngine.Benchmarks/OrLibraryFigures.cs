using System.Globalization;

namespace PlanningEngine.Benchmarks;

/// <summary>How many OR-Library problems are solved to their optimum; the known optima are read after the solving, to judge it.</summary>
internal static class OrLibraryFigures
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static void Add(Report report, CancellationToken ct)
    {
        if (Repository.SharedData("orlib") is not { } folder)
        {
            Report.Progress("The OR-Library's files are not there: no figures of them. Maybe set PLANNING_SHARED_DATA.");
            return;
        }

        Add(report, "gap-max", folder, [.. Enumerable.Range(2, 11).Select(n => $"gap/gap{n}.txt")], ct);
        Add(report, "gap-min", folder, ["gap/gapa.txt", "gap/gapb.txt"], ct);
        Add(report, "pmedcap", folder, [.. Enumerable.Range(1, 10).Select(n => $"pmedcap/pmedcap1_{n}.txt")], ct);
    }

    private static void Add(Report report, string kind, string folder, string[] files, CancellationToken ct)
    {
        Report.Progress($"OR-Library, {kind}");
        var answers = new List<(string File, int Number, OrLibraryAnswer Answer)>();
        foreach (var file in files)
        {
            var number = 0;
            answers.AddRange(OrLibraryBenchmark.Answers(kind, OrLibraryFile.Read(Path.Combine(folder, file)), Limit, ct).Select(answer => (file, ++number, answer)));
            ct.ThrowIfCancellationRequested();
        }

        var known = File.ReadLines(Path.Combine(folder, "index.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(cells => (cells[2], int.Parse(cells[3], CultureInfo.InvariantCulture)), cells => long.Parse(cells[8], CultureInfo.InvariantCulture));
        var optimal = answers.Count(a => a.Answer.Objective == known[(a.File, a.Number)]);
        var slowest = answers.Max(a => a.Answer.Seconds);
        report.Add(new Figure($"allocation.orlib-{kind}-optimal", optimal, "problems") { Peer = answers.Count, PeerName = "known optima", Goal = "all", Holds = optimal == answers.Count });
        report.Add(new Figure($"allocation.orlib-{kind}-proven", answers.Count(a => a.Answer.Objective == a.Answer.Bound), "problems") { Peer = answers.Count, PeerName = "problems" });
        report.Add(new Figure($"allocation.orlib-{kind}-slowest", slowest, "s") { Goal = "<=15", Holds = slowest <= Limit.TotalSeconds });
    }
}
