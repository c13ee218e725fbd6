using System.CommandLine;
using System.Globalization;
using PlanningEngine.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("""
    Measures the engine and says, per figure, what its peer does in the same run.

    Each benchmark prints a table, and one line per figure:
      FIGURE name value unit peer=VALUE ratio=R goal=G holds=yes|no
    The ratio is value over peer; - stands where there is no peer or no goal.
    Exit codes: 0 done, 1 a goal does not hold or an answer was wrong, 130 stopped.

    Examples:
      dotnet run -c Release --project tests/PlanningEngine.Benchmarks -- ingest --rows 1000000
      dotnet run -c Release --project tests/PlanningEngine.Benchmarks -- all
    """)
{
    AccuracyBenchmark.Create(),
    BusinessBenchmark.Create(),
    SpeedBenchmark.Create(),
    MemoryBenchmark.Create(),
    CollectionBenchmark.Create(),
    AllocationBenchmark.Create(),
    OrLibraryBenchmark.Create(),
    IngestBenchmark.Create(),
    RunsBenchmark.Create(),
    CoherenceBenchmark.Create(),
    FeedBenchmark.Create(),
    GrpcBenchmark.Create(),
    SoakBenchmark.Create(),
};

var benchmarks = root.Subcommands.ToArray();
var all = new Command("all", "Every benchmark with its defaults, one after the other.");
all.SetAction(async (_, ct) =>
{
    var worst = Benchmark.Done;
    foreach (var benchmark in benchmarks)
        worst = Math.Max(worst, await root.Parse(benchmark.Name).InvokeAsync(Patience(), ct));
    return worst;
});
root.Subcommands.Add(all);
root.Subcommands.Add(LearnBenchmark.Create());

return await root.Parse(args).InvokeAsync(Patience());

// How long Ctrl-C waits for a benchmark to end its server.
static InvocationConfiguration Patience() => new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
