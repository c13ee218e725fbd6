namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// Where a history is cut to see how well methods do. Inner origins choose and calibrate; later origins, whose buckets the choice did not see, give the
/// credibility: the buckets of the last inner origin end where the first later origin begins, or before.
/// </summary>
/// <param name="Inner">Cut-offs that choose and calibrate, as ordinals on the shared time axis, increasing. Methods see the buckets before, and are compared on the buckets from there on.</param>
/// <param name="Later">Cut-offs that give the credibility, increasing.</param>
/// <param name="Horizon">Number of buckets compared after each cut-off; at most the horizon asked for.</param>
/// <remarks>Runs make one plan for all series, so that a global model is trained once per cut-off; a stateless call makes one per series.</remarks>
public sealed record OriginPlan(IReadOnlyList<int> Inner, IReadOnlyList<int> Later, int Horizon)
{
    private const int FewestValues = 4;

    /// <summary>A plan without origins: the default combination, and no credibility.</summary>
    public static OriginPlan None { get; } = new([], [], 0);

    /// <summary>All cut-offs, increasing: what a global model must be trained for, beside the end of the histories.</summary>
    public IReadOnlyList<int> Cutoffs => [.. Inner, .. Later];

    /// <summary>The usual plan: two inner and two later origins a horizon apart; closer together, then with a shorter horizon, then one and one where the history is short.</summary>
    /// <param name="firstPeriod">Ordinal of the first bucket (of a typical series, for a run).</param>
    /// <param name="end">Ordinal after the last bucket.</param>
    /// <param name="horizon">Horizon asked for, at least 1.</param>
    /// <param name="period">Length of the seasonal cycle, at least 1.</param>
    /// <returns>The plan; <see cref="None"/> when the history is too short for any.</returns>
    public static OriginPlan For(int firstPeriod, int end, int horizon, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        var length = end - firstPeriod;
        var training = Math.Max(FewestValues, Math.Min(period > 1 ? 2 * period : 6, length / 2));
        for (var compared = horizon; ; compared = (compared + 1) / 2)
        {
            foreach (var (count, spacing) in new[] { (2, compared), (2, (compared + 1) / 2), (1, compared) })
            {
                var span = (count - 1) * spacing + compared;
                if (length - 2 * span >= training)
                    return new OriginPlan(Cuts(end - 2 * span, count, spacing), Cuts(end - span, count, spacing), compared);
            }

            if (compared == 1)
                return None;
        }
    }

    /// <summary>The plan as far as one series can follow it: cut-offs that leave it enough known values before and one at least after.</summary>
    /// <param name="series">A series.</param>
    internal OriginPlan Within(TimeSeries series)
    {
        bool Usable(int cutoff) => cutoff > series.FirstPeriod && cutoff < series.End
            && series.Values.AsSpan(0, cutoff - series.FirstPeriod).ToArray().Count(v => !double.IsNaN(v)) >= FewestValues;
        return new OriginPlan([.. Inner.Where(Usable)], [.. Later.Where(Usable)], Horizon);
    }

    private static int[] Cuts(int first, int count, int spacing) => [.. Enumerable.Range(0, count).Select(i => first + i * spacing)];
}
