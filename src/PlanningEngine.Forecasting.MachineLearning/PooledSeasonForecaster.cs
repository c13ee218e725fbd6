using System.Globalization;
using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.MachineLearning.Trees;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// The same season of an earlier year, cleaned of noise by what all series of a run have in common, found by date where dates are known, times the change of level since.
/// For seasons that were seen once or twice and are shared by many series: weeks of shops, where no series can tell its own season from its noise.
/// </summary>
/// <remarks>Part of a <see cref="GlobalTreesForecaster"/>, which learns it at each cut-off and corrects it by trees. Immutable and safe for concurrent calls.</remarks>
public sealed class PooledSeasonForecaster : IRegressorForecaster, ISeasonForecaster
{
    /// <summary>Days that must be known before a cut-off for their year to be found by date: a year and a fifth.</summary>
    public const int FewestDays = YearOfDays.Length + SeasonModel.FewestDaysBeyondYear;

    private static readonly SeasonalNaive WithoutModel = new();
    private readonly CutoffModel[] _models;

    internal PooledSeasonForecaster(CutoffModel[] models) => _models = models;

    /// <inheritdoc />
    public string Name => "pool";

    /// <summary>Whether a season was learned at any cut-off.</summary>
    public bool HasSeason => Array.Exists(_models, m => m.Context.Season is not null);

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        var violations = InputRules.Check(series, request);
        if (violations.Count > 0)
            throw new ForecastInputException(violations);
        cancellationToken.ThrowIfCancellationRequested();
        var model = Array.FindLast(_models, m => m.Cutoff <= series.End);
        var demand = KnownDemand.Of(series, model?.Context.Effects ?? PooledEffects.None, request.Horizon);
        if (model?.Context.Season is not { } season || model.Context.SeasonAt(demand.Base, series.Length) is not { } view)
        {
            var simple = WithoutModel.Forecast(series, request, cancellationToken);
            return PlanningEngine.Forecasting.Forecast.Create(Name, simple.Mean, simple.Quantiles, request, ["no season was pooled before the end of the history: seasonal naive was used", .. simple.Notes]);
        }

        var (mean, quantiles) = (new double[request.Horizon], new double[request.Horizon][]);
        var (change, unit) = (view.Change(season.Settings.Memory, season.Settings.Pooled), view.Size * Math.Sqrt(view.Variance));
        for (var step = 0; step < mean.Length; step++)
        {
            // A phase of which nothing is known in any series, such as Sundays of shops that will open on them, is as good as any other.
            var like = view.Season(step, season.Settings.Pooled) is var seen && double.IsNaN(seen) ? 1 : seen;
            mean[step] = view.Size * SeasonView.Carried(like, change, Math.Pow(season.Settings.Damping, step));
            var residuals = season.ResidualQuantiles[Math.Min(step, season.ResidualQuantiles.Length - 1)];
            quantiles[step] = [.. request.Levels.Select(level => mean[step] + unit * QuantileFunctions.At(CutoffModel.ResidualLevels, residuals, level))];
        }

        string[] notes = [string.Create(CultureInfo.InvariantCulture, $"the season of {model.Cutoff - season.Factors.First} buckets was pooled; the level of late is {change:0.00} times that of the same season before")];
        return demand.Restore(PlanningEngine.Forecasting.Forecast.Create(Name, mean, quantiles, request, notes), request);
    }

    /// <inheritdoc />
    public IReadOnlyList<PooledEffect> EffectsOn(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Array.FindLast(_models, m => m.Cutoff <= series.End)?.Context.Effects.On(series) ?? [];
    }

    /// <inheritdoc />
    double[]? ISeasonForecaster.SeasonOn(TimeSeries series, int horizon)
    {
        return KnownDemand.Multiplies(series.Values) && ViewOf(series, horizon) is ({ IsTakenOut: true } season, var view) ? view.Divisors(series.FirstPeriod, horizon, season.Settings.Pooled) : null;
    }

    /// <summary>
    /// How far the season of a series swings at each step away from that of late, as a logarithm; empty where none is known, demand may be negative, or is seldom: what that swings by is a matter of single
    /// orders (spare parts, of which the pooled season took the place of the combination, had 1.7 times the squared error).
    /// </summary>
    internal double[] Swings(TimeSeries series, int horizon) =>
        KnownDemand.Multiplies(series.Values) && DemandPattern.Of(series.Values, series).Class is DemandClass.Smooth or DemandClass.Erratic && ViewOf(series, horizon) is var (season, view) ? [.. Enumerable.Range(0, horizon).Select(step => view.Swing(step, season.Settings.Pooled))] : [];

    private (SeasonModel Season, SeasonView View)? ViewOf(TimeSeries series, int horizon)
    {
        if (Array.FindLast(_models, m => m.Cutoff <= series.End)?.Context is not { Season: { } season } context)
            return null;
        return context.SeasonAt(KnownDemand.Of(series, context.Effects, horizon).Base, series.Length) is { } view ? (season, view) : null;
    }
}
