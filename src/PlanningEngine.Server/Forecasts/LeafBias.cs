using System.Globalization;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Reconciliation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Moves the leaves by the bias of their sum at the inner origins, as far as it is beyond chance. It is known best of the whole company, where the errors of single series cancel, and goes down to the leaves as one
/// factor. The quantiles move with the means.
/// </summary>
internal sealed class LeafBias
{
    /// <summary>The sum of fewer series errs by what single ones do.</summary>
    private const int FewestSeries = 100;

    private readonly int[] _numbers;
    private readonly double _factor;

    private LeafBias(int[] numbers, double factor, string? note) => (_numbers, _factor, Note) = (numbers, factor, note);

    /// <summary>What was moved, and why, as a sentence; null where nothing was.</summary>
    public string? Note { get; }

    /// <summary>Learns from the errors at the inner origins.</summary>
    /// <param name="set">The series; those that are not discontinued have one leaf forecast each, in the same order.</param>
    /// <param name="evidence">Per leaf forecast how it did.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    public static LeafBias Of(SeriesSet set, IReadOnlyList<LeafEvidence> evidence, int horizon)
    {
        var live = set.Series.Where(s => s.Treatment != SeriesTreatment.Discontinued).ToList();
        int[] numbers = [.. Enumerable.Range(0, live.Count).Where(i => set.IsReconciled(live[i], horizon))];
        if (numbers.Length < FewestSeries)
            return new LeafBias([], 1, null);
        var origins = new SortedDictionary<int, (double Forecast, double Actual)>();
        foreach (var number in numbers)
        {
            var history = set.Usual(live[number]);
            foreach (var error in evidence[number].Errors)
            {
                var actual = history.Values[error.Cutoff + error.Step - history.FirstPeriod];
                var (forecast, total) = origins.GetValueOrDefault(error.Cutoff);
                origins[error.Cutoff] = (forecast + actual + error.Error, total + actual);
            }
        }

        var factor = CommonBias.Factor([.. origins.Values]);
        return factor.Equals(1.0) ? new LeafBias([], 1, null) : new LeafBias(numbers, factor, Text(factor, origins.Values));
    }

    /// <summary>Means of the leaf forecasts by their number, moved.</summary>
    /// <param name="means">As they were reconciled; a leaf that is not there stands as it was forecast.</param>
    /// <param name="leaves">The leaf forecasts.</param>
    public SortedDictionary<int, double[]> Means(SortedDictionary<int, double[]> means, IReadOnlyList<LeafForecast> leaves)
    {
        var moved = new SortedDictionary<int, double[]>(means);
        foreach (var number in _numbers)
            moved[number] = Array.ConvertAll(means.GetValueOrDefault(number) ?? [.. leaves[number].Steps.Select(s => s.Mean)], mean => _factor * mean);
        return moved;
    }

    /// <summary>How the leaves would have done at the later origins, moved. Their errors at the inner origins stay: they say how series go together, and the bias was learned from them.</summary>
    public IReadOnlyList<LeafEvidence> Evidence(IReadOnlyList<LeafEvidence> evidence)
    {
        var moved = evidence.ToArray();
        foreach (var number in _numbers)
            moved[number] = moved[number] with { Later = [.. moved[number].Later.Select(Moved)] };
        return moved;
    }

    private LaterForecast Moved(LaterForecast point)
    {
        var mean = _factor * point.Mean;
        return point with { Mean = mean, Quantiles = new StepDistribution(point.Mean, point.Quantiles).MovedTo(mean).Quantiles };
    }

    private static string Text(double factor, IEnumerable<(double Forecast, double Actual)> origins) => string.Create(CultureInfo.InvariantCulture,
        $"All forecasts are multiplied by {factor:0.000}: at earlier origins the sum of what was sold was {string.Join(" and ", origins.Where(o => o.Forecast > 0).Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Actual / o.Forecast:0.000}")))} times what was expected, of which so much is beyond chance");
}
