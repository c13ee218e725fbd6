using System.Globalization;
using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>
/// What a global model sees of a series: sales of buckets that were not fully open are unknown, effects of regressors are taken out: those over all series, with the departures of its attributes and its own; and the way back. Effects are factors;
/// a series of which more than a trifle lies below zero keeps its values, and its regressors are features alone.
/// </summary>
internal sealed class KnownDemand
{
    private const double MostNegativeShare = 0.05;
    private static readonly double[]?[] Nothing = [];

    private readonly DemandEffects? _effects;
    private readonly List<string> _effectNotes = [];

    private KnownDemand(TimeSeries series, PooledEffects pooled, int horizon)
    {
        Base = series;
        if (LostSales.Any(series.Availability))
            Base = series with { Values = LostSales.FullyAvailable(series.Values, series.Availability) };
        Columns = Nothing;
        if (series.Regressors.Count == 0)
            return;
        var columns = RegressorColumns.Of(series.Regressors, series.Length, horizon);
        Columns = new double[]?[pooled.All.Count];
        var (coefficients, errors) = (new double[columns.Names.Length], new double[columns.Names.Length]);
        var multiplies = Multiplies(series.Values);
        var usual = pooled.CoefficientsOf(series);
        var (own, unsure) = multiplies && pooled.OwnPenalties.Length > 0 ? Departures.Own(pooled, series) : (new double[usual.Length], new double[usual.Length]);
        var next = 0;
        foreach (var regressor in series.Regressors.Where(r => r.Form != RegressorForm.Proportional))
        {
            if (pooled.IndexOf(regressor) is >= 0 and var at)
            {
                Columns[at] = columns.Columns[next];
                (coefficients[next], errors[next]) = (PooledEffects.Bounded(regressor.Form, usual[at] + own[at]), Math.Sqrt(pooled.All[at].StandardError * pooled.All[at].StandardError + unsure[at] * unsure[at]));
                if (multiplies)
                    _effectNotes.Add(string.Create(CultureInfo.InvariantCulture, $"{regressor.Name}: coefficient {coefficients[next]:G4}, standard error {errors[next]:G2}, over all series {pooled.All[at].Coefficient:G4} (of a factor)"));
            }
            else
                Notes.Add($"{regressor.Name}: no series had it in training, so that its effect is not known");
            next++;
        }

        _effects = new DemandEffects(columns, multiplies ? new EstimatedEffects(true, coefficients, errors) : null, series.Length);
        Base = Base with { Values = _effects.Remove(Base.Values) };
    }

    /// <summary>The series without effects.</summary>
    internal TimeSeries Base { get; }

    /// <summary>Per pooled effect the regressor over history and horizon, measured from its usual value, of prices the logarithm; null where the series has none of that name. Empty without regressors.</summary>
    internal double[]?[] Columns { get; }

    /// <summary>What was assumed.</summary>
    private List<string> Notes { get; } = [];

    /// <summary>Looks at a series.</summary>
    /// <param name="series">The series; its regressors reach as far as the horizon.</param>
    /// <param name="pooled">Effects over all series.</param>
    /// <param name="horizon">Steps ahead of its end, at least 0.</param>
    internal static KnownDemand Of(TimeSeries series, PooledEffects pooled, int horizon) => new(series, pooled, horizon);

    /// <summary>Whether effects are factors of a series.</summary>
    internal static bool Multiplies(double[] values)
    {
        double positive = 0, negative = 0;
        foreach (var value in values)
        {
            positive += value > 0 ? value : 0;
            negative -= value < 0 ? value : 0;
        }

        return positive > 0 && negative <= MostNegativeShare * positive;
    }

    /// <summary>Puts effects into a forecast of the base: mean, quantiles widened by what is not known of the effects, uplifts and notes.</summary>
    internal Forecast Restore(Forecast forecast, ForecastRequest request)
    {
        if (_effects is null)
            return forecast;
        var (mean, quantiles) = _effects.Restore(forecast, request.Horizon);
        var restored = PlanningEngine.Forecasting.Forecast.Create(forecast.Method, mean, quantiles, request, [.. _effectNotes, .. Notes, .. forecast.Notes]) with { EffectNotes = _effectNotes, EffectBasis = EffectBasis.Series };
        return _effects.Explain(restored, [.. Enumerable.Range(0, request.Horizon)]);
    }
}
