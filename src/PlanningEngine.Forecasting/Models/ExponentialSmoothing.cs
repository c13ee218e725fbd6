using System.Globalization;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Exponential smoothing in state space form, its error, trend and season chosen by the corrected Akaike criterion
/// (Hyndman, Koehler, Ord, Snyder 2008). Cycles longer than 24 are first taken out by harmonics and shrunken indices.
/// </summary>
/// <remarks>
/// Multiplicative parts need positive values. Seasonal forms need two cycles. A history too short for every form, or constant, falls back to simpler
/// methods and says so. Scaling a history by a power of two scales the forecast exactly.
/// </remarks>
public sealed class ExponentialSmoothing : StatisticalForecaster
{
    internal const int LongestSeasonInStates = 24;
    private const int FewestValues = 5;

    /// <inheritdoc />
    public override string Name => "ets";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.Length < FewestValues || history.IsConstant)
            return Fallback.Simple(history, request, notes);
        var y = history.Values;
        var period = history.Period;
        var adjustment = SeasonalAdjustment.None;
        if (period > LongestSeasonInStates)
        {
            adjustment = SeasonalAdjustment.Long(y, period, notes);
            y = adjustment.Remove(y);
            period = 1;
        }
        else if (period > 1 && y.Length < 2 * period)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{y.Length} values are less than two cycles of {period}: forms without season only"));
            period = 1;
        }

        var fit = Select(y, period, EtsForm.Candidates, cancellationToken);
        if (fit is null)
            return Fallback.Simple(history, request, notes);
        notes.Add($"form {fit.Form}");
        var (mean, sigma) = EtsProjection.Project(fit, y.Length, period, request.Horizon);
        adjustment.Restore(mean, sigma, y.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>The candidate with the least corrected Akaike criterion; ties go to the first.</summary>
    internal static EtsFit? Select(double[] y, int period, IReadOnlyList<EtsForm> candidates, CancellationToken cancellationToken)
    {
        var estimator = new EtsEstimator(y, period);
        var positive = y.Min() > 0;
        EtsFit? best = null;
        foreach (var form in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((form.Error == EtsPart.Multiplicative && !positive) || (form.Season != EtsPart.None && period < 2))
                continue;
            var fit = estimator.Fit(form);
            if (fit is not null && (best is null || fit.Aicc < best.Aicc))
                best = fit;
        }

        return best;
    }
}
