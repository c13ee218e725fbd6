using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>Exponential smoothing in one given form, its parameters and initial states by maximum likelihood (Hyndman, Koehler, Ord, Snyder 2008).</summary>
public abstract class GivenForm : StatisticalForecaster
{
    private protected GivenForm() { }

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant)
            return Fallback.Simple(history, request, notes);
        var (form, period) = Choose(history, notes);
        if (ExponentialSmoothing.Select(history.Values, period, [form], cancellationToken) is not { } fit)
            return Fallback.Simple(history, request, notes);
        var (mean, sigma) = EtsProjection.Project(fit, history.Length, period, request.Horizon);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>The form for a history that is not constant, and the period to fit it with: 1 without season.</summary>
    private protected abstract (EtsForm Form, int Period) Choose(History history, List<string> notes);
}
