using PlanningEngine.Forecasting.Models.Pretrained;

namespace PlanningEngine.Benchmarks;

/// <summary>The networks that ship, and those that judge them: for each window networks that saw neither its series nor anything of its time, since at one time other series tell what happened to all of them.</summary>
/// <param name="Whole">Of all series and times.</param>
/// <param name="Judges">By half of the series and number of the window.</param>
internal sealed record NetworkLearning(PretrainedNetworks Whole, PretrainedNetworks[][] Judges)
{
    private const int Members = 5;
    private const int MembersOfJudges = 3;

    /// <summary>Trains all of them; how their errors are distributed is what the judges' errors say.</summary>
    internal static NetworkLearning Of(IReadOnlyList<TrainingSeries> series, CancellationToken ct)
    {
        TrainingSeries[] all = [.. series, .. TrainingCollections.Coarser(series)];
        var made = new NetworkExample[all.Length][];
        Parallel.For(0, all.Length, new ParallelOptions { CancellationToken = ct }, i => made[i] = [.. NetworkExample.Of(all[i], i)]);
        var fit = new NetworkFit([.. made.SelectMany(m => m)]);
        var trained = new DenseNetwork[1 + (2 * TrainingSeries.UsualWindows)][];
        Report.Progress($"{made.Sum(m => m.Length)} origins for networks");
        Parallel.For(0, trained.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var (half, number) = Math.DivRem(Math.Max(0, i - 1), TrainingSeries.UsualWindows);
            Func<NetworkExample, int> steps = i == 0 ? e => e.Targets.Length : e => e.Series.Half == half ? 0 : e.StepsBefore(number + 1);
            trained[i] = [.. Enumerable.Range(1, i == 0 ? Members : MembersOfJudges).Select(seed => fit.Train(steps, seed, ct))];
        });
        PretrainedNetworks With(DenseNetwork[] members, double[] quantiles) => new(fit.Centres, fit.Deviations, members, WeightedQuantiles.Levels, quantiles);
        DenseNetwork[][][] judges = [.. trained[1..].Chunk(TrainingSeries.UsualWindows)];
        var errors = series.SelectMany(s => s.Windows()).SelectMany(w => Errors(w, With(judges[w.Series.Half][w.Number], []))).ToArray();
        var quantiles = WeightedQuantiles.Of(errors);
        var median = quantiles[Array.IndexOf(WeightedQuantiles.Levels, 0.5)];
        double[] around = [.. quantiles.Select(q => Math.Round(q - median, 6))];
        return new NetworkLearning(With(trained[0], around), [.. judges.Select(half => half.Select(members => With(members, around)).ToArray())]);
    }

    /// <summary>Networks that a window can judge.</summary>
    internal PretrainedNetworks Unaware(TrainingWindow window, string leftOut) => window.Collection == leftOut ? Whole : Judges[window.Series.Half][window.Number];

    /// <summary>Errors over the expected absolute ones; every window counts the same.</summary>
    private static IEnumerable<(double Score, double Weight)> Errors(TrainingWindow window, PretrainedNetworks networks)
    {
        if (NetworkExample.At(window.Series, window.Known.Length) is not { } example)
            yield break;
        var (corrections, errors) = networks.Apply(example.Inputs);
        var count = Math.Min(window.Actual.Length, example.Targets.Length);
        for (var step = 0; step < count; step++)
            yield return ((example.Targets[step] - corrections[step]) / errors[step], 1.0 / count);
    }
}
