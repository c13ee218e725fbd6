using System.Globalization;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Reconciliation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Moves leaves towards the own forecasts of the inner territories, by the method that erred least at the inner origins; plain sums leave them where they are.</summary>
internal sealed class LeafReconciliation
{
    private readonly List<InnerForecast> _weighed;
    private readonly int[] _numbers;
    private readonly Reconciler? _reconciler;

    private LeafReconciliation(string note, List<InnerForecast> weighed, int[] numbers, Reconciler? reconciler) => (Note, _weighed, _numbers, _reconciler) = (note, weighed, numbers, reconciler);

    /// <summary>Which method, and why, as a sentence.</summary>
    public string Note { get; }

    /// <summary>Whether leaves move.</summary>
    public bool Moves => _reconciler is not null;

    /// <summary>Chooses.</summary>
    /// <param name="set">The series; those that are not discontinued have one leaf forecast each, in the same order.</param>
    /// <param name="evidence">Per leaf forecast how it did.</param>
    /// <param name="inner">The own forecasts of the inner territories.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static LeafReconciliation Of(SeriesSet set, IReadOnlyList<LeafEvidence> evidence, InnerForecasts inner, int horizon, CancellationToken cancellationToken)
    {
        var live = set.Series.Where(s => s.Treatment != SeriesTreatment.Discontinued).ToList();
        int[] numbers = [.. Enumerable.Range(0, live.Count).Where(i => set.IsReconciled(live[i], horizon))];
        var most = inner.Nodes.Where(n => n.IsOfReconciled).MaxBy(n => n.Errors.Count);
        // A territory whose errors are not of the same periods is not weighed: it is summed.
        var weighed = inner.Nodes.Where(n => n.IsOfReconciled && Periods(n).SequenceEqual(Periods(most!))).ToList();
        if (numbers.Length == 0 || weighed.Count == 0)
            return new LeafReconciliation("The forecasts of territories are the sums of their series", weighed, numbers, null);

        var hierarchy = new Hierarchy(numbers.Length, [.. weighed.Select(n => Members(n.Node, numbers, live, inner.Positions))]);
        var origins = Vectors(weighed, numbers, evidence).GroupBy(v => v.Key.Cutoff).ToList();
        var choice = ReconciliationChoice.Of(
            hierarchy, [.. origins.Select(o => (IReadOnlyList<double[]>)[.. o.Select(v => v.Value.Errors)])], [.. origins.Select(o => (IReadOnlyList<bool[]>)[.. o.Select(v => v.Value.Certain)])], cancellationToken);
        return new LeafReconciliation(Text(choice, origins.Count), weighed, numbers, choice.Method == ReconciliationMethod.BottomUp ? null : choice.Reconciler);
    }

    /// <summary>Reconciled means of the leaf forecasts by their number; empty where none moves.</summary>
    public SortedDictionary<int, double[]> Means(IReadOnlyList<LeafForecast> leaves, int horizon, CancellationToken cancellationToken)
    {
        var means = new SortedDictionary<int, double[]>();
        if (_reconciler is null)
            return means;
        foreach (var number in _numbers)
            means.Add(number, new double[horizon]);
        var own = new double[_weighed.Count + _numbers.Length];
        for (var step = 0; step < horizon; step++)
        {
            for (var i = 0; i < own.Length; i++)
                own[i] = (i < _weighed.Count ? _weighed[i].Forecast : leaves[_numbers[i - _weighed.Count]]).Steps[step].Mean;
            var reconciled = _reconciler.Reconcile(own, Certain(j => leaves[_numbers[j]].Steps[step] is var said && IsNothing(said.Mean, said.Quantiles)), nonNegative: true, cancellationToken);
            for (var j = 0; j < _numbers.Length; j++)
                means[_numbers[j]][step] = reconciled[_weighed.Count + j];
        }

        return means;
    }

    /// <summary>How the leaves would have done had they been moved at the earlier origins.</summary>
    public IReadOnlyList<LeafEvidence> Evidence(IReadOnlyList<LeafEvidence> evidence, CancellationToken cancellationToken)
    {
        if (_reconciler is null)
            return evidence;
        var errors = _numbers.Select(_ => new List<OriginError>()).ToArray();
        foreach (var ((cutoff, step), (own, certain)) in Vectors(_weighed, _numbers, evidence))
        {
            var left = _reconciler.Reconcile(own, certain, nonNegative: false, cancellationToken);
            for (var j = 0; j < _numbers.Length; j++)
                if (evidence[_numbers[j]].Errors.Any(e => e.Cutoff == cutoff && e.Step == step))
                    errors[j].Add(new OriginError(cutoff, step, left[_weighed.Count + j]) { IsCertain = certain[j] });
        }

        var moved = evidence.ToArray();
        var means = LaterMeans(evidence, cancellationToken);
        for (var j = 0; j < _numbers.Length; j++)
            moved[_numbers[j]] = new LeafEvidence(errors[j], [.. evidence[_numbers[j]].Later.Select(point => means.TryGetValue((point.Cutoff, point.Step), out var reconciled) ? Moved(point, reconciled[_weighed.Count + j]) : point)]);
        return moved;
    }

