using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// The Theta method (Assimakopoulos and Nikolopoulos 2000) as simple exponential smoothing with half the slope of the straight line as drift
/// (Hyndman and Billah 2003), on the history without its season.
/// </summary>
public sealed class Theta : StatisticalForecaster
{
    private static readonly EtsForm[] Smoothing = [new(EtsPart.Additive, EtsTrend.None, EtsPart.None)];

    /// <inheritdoc />
    public override string Name => "theta";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant)
            return Fallback.Simple(history, request, notes);
        var y = history.Values;
        var adjustment = history.Period > ExponentialSmoothing.LongestSeasonInStates
            ? SeasonalAdjustment.Long(y, history.Period, notes)
            : SeasonalAdjustment.Tested(y, history.Period);
        y = adjustment.Remove(y);
        var fit = ExponentialSmoothing.Select(y, 1, Smoothing, cancellationToken);
        if (fit is null)
            return Fallback.Simple(history, request, notes);
        var n = y.Length;
        var alpha = fit.Parameters.Alpha;
        var drift = LeastSquares.Line(y).Slope / 2;
        var (mean, sigma) = EtsProjection.Project(fit, n, 1, request.Horizon);
        for (var step = 0; step < mean.Length; step++)
            mean[step] += drift * (step + (1 - Math.Pow(1 - alpha, n)) / alpha);
        adjustment.Restore(mean, sigma, n);
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
