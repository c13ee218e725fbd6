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

    private const double SmallestWeight = 0.01;

    /// <inheritdoc />
    public override string Name => "etsmix";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (ExponentialSmoothing.Start(history, notes) is not { } start)
            return Fallback.Simple(history, request, notes);
        var fits = ExponentialSmoothing.Fits(start.Values, start.Period, EtsForm.Candidates, cancellationToken);
        if (fits.Count == 0)
            return Fallback.Simple(history, request, notes);
        var weights = Weights(fits);
        var projections = fits.Select(f => EtsProjection.Project(f, start.Values.Length, start.Period, request.Horizon)).ToArray();
        var (mean, sigma) = Mix(projections, weights, request.Horizon);
        var most = Array.IndexOf(weights, weights.Max());
        notes.Add($"{weights.Count(w => w > 0)} forms, {fits[most].Form} first");
        start.Adjustment.Restore(mean, sigma, history.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>Mean and standard deviation of the mixture: the spread within the forms and between them.</summary>
    private static (double[] Mean, double[] Sigma) Mix((double[] Mean, double[] Sigma)[] parts, double[] weights, int horizon)
    {
        var (mean, sigma) = (new double[horizon], new double[horizon]);
        for (var step = 0; step < horizon; step++)
        {
            for (var i = 0; i < parts.Length; i++)
                mean[step] += weights[i] * parts[i].Mean[step];
            var variance = 0.0;
            for (var i = 0; i < parts.Length; i++)
            {
                var apart = parts[i].Mean[step] - mean[step];
                variance += weights[i] * (parts[i].Sigma[step] * parts[i].Sigma[step] + apart * apart);
            }

            sigma[step] = Math.Sqrt(variance);
        }

        return (mean, sigma);
    }

    /// <summary>exp(-difference / 2), small ones dropped, summing to 1.</summary>
    internal static double[] Weights(IReadOnlyList<EtsFit> fits)
    {
        var criteria = fits.Select(f => f.Aicc + (f.Form.Trend == EtsTrend.Additive ? ChargeOfLastingTrend : 0)).ToArray();
        var best = criteria.Min();
        var weights = Array.ConvertAll(criteria, c => Math.Exp(-(c - best) / 2));
        var kept = Array.ConvertAll(weights, w => w < SmallestWeight ? 0 : w);
        var sum = kept.Sum();
        return Array.ConvertAll(kept, w => w / sum);
    }
}
