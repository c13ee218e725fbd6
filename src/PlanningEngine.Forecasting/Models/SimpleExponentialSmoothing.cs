using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>Simple exponential smoothing, the form A,N,N with its parameter and start by maximum likelihood (Hyndman et al. 2008, section 2.3.1).</summary>
public sealed class SimpleExponentialSmoothing : StatisticalForecaster
{
    private static readonly EtsForm[] Form = [new(EtsPart.Additive, EtsTrend.None, EtsPart.None)];

    /// <inheritdoc />
    public override string Name => "ses";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var fit = history.IsConstant ? null : ExponentialSmoothing.Select(history.Values, 1, Form, cancellationToken);
        if (fit is null)
            return Fallback.Simple(history, request, notes);
        var (mean, sigma) = EtsProjection.Project(fit, history.Length, 1, request.Horizon);
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
