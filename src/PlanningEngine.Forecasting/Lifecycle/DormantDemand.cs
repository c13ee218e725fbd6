using System.Globalization;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>
/// Items that have not sold for two cycles: at the rate at which they sold since their first sale, pause included, times the share of it at which items came back after such pauses. Spare parts go on at more
/// than half of it, discontinued products do not come back. Learned over many series in one pass, so that nothing needs to be tried on such items.
/// </summary>
/// <remarks>Immutable, safe for concurrent calls. Sales are counted by buckets with any, since sizes scatter more than chances.</remarks>
/// <param name="share">The share, at least 0.</param>
public sealed class DormantDemand(double share) : IForecaster
{
    private const int Cycles = 2;
    private const int ShortestCycle = 4;

    /// <summary>Expected buckets with a sale that evidence is set against: of none it is taken that items do not come back.</summary>
    private const double PriorSales = 3;

    /// <summary>Share below which items are gone.</summary>
    private const double LeastShare = 0.02;

    /// <summary>All such items are gone.</summary>
    public static DormantDemand None { get; } = new(0);

    /// <inheritdoc />
    public string Name => "dormant";

    /// <summary>The share; 0 where such items do not come back.</summary>
    public double Share => share;

    /// <summary>Learns: what series sold in the last horizon that had paused for two cycles before it, and where there are few of those, for one. Earlier times would show too much: who is still in the catalogue came back.</summary>
    /// <param name="series">Series that end together.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <returns>What is expected of such series.</returns>
    public static DormantDemand Learn(IEnumerable<TimeSeries> series, int horizon)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var (sales, expected) = (new double[Cycles], new double[Cycles]);
        foreach (var one in series)
        {
            if (CycleOf(one) < ShortestCycle || After(one.Values, CycleOf(one), horizon) is not { } found)
                continue;
            sales[found.Cycles - 1] += found.Sales;
            expected[found.Cycles - 1] += found.Expected;
        }

        // A longer pause does not bring more back.
        var share = 1.0;
        for (var (i, prior) = (0, 0.0); i < Cycles; i++, prior = share)
            share = Math.Min(share, (sales[i] + PriorSales * prior) / (expected[i] + PriorSales));
        return share < LeastShare ? None : new DormantDemand(share);
    }

    /// <summary>Whether a series sold before but, as far as most of it is known, not in the last two cycles, and never less than nothing.</summary>
    /// <param name="series">The series.</param>
    public static bool Holds(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var window = Cycles * CycleOf(series);
        return CycleOf(series) >= ShortestCycle && series.Length > window && IsPaused(series.Values, CycleOf(series)) && 2 * series.Values[^window..].Count(double.IsNaN) < window
            && Array.TrueForAll(series.Values, v => !(v < 0)) && Array.Exists(series.Values, v => v > 0);
    }

    /// <summary>Whether nothing was sold, or is known, in the last two cycles of a history.</summary>
    /// <param name="values">Values; NaN is unknown.</param>
    /// <param name="cycle">Buckets in a cycle, at least 1.</param>
    public static bool IsPaused(ReadOnlySpan<double> values, int cycle)
    {
        foreach (var value in values[Math.Max(0, values.Length - Cycles * cycle)..])
            if (!double.IsNaN(value) && value != 0)
                return false;
        return true;
    }

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        InputRules.ThrowIfViolated(series, request);
        var known = series.Values.SkipWhile(v => double.IsNaN(v) || v == 0).Where(v => !double.IsNaN(v)).ToArray();
        var (mean, row) = (0.0, new double[request.Levels.Count]);
        if (known.Length > 0 && share > 0)
        {
            var (chance, size) = (Math.Min(1, share * known.Count(v => v != 0) / known.Length), known.Sum() / known.Count(v => v != 0));
            (mean, row) = (chance * size, IntermittentForecaster.CompoundQuantiles(known, chance, size, request.Levels));
        }

        var means = new double[request.Horizon];
        Array.Fill(means, mean);
        var note = string.Create(CultureInfo.InvariantCulture, $"no sale in the last {Cycles} cycles of {CycleOf(series)}: {100 * share:0} % of the rate before is expected, as series with such pauses showed");
        return PlanningEngine.Forecasting.Forecast.Create(Name, means, [.. means.Select(_ => (double[])row.Clone())], request, [note]);
    }

    private static int CycleOf(TimeSeries series) => series.FurtherPeriods.Append(series.Period).Max();

    /// <summary>What was sold in the last horizon, and what the rate until then made expect; null unless a cycle without sales lay before.</summary>
    private static (int Cycles, double Sales, double Expected)? After(double[] values, int cycle, int horizon)
    {
        var origin = values.Length - horizon;
        var (first, last) = (-1, -1);
        for (var t = 0; t < origin; t++)
            if (IsSale(values[t]))
                (first, last) = (first < 0 ? t : first, t);
        if (first < 0 || origin - 1 - last < cycle)
            return null;
        var (before, ahead) = (Array.FindAll(values[first..origin], v => !double.IsNaN(v)), Array.FindAll(values[origin..], v => !double.IsNaN(v)));
        return (Math.Min(Cycles, (origin - 1 - last) / cycle), ahead.Count(IsSale), ahead.Length * before.Count(IsSale) / (double)before.Length);
    }

    private static bool IsSale(double value) => !double.IsNaN(value) && value != 0;
}
