using System.Globalization;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;
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
        if (Start(history, notes) is not { } start)
            return Fallback.Simple(history, request, notes);
        var fit = Select(start.Values, start.Period, EtsForm.Candidates, cancellationToken);
        if (fit is null)
            return Fallback.Simple(history, request, notes);
        notes.Add($"form {fit.Form}");
        var (mean, sigma) = EtsProjection.Project(fit, start.Values.Length, start.Period, request.Horizon);
        start.Adjustment.Restore(mean, sigma, history.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>The values to fit: without the season when it is long, with a period of 1 when it cannot be seen; null when the history carries no model.</summary>
    internal static (double[] Values, int Period, SeasonalAdjustment Adjustment)? Start(History history, List<string> notes)
    {
        var (y, period) = (history.Values, history.Period);
        if (y.Length < FewestValues || history.IsConstant)
            return null;
        if (period > LongestSeasonInStates)
        {
            var adjustment = SeasonalAdjustment.Long(y, period, notes);
            return (adjustment.Remove(y), 1, adjustment);
        }

        if (period > 1 && y.Length < 2 * period)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{y.Length} values are less than two cycles of {period}: forms without season only"));
            period = 1;
        }

        return (y, period, SeasonalAdjustment.None);
    }

    /// <summary>The candidate with the least corrected Akaike criterion; ties go to the first.</summary>
    internal static EtsFit? Select(double[] y, int period, IReadOnlyList<EtsForm> candidates, CancellationToken cancellationToken)
    {
        EtsFit? best = null;
        foreach (var fit in Fits(y, period, candidates, cancellationToken))
            if (best is null || fit.Aicc < best.Aicc)
                best = fit;
        return best;
    }

    /// <summary>The candidates that the history allows, fitted.</summary>
    internal static List<EtsFit> Fits(double[] y, int period, IReadOnlyList<EtsForm> candidates, CancellationToken cancellationToken, double pull = 0)
    {
        using var arena = LaneArena.Rent();
        var estimator = new EtsEstimator(y, period, arena, pull);
        var positive = y.Min() > 0;
        return estimator.FitAll(candidates.Where(f => (f.Error != EtsPart.Multiplicative || positive) && (f.Season == EtsPart.None || period > 1)), cancellationToken);
    }
}
