using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>
/// The season that series with demand that is mostly zero show together, where none of them shows it by itself: weekdays of slow items in shops. Without it their forecasts are flat, each as good as before, and
/// their sums miss every weekend. Learned at several cut-offs, so that an earlier origin is answered by what was known then.
/// </summary>
/// <remarks>Immutable, safe for concurrent calls.</remarks>
public sealed class SharedSeasons
{
    /// <summary>Fewest series that show a season together.</summary>
    private const int FewestSeries = 10;

    private readonly (int Cutoff, IReadOnlyList<SharedSeason> Seasons)[] _learned;

    private SharedSeasons((int, IReadOnlyList<SharedSeason>)[] learned) => _learned = learned;

    /// <summary>Nothing learned: each series is spread over the cycle as it shows by itself.</summary>
    public static SharedSeasons None { get; } = new([]);

    /// <summary>Whether there is no season at any cut-off.</summary>
    public bool IsEmpty => Array.TrueForAll(_learned, l => l.Seasons.Count == 0);

    /// <summary>Learns from the series of seldom demand among many.</summary>
    /// <param name="series">Series on one time axis; those whose periods are not the most frequent ones, or that have leap buckets, play no part.</param>
    /// <param name="cutoffs">Ordinals before which the seasons are learned, each by itself.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The seasons; none where phases differ no more than chance makes them.</returns>
    public static SharedSeasons Learn(IEnumerable<TimeSeries> series, IEnumerable<int> cutoffs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(cutoffs);
        TimeSeries[] alike =
        [
            .. series.Where(s => s.LeapBuckets.Count == 0).GroupBy(s => string.Join(',', SeasonalRates.PeriodsOf(s)))
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault() ?? Enumerable.Empty<TimeSeries>(),
        ];
        if (alike.Length < FewestSeries || SeasonalRates.PeriodsOf(alike[0]).Length == 0)
            return None;
        var learned = new List<(int, IReadOnlyList<SharedSeason>)>();
        foreach (var cutoff in cutoffs.Distinct().Order())
        {
            TimeSeries[] seldom =
            [
                .. alike.Where(s => s.FirstPeriod < cutoff).Select(s => Known(s.Until(Math.Min(cutoff, s.End))))
                    .Where(s => DemandPattern.Of(s.Values, s).Class is DemandClass.Intermittent or DemandClass.Lumpy),
            ];
            cancellationToken.ThrowIfCancellationRequested();
            learned.Add((cutoff, seldom.Length < FewestSeries ? [] : SeasonalRates.OfAll(seldom)));
        }

        return new SharedSeasons([.. learned]);
    }

    /// <summary>What was known at the end of a history: the newest seasons that saw nothing after it.</summary>
    internal IReadOnlyList<SharedSeason> At(int end) => Array.FindLast(_learned, l => l.Cutoff <= end).Seasons ?? [];

    private static TimeSeries Known(TimeSeries series) => series with { Values = LostSales.FullyAvailable(series.Values, series.Availability) };
}
