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
            if (estimator.Fit(form, cancellationToken) is { } fit && (best is null || fit.Aicc < best.Aicc))
                best = fit;
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
        var shock = new double[fit.State.Length];
        CesKernel.Update(fit.Form, period, fit.Parameters, shock, observations % period, 1);
        var mean = Path(fit, fit.State, observations, period, horizon);
        var weights = Path(fit, shock, observations + 1, period, horizon);
        var sigma = new double[horizon];
        var variance = fit.Variance;
        for (var step = 0; step < horizon; step++)
        {
            sigma[step] = Math.Sqrt(variance);
            variance += weights[step] * weights[step] * fit.Variance;
        }

        return (mean, sigma);
    }

    /// <summary>
    /// Where a state leads without further errors. Trends of this model are explosive roots, which the errors hold back within the history and nothing does beyond it: there, level and
    /// season go on no faster than by their first step.
    /// </summary>
    private static double[] Path(CesFit fit, double[] state, int observations, int period, int horizon)
    {
        var (level, season) = (new double[horizon], new double[horizon]);
        for (var step = 0; step < horizon; step++)
        {
            var phase = (observations + step) % period;
            level[step] = fit.Form == CesForm.Simple ? 0 : state[0];
            season[step] = CesKernel.Mean(fit.Form, period, state, phase) - level[step];
            CesKernel.Update(fit.Form, period, fit.Parameters, state, phase, 0);
        }

        Straighten(level, 1);
        Straighten(season, period);
        for (var step = 0; step < horizon; step++)
            level[step] += season[step];
        return level;
    }

    /// <summary>Holds every change over a lag to the size of the first.</summary>
    private static void Straighten(double[] path, int lag)
    {
        var original = (double[])path.Clone();
        for (var t = 2 * lag; t < path.Length; t++)
        {
            var most = Math.Abs(original[t % lag + lag] - original[t % lag]);
            path[t] = path[t - lag] + Math.Clamp(original[t] - original[t - lag], -most, most);
        }
    }
}
