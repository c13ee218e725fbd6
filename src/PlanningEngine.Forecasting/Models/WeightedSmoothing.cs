using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Exponential smoothing with all forms weighted by their Akaike weights (Kolassa 2011) in place of the one best form: steadier where histories are short and the criterion
/// cannot tell forms apart. A trend that never dies out must earn its place: its criterion is charged <see cref="ChargeOfLastingTrend"/> more.
/// </summary>
public sealed class WeightedSmoothing : StatisticalForecaster
{
    /// <summary>What a lasting trend's criterion is charged; found on validation windows inside training rows.</summary>
    public const double ChargeOfLastingTrend = 4;

    /// <summary>How strongly seasonal states are drawn towards the classical decomposition; found on validation windows inside training rows.</summary>
    private const double SeasonalPull = 0.3;

    /// <inheritdoc />
    public override string Name => "etsmix";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (ExponentialSmoothing.Start(history, notes) is not { } start)
            return Fallback.Simple(history, request, notes);
        var fits = ExponentialSmoothing.Fits(start.Values, start.Period, EtsForm.Candidates, cancellationToken, SeasonalPull);
        if (fits.Count == 0)
            return Fallback.Simple(history, request, notes);
        var weights = Weights(fits);
        var projections = fits.Select(f => EtsProjection.Project(f, start.Values.Length, start.Period, request.Horizon)).ToArray();
        var (mean, sigma) = Mixture.Of(projections, weights, request.Horizon);
        var most = Array.IndexOf(weights, weights.Max());
        notes.Add($"{weights.Count(w => w > 0)} forms, {fits[most].Form} first");
        start.Adjustment.Restore(mean, sigma, history.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>Akaike weights after the charge.</summary>
    internal static double[] Weights(IReadOnlyList<EtsFit> fits) =>
        Mixture.Weights([.. fits.Select(f => f.Aicc + (f.Form.Trend == EtsTrend.Additive ? ChargeOfLastingTrend : 0))]);
}
