using System.Globalization;
using PlanningEngine.Forecasting.Reconciliation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What made the forecasts of a run add up: the output of the stage <c>reconcile</c>.</summary>
/// <param name="Note">Which method, and why, as a sentence.</param>
/// <param name="Means">Reconciled means of the leaf forecasts by their number in the order of the stage <c>forecast</c>; a leaf that is not there stays as it is.</param>
/// <param name="Rollups">Forecasts of the inner territories: their means are the sums of the leaves'.</param>
public sealed record CoherentForecasts(string Note, IReadOnlyDictionary<int, double[]> Means, IReadOnlyList<LeafForecast> Rollups)
{
    /// <summary>Makes leaf forecasts and those of the inner territories add up.</summary>
    /// <param name="set">The series; those that are not discontinued have one leaf forecast each, in the same order.</param>
    /// <param name="leaves">The leaf forecasts.</param>
    /// <param name="errors">Errors of the leaves at the inner origins, by id of the series; a series without any is moved least.</param>
    /// <param name="inner">The own forecasts of the inner territories.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What adds up.</returns>
    public static CoherentForecasts Of(
        SeriesSet set, IReadOnlyList<LeafForecast> leaves, IReadOnlyDictionary<string, IReadOnlyList<OriginError>> errors, InnerForecasts inner, int horizon,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(inner);
        var live = set.Series.Where(s => s.Treatment != SeriesTreatment.Discontinued).ToList();
        int[] numbers = [.. Enumerable.Range(0, live.Count).Where(i => set.IsReconciled(live[i], horizon))];
        var most = inner.Nodes.Where(n => n.IsOfReconciled).MaxBy(n => n.Errors.Count);
        // A territory whose errors are not of the same periods is not weighed: it is summed.
        var weighed = inner.Nodes.Where(n => n.IsOfReconciled && Periods(n).SequenceEqual(Periods(most!))).ToList();
        var means = new SortedDictionary<int, double[]>();
        if (numbers.Length == 0 || weighed.Count == 0)
            return new CoherentForecasts("The forecasts of territories are the sums of their series", means, Summed(leaves, means, inner, set.LastPeriod));

        var hierarchy = new Hierarchy(numbers.Length, [.. weighed.Select(n => Members(n.Node, numbers, live, inner.Positions))]);
        var origins = Origins(weighed, numbers, i => errors.GetValueOrDefault(live[i].Id, []));
        var choice = ReconciliationChoice.Of(hierarchy, origins, cancellationToken);
        if (choice.Method != ReconciliationMethod.BottomUp)
            means = Reconciled(choice.Reconciler, weighed, numbers, leaves, horizon, cancellationToken);
        return new CoherentForecasts(Text(choice, origins.Count), means, Summed(leaves, means, inner, set.LastPeriod));
    }

    /// <summary>A leaf forecast as it is published.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="leaf">As it was forecast.</param>
    public LeafForecast Moved(int number, LeafForecast leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return Means.TryGetValue(number, out var means) ? leaf with { Steps = [.. leaf.Steps.Select((step, i) => step.MovedTo(means[i]))] } : leaf;
    }

    private static IEnumerable<(int Cutoff, int Step)> Periods(InnerForecast node) => node.Errors.Select(e => (e.Cutoff, e.Step));

    private static int[] Members(InnerNode node, int[] numbers, List<RunSeries> live, IReadOnlyDictionary<int, int> positions) =>
        [.. Enumerable.Range(0, numbers.Length).Where(j => node.Holds(live[numbers[j]].TerritoryKey, positions))];

    /// <summary>Per origin and step one error per node, territories first.</summary>
    private static List<IReadOnlyList<double[]>> Origins(List<InnerForecast> weighed, int[] numbers, Func<int, IReadOnlyList<OriginError>> errorsOf)
    {
        var vectors = new SortedDictionary<(int Cutoff, int Step), double[]>();
        foreach (var error in weighed[0].Errors)
            vectors.Add((error.Cutoff, error.Step), new double[weighed.Count + numbers.Length]);
        for (var i = 0; i < weighed.Count + numbers.Length; i++)
            foreach (var error in i < weighed.Count ? weighed[i].Errors : errorsOf(numbers[i - weighed.Count]))
                if (vectors.TryGetValue((error.Cutoff, error.Step), out var vector))
                    vector[i] = error.Error;
        return [.. vectors.GroupBy(v => v.Key.Cutoff).Select(o => o.Select(v => v.Value).ToList())];
    }

    private static SortedDictionary<int, double[]> Reconciled(
        Reconciler reconciler, List<InnerForecast> weighed, int[] numbers, IReadOnlyList<LeafForecast> leaves, int horizon, CancellationToken cancellationToken)
    {
        var means = new SortedDictionary<int, double[]>();
        foreach (var number in numbers)
            means.Add(number, new double[horizon]);
        var own = new double[weighed.Count + numbers.Length];
        for (var step = 0; step < horizon; step++)
        {
            for (var i = 0; i < own.Length; i++)
                own[i] = (i < weighed.Count ? weighed[i].Forecast : leaves[numbers[i - weighed.Count]]).Steps[step].Mean;
            var reconciled = reconciler.Reconcile(own, nonNegative: true, cancellationToken);
            for (var j = 0; j < numbers.Length; j++)
                means[numbers[j]][step] = reconciled[weighed.Count + j];
        }

        return means;
    }

    private static List<LeafForecast> Summed(IReadOnlyList<LeafForecast> leaves, SortedDictionary<int, double[]> means, InnerForecasts inner, int lastPeriod)
    {
        var sums = inner.Nodes.Select(n => new double[n.Forecast.Steps.Count]).ToArray();
        for (var number = 0; number < leaves.Count; number++)
        {
            var leaf = leaves[number];
            var moved = means.GetValueOrDefault(number);
            for (var n = 0; n < sums.Length; n++)
                if (inner.Nodes[n].Node.Holds(leaf.TerritoryKey, inner.Positions))
                    foreach (var step in leaf.Steps)
                        sums[n][step.Period - lastPeriod - 1] += moved?[step.Step - 1] ?? step.Mean;
        }

        return [.. inner.Nodes.Select((n, i) => n.Forecast with { Steps = [.. n.Forecast.Steps.Select((step, s) => step.MovedTo(sums[i][s]))] })];
    }

    private static string Text(ReconciliationChoice choice, int origins)
    {
        string Less(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{100 * (1 - ratio):0.0} %");
        var method = choice.Method switch
        {
            ReconciliationMethod.MinimumTrace => string.Create(CultureInfo.InvariantCulture, $"minimum trace reconciliation (shrinkage {choice.Reconciler.Shrinkage:0.00})"),
            ReconciliationMethod.Variance => "least squares weighted by the variances of their errors",
            _ => "least squares weighted by the numbers of series",
        };
        return choice.Method != ReconciliationMethod.BottomUp
            ? $"Forecasts of series and territories add up by {method}: at origins held out, series erred {Less(choice.BottomRatio)} less and territories {Less(choice.AggregateRatio)} less than plain sums"
            : origins < 2 ? "The forecasts of territories are the sums of their series: there are too few origins to try a reconciliation"
            : "The forecasts of territories are the sums of their series: no reconciliation erred less on both at origins held out";
    }
}
