using PlanningEngine.Forecasting.Models.ThetaLines;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016): level, smoothing weight and theta by least squares, the
/// straight line re-estimated at each point.
/// </summary>
public sealed class DynamicTheta : StatisticalForecaster
{
    private const int FewestValues = 6;

    /// <summary>Three errors that do not count, three parameters.</summary>
    private const int SkippedAndEstimated = 6;

    /// <inheritdoc />
    public override string Name => "dot";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var y = history.Values;
        var adjustment = history.Period > ExponentialSmoothing.LongestSeasonInStates
            ? SeasonalAdjustment.Long(y, history.Period, notes)
            : SeasonalAdjustment.Tested(y, history.Period);
        y = adjustment.Remove(y);
        cancellationToken.ThrowIfCancellationRequested();
        var fit = new DynamicThetaEstimator(y).Fit();
        var mean = fit.Project(y, request.Horizon);
        var sigma = new double[request.Horizon];
        var oneStep = Math.Sqrt(fit.Sum / Math.Max(1, y.Length - SkippedAndEstimated));
        for (var step = 0; step < sigma.Length; step++)
            sigma[step] = oneStep * Math.Sqrt(1 + step * fit.Alpha * fit.Alpha);
        adjustment.Restore(mean, sigma, y.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
