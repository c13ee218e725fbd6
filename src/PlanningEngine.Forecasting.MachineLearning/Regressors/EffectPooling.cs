using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>
/// The effects of regressors over all series, by a Poisson pseudo-likelihood with two ways of fixed effects (Santos Silva and Tenreyro 2006): demand is the level of a series in a stretch of a few
/// buckets, times what all series share in a bucket, times exp(b x). Levels and shared surprises are free, so that neither a growing series nor a good December is taken for a promotion; zeros
/// are ordinary values, and expectations are fitted. Effects smaller than their standard error, clustered by series or by bucket, are taken for none, and those near it shrunken (James and Stein 1961);
/// elasticities of prices are drawn to those of prices in general (<see cref="ElasticityPrior"/>).
/// </summary>
internal static class EffectPooling
{
    private const int MostSeries = 3_000;
    private const int MostEffects = 50;

    /// <summary>Learns; none where no series has regressors.</summary>
    /// <param name="series">Series in a fixed order, cut at the cut-off.</param>
    /// <param name="notes">Receives what was left out.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static PooledEffects Learn(IReadOnlyList<TimeSeries> series, List<TrainingNote> notes, CancellationToken cancellationToken)
    {
        var named = series.SelectMany(s => s.Regressors).Where(r => r.Form != RegressorForm.Proportional).GroupBy(r => (r.Name, r.Form))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Name, StringComparer.Ordinal).ThenBy(g => g.Key.Form).Select(g => g.Key).ToArray();
        if (named.Length == 0)
            return PooledEffects.None;
        if (named.Length > MostEffects)
            notes.Add(new TrainingNote(TrainingNoteKind.RegressorsLeftOut, FormattableString.Invariant($"{named.Length - MostEffects} of {named.Length} regressors were left out: those that the fewest series have")));
        var kept = named.Take(MostEffects).OrderBy(k => k.Name, StringComparer.Ordinal).ThenBy(k => k.Form).Select(k => new PooledEffect(k.Name, k.Form, 0, 0)).ToArray();
        var empty = PooledEffects.None with { All = kept };
        TimeSeries[] usable = [.. series.Where(s => s.Regressors.Count > 0 && KnownDemand.Multiplies(s.Values))];
        var drawn = SeasonModel.Spread(usable, MostSeries).Select(s => (Series: s, Rows: SeriesRows.Of(s, empty))).Where(s => s.Rows.Demand.Length > 1).ToArray();
        if (drawn.Length == 0)
            return empty;
        var fit = new PooledPoisson([.. drawn.Select(d => d.Rows)], kept.Length);
        var (coefficients, errors) = fit.Fit(cancellationToken);
        var pooled = empty with
        {
            All = [.. kept.Select((k, i) => Shrunken(k, coefficients[i], errors[i]))],
            First = fit.First,
            Shared = fit.Shared,
        };
        return Departures.Learn(pooled, drawn, cancellationToken);
    }

    private static PooledEffect Shrunken(PooledEffect effect, double coefficient, double error)
    {
        if (effect.Form != RegressorForm.Price)
            return effect with { Coefficient = error == 0 || coefficient == 0 ? 0 : coefficient * Math.Max(0, 1 - error * error / (coefficient * coefficient)), StandardError = error };
        // An error of 0 is that of a price that never varied.
        var (elasticity, standardError) = ElasticityPrior.With(coefficient, error == 0 ? double.PositiveInfinity : error);
        return effect with { Coefficient = elasticity, StandardError = standardError };
    }
}