    /// <summary>Which leaves are certain: nothing is moved to a day on which nothing is sold.</summary>
    private bool[] Certain(Predicate<int> isCertain) => [.. Enumerable.Range(0, _numbers.Length).Select(j => isCertain(j))];

    private static bool IsNothing(double mean, IReadOnlyList<double> quantiles) => mean == 0 && quantiles.All(q => q == 0);

    private static LaterForecast Moved(LaterForecast point, double mean) => point with { Mean = mean, Quantiles = new StepDistribution(point.Mean, point.Quantiles).MovedTo(mean).Quantiles };

    /// <summary>Reconciled means of all nodes at the later origins, where every weighed territory has a forecast.</summary>
    private Dictionary<(int Cutoff, int Step), double[]> LaterMeans(IReadOnlyList<LeafEvidence> evidence, CancellationToken cancellationToken)
    {
        var own = _weighed[0].Later.ToDictionary(p => (p.Cutoff, p.Step), _ => new double[_weighed.Count + _numbers.Length]);
        foreach (var period in own.Keys)
        {
            for (var j = 0; j < _numbers.Length; j++)
                own[period][_weighed.Count + j] = MeanAt(evidence[_numbers[j]].Later, period.Cutoff, period.Step);
            for (var i = 0; i < _weighed.Count; i++)
                own[period][i] = _weighed[i].Later.FirstOrDefault(p => p.Cutoff == period.Cutoff && p.Step == period.Step)?.Mean ?? double.NaN;
        }

        return own.Where(o => Array.TrueForAll(o.Value, double.IsFinite)).ToDictionary(
            o => o.Key,
            o => _reconciler!.Reconcile(o.Value, Certain(j => evidence[_numbers[j]].Later.Any(p => (p.Cutoff, p.Step) == o.Key && IsNothing(p.Mean, p.Quantiles))), nonNegative: true, cancellationToken));
    }

    /// <summary>The leaf's mean; that of its other steps where the actual is unknown, 0 where the leaf was unknown.</summary>
    private static double MeanAt(IReadOnlyList<LaterForecast> later, int cutoff, int step)
    {
        var ofOrigin = later.Where(p => p.Cutoff == cutoff).ToList();
        return ofOrigin.Find(p => p.Step == step)?.Mean ?? (ofOrigin.Count > 0 ? ofOrigin.Average(p => p.Mean) : 0);
    }

    private static IEnumerable<(int Cutoff, int Step)> Periods(InnerForecast node) => node.Errors.Select(e => (e.Cutoff, e.Step));

    private static int[] Members(InnerNode node, int[] numbers, List<RunSeries> live, IReadOnlyDictionary<int, int> positions) =>
        [.. Enumerable.Range(0, numbers.Length).Where(j => node.Holds(live[numbers[j]].TerritoryKey, positions))];

    /// <summary>Per period of the origins one error per node, territories first, and which leaves were certain; a leaf without any error is 0 there, and moved least.</summary>
    private static SortedDictionary<(int Cutoff, int Step), (double[] Errors, bool[] Certain)> Vectors(List<InnerForecast> weighed, int[] numbers, IReadOnlyList<LeafEvidence> evidence)
    {
        var vectors = new SortedDictionary<(int Cutoff, int Step), (double[] Errors, bool[] Certain)>();
        foreach (var error in weighed[0].Errors)
            vectors.Add((error.Cutoff, error.Step), (new double[weighed.Count + numbers.Length], new bool[numbers.Length]));
        for (var i = 0; i < weighed.Count; i++)
            foreach (var error in weighed[i].Errors)
                if (vectors.TryGetValue((error.Cutoff, error.Step), out var vector))
                    vector.Errors[i] = error.Error;
        for (var j = 0; j < numbers.Length; j++)
            foreach (var error in evidence[numbers[j]].Errors)
                if (vectors.TryGetValue((error.Cutoff, error.Step), out var vector))
                    (vector.Errors[weighed.Count + j], vector.Certain[j]) = (error.Error, error.IsCertain);
        return vectors;
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
