using System.CommandLine;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models.Pretrained;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>Builds the file of learned weights and calibration, and says what it is worth on windows that it was not learned from.</summary>
internal static class LearnBenchmark
{
    private const string File = "src/PlanningEngine.Forecasting/Learned/learned.json";
    private const string None = "none";

    public static Command Create()
    {
        var leaveOut = new Option<string>("--leave-out") { Description = "A collection to leave out of learning and to score on; then nothing is written unless --output is given", DefaultValueFactory = _ => None };
        leaveOut.AcceptOnlyFromAmong([None, .. TrainingCollections.Names]);
        var output = new Option<string>("--output") { Description = $"File to write. Default: {File}", DefaultValueFactory = _ => "" };
        return Benchmark.Create(
            "learn", "Learns weights and calibration of auto from generated series and windows inside training values; writes them and prints their hash (needs PLANNING_SHARED_DATA).",
            "learn --leave-out m3", [leaveOut, output],
            (parse, report, ct) => Task.Run(() => Run(parse.GetValue(leaveOut)!, parse.GetValue(output)!, report, ct), ct));
    }

    private static void Run(string leftOut, string output, Report report, CancellationToken ct)
    {
        var series = TrainingCollections.Series();
        var networks = NetworkLearning.Of([.. series.Where(s => s.Collection != leftOut)], ct);
        TrainingWindow[] windows = [.. series.Concat(TrainingCollections.FurtherSeries()).SelectMany(s => s.Windows())];
        Report.Progress($"{windows.Length} windows");
        var tried = new LearningExample?[windows.Length];
        Parallel.For(0, tried.Length, new ParallelOptions { CancellationToken = ct }, i => tried[i] = LearningExample.Of(windows[i], networks.Unaware(windows[i], leftOut), ct));
        LearningExample[] examples = [.. tried.OfType<LearningExample>()];
        LearningExample[] taught = [.. examples.Where(e => e.Window.Collection != leftOut)];
        Report.Progress($"learning from {taught.Length} of them");
        var (learned, crossed) = Learn(taught, networks.Whole, leftOut, ct);
        if (leftOut == None)
            Score("weights of the other half of the windows", crossed, learned, report);
        else
            Score($"learned without {leftOut}", [.. examples.Except(taught).Select(e => (e, e.Weights(learned.Weights)))], learned, report);
        var file = learned.ToFile();
        if (output.Length > 0 || leftOut == None)
            System.IO.File.WriteAllBytes(output.Length > 0 ? output : Repository.PathOf(File), file);
        Console.WriteLine($"learned from {taught.Length} windows, sha256 {LearnedParameters.FingerprintOf(file)}");
    }

    /// <summary>Weights from all windows; the calibration from combinations by weights that one half of the windows gave the other.</summary>
    private static (LearnedParameters Learned, (LearningExample Example, double[] Weights)[] Crossed) Learn(LearningExample[] examples, PretrainedNetworks networks, string leftOut, CancellationToken ct)
    {
        FeatureWeights[] halves = [.. new[] { 0, 1 }.Select(half => WeightFit.Of(examples.Where(e => e.Window.Series.Half == half), ct))];
        (LearningExample, double[])[] crossed = [.. examples.Select(e => (e, e.Weights(halves[1 - e.Window.Series.Half])))];
        var command = $"dotnet run -c Release --project tests/PlanningEngine.Benchmarks -- learn{(leftOut == None ? "" : $" --leave-out {leftOut}")}";
        return (new LearnedParameters(command, examples.Length, WeightFit.Of(examples, ct), SpreadFit.Of(crossed, ct), networks), crossed);
    }

    private static void Score(string caption, IReadOnlyList<(LearningExample Example, double[] Weights)> weighed, LearnedParameters learned, Report report)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var kind in weighed.GroupBy(w => w.Example.Window.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
            rows.Add(LearningScore.Row(kind.Key, [.. kind], learned.Spread));
        foreach (var collection in weighed.Where(w => w.Example.IsWeighedByFeatures && w.Example.IsOneSided).GroupBy(w => w.Example.Window.Collection))
        {
            rows.Add(LearningScore.Row($"all of {collection.Key} on one side of zero", [.. collection], learned.Spread));
            report.Add(new Figure($"learn.{collection.Key}.smape", LearningScore.Smape(collection.Select(w => (w.Example, w.Weights))), "sMAPE-%")
            {
                Peer = LearningScore.Smape(collection.Select(w => (w.Example, LearningScore.Equal(w.Weights)))),
                PeerName = "equal weights",
            });
        }

        Report.Table(caption, LearningScore.Header, rows);
    }
}
