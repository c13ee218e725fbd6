using PlanningEngine.Forecasting.Models.Complex;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Complex exponential smoothing (Svetunkov, Kourentzes, Ord 2022): level and an unobserved potential smoothed as one complex number, which covers
/// level series and trends without choosing between them; its season is chosen by the corrected Akaike criterion.
/// </summary>
public sealed class ComplexSmoothing : StatisticalForecaster
{
    private const int FewestValues = 8;

    /// <inheritdoc />
    public override string Name => "ces";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.Length < FewestValues || ExponentialSmoothing.Start(history, notes) is not { } start)
            return Fallback.Simple(history, request, notes);
        var estimator = new CesEstimator(start.Values, start.Period);
        CesFit? best = null;
        foreach (var form in start.Period > 1 ? Enum.GetValues<CesForm>() : [CesForm.None])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (estimator.Fit(form) is { } fit && (best is null || fit.Aicc < best.Aicc))
                best = fit;
        }

        if (best is null)
            return Fallback.Simple(history, request, notes);
        notes.Add($"season: {best.Form}");
        var (mean, sigma) = Project(best, start.Values.Length, start.Period, request.Horizon);
        start.Adjustment.Restore(mean, sigma, history.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>Mean by the recursions without errors; variance by the weights of past errors, which are the path of one unit error.</summary>
    private static (double[] Mean, double[] Sigma) Project(CesFit fit, int observations, int period, int horizon)
    {
        var (mean, sigma) = (new double[horizon], new double[horizon]);
        var state = fit.State;
        var shock = new double[state.Length];
        CesKernel.Update(fit.Form, period, fit.Parameters, shock, observations % period, 1);
        var variance = fit.Variance;
        for (var step = 0; step < horizon; step++)
        {
            var phase = (observations + step) % period;
            mean[step] = CesKernel.Mean(fit.Form, period, state, phase);
            CesKernel.Update(fit.Form, period, fit.Parameters, state, phase, 0);
            sigma[step] = Math.Sqrt(variance);
            var next = (phase + 1) % period;
            var weight = CesKernel.Mean(fit.Form, period, shock, next);
            CesKernel.Update(fit.Form, period, fit.Parameters, shock, next, 0);
            variance += weight * weight * fit.Variance;
        }

        return (mean, sigma);
    }
}
