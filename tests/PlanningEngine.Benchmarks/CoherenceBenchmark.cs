using System.CommandLine;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>How forecasts of a run and their intervals hold at origins that neither choice nor calibration saw, for series and for the territories above them, before and after adding up.</summary>
internal static class CoherenceBenchmark
{
    private const int FirstSeed = 7;
    private const int RetailWeeks = 13;
    private const string Retail = "retail";

    public static Command Create()
    {
        var seeds = Benchmark.Number("--seeds", $"Demo companies, their seeds from {FirstSeed} on", 4, 0, 100);
        var first = Benchmark.Number("--first", "Seed of the first", FirstSeed, 1, 1_000_000);
        var retail = new Option<bool>("--retail") { Description = "Also weekly sales of 45 shops, training weeks alone, the shops as territories" };
        return Benchmark.Create("coherence", "Errors, bias, and coverage and loss of intervals, by level of the territories, before and after adding up.", "coherence --seeds 12 --retail", [seeds, first, retail], async (parse, report, ct) =>
        {
            var demo = new List<LevelCoverage>();
            for (var i = 0; i < parse.GetValue(seeds); i++)
            {
                Report.Progress($"demo company of seed {parse.GetValue(first) + i}");
                demo.AddRange(await CoverageAsync(DemoRows.Chunks(parse.GetValue(first) + i), new RunParameters(), ct));
            }

            Show(report, "demo", $"{parse.GetValue(seeds)} demo companies, 6 months ahead", demo);
            if (!parse.GetValue(retail))
                return;
            if (RetailRows.Chunks() is { } chunks)
                Show(report, Retail, $"Weekly sales of shop departments, {RetailWeeks} weeks ahead, training weeks", await CoverageAsync(chunks, new RunParameters { Bucket = RunBucket.Week, Horizon = RetailWeeks }, ct));
            else
                Report.Progress("The retail sales are not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds them.");
        });
    }

    private static async Task<IReadOnlyList<LevelCoverage>> CoverageAsync(IReadOnlyList<LoadChunk> chunks, RunParameters parameters, CancellationToken ct)
    {
        await using var server = await ServerUnderTest.StartAsync(ct);
        await LoadSession.LoadAsync(server.Client, "coherence", chunks, ct);
        return (await new RunSession(RunKind.Forecast, parameters).SucceedAsync(server.Client, ct)).Summary.CoverageByLevel;
    }

    private static void Show(Report report, string key, string caption, IReadOnlyList<LevelCoverage> coverage)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var level in coverage.GroupBy(c => c.HasLevel ? c.Level : int.MaxValue).OrderBy(l => l.Key))
        {
            var all = level.ToList();
            double Mean(Func<LevelCoverage, double> of) => 100 * all.Sum(c => c.N * of(c)) / all.Sum(c => c.N);
            var name = level.Key == int.MaxValue ? "series" : FormattableString.Invariant($"level-{level.Key}");
            (string Unit, Func<IntervalFigures, double> Of)[] figures = [("in-80", f => f.Coverage80), ("in-95", f => f.Coverage95), ("wql", f => f.Wql), ("wape", f => f.Wape), ("bias", f => f.Bias)];
            foreach (var (unit, of) in figures)
                report.Add(new Figure($"coherence.{key}.{name}.{unit}", Mean(c => of(c.After)), "%") { Peer = Mean(c => of(c.Before)), PeerName = "own forecasts before adding up" });
            rows.Add([name, $"{all.Sum(c => c.N)}", .. figures.Select(f => $"{Mean(c => f.Of(c.Before)):0.00}, {Mean(c => f.Of(c.After)):0.00}")]);
        }

        Report.Table($"{caption}; before adding up, after", ["level", "periods", "in 80 %", "in 95 %", "WQL %", "WAPE %", "bias %"], rows);
    }
}
