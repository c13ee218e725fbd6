using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>
/// The effects of regressors over all series, by a Poisson pseudo-likelihood with two ways of fixed effects (Santos Silva and Tenreyro 2006): demand is the level of a series in a stretch of a few
/// buckets, times what all series share in a bucket, times exp(b x). Levels and shared surprises are free, so that neither a growing series nor a good December is taken for a promotion; zeros
/// are ordinary values, and expectations are fitted. Effects smaller than their standard error, clustered by series or by bucket, are taken for none, and those near it shrunken (James and Stein 1961).
/// </summary>
internal static class EffectPooling
{
    private const int MostSeries = 3_000;
    private const int MostEffects = 50;
    private const int ShortestStretch = 6;
    private const int LongestStretch = 13;
    private const int StretchesPerCycle = 4;

    /// <summary>Learns; none where no series has regressors.</summary>
    /// <param name="series">Series in a fixed order, cut at the cut-off.</param>
    /// <param name="notes">Receives what was left out.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static PooledEffects Learn(IReadOnlyList<TimeSeries> series, List<string> notes, CancellationToken cancellationToken)
    {
        var named = series.SelectMany(s => s.Regressors).Where(r => r.Form != RegressorForm.Proportional).GroupBy(r => (r.Name, r.Form))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Name, StringComparer.Ordinal).ThenBy(g => g.Key.Form).Select(g => g.Key).ToArray();
        if (named.Length == 0)
            return PooledEffects.None;
        if (named.Length > MostEffects)
            notes.Add(FormattableString.Invariant($"{named.Length - MostEffects} of {named.Length} regressors were left out: those that the fewest series have"));
        var kept = named.Take(MostEffects).OrderBy(k => k.Name, StringComparer.Ordinal).ThenBy(k => k.Form).Select(k => new PooledEffect(k.Name, k.Form, 0, 0)).ToArray();
        var empty = new PooledEffects(kept);
        TimeSeries[] usable = [.. series.Where(s => s.Regressors.Count > 0 && KnownDemand.Multiplies(s.Values))];
        var rows = SeasonModel.Spread(usable, MostSeries).Select(s => RowsOf(s, empty)).Where(r => r.Demand.Length > 1).ToArray();
        if (rows.Length == 0)
            return empty;
        var (coefficients, errors) = new PooledPoisson(rows, kept.Length).Fit(cancellationToken);
        return new PooledEffects([.. kept.Select((k, i) => k with { Coefficient = coefficients[i], StandardError = errors[i] })]);
    }

    /// <summary>The known values of a series in units of its mean size.</summary>
    private static PooledPoisson.Rows RowsOf(TimeSeries series, PooledEffects effects)
    {
        var columns = RegressorColumns.Of(series.Regressors, series.Length, 0);
        var values = LostSales.FullyAvailable(series.Values, series.Availability);
        var known = Enumerable.Range(0, values.Length).Where(t => !double.IsNaN(values[t])).ToArray();
        var demand = Array.ConvertAll(known, t => Math.Max(0, values[t] / columns.Size[t]));
        var size = demand.Length > 0 ? demand.Average() : 0;
        if (!(size > 0))
            return new PooledPoisson.Rows([], [], [], [], 0);
        var all = new double[]?[effects.All.Count];
        var next = 0;
        foreach (var regressor in series.Regressors.Where(r => r.Form != RegressorForm.Proportional))
        {
            var column = columns.Columns[next++];
            if (effects.IndexOf(regressor) is >= 0 and var at)
                all[at] = Array.ConvertAll(known, t => column[t]);
        }

        var stretch = Math.Clamp(series.Period / StretchesPerCycle, ShortestStretch, LongestStretch);
        // The last stretch takes what is left over.
        var last = Math.Max(0, series.Length / stretch - 1);
        double[] scaled = [.. demand.Select(v => v / size)];
        return new PooledPoisson.Rows(
            scaled, [.. known.Select(t => series.FirstPeriod + t)], [.. known.Select(t => Math.Min(t / stretch, last))], all,
            1 / SeasonFactors.ScaledSeries.VarianceOf(scaled));
    }
}
