using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Seasonal ARIMA, its order chosen by the corrected Akaike criterion along steps to neighbours (Hyndman, Khandakar 2008), every likelihood exact. Cycles longer than 24, and several
/// cycles, are taken out first.
/// </summary>
public sealed class AutoArima : StatisticalForecaster
{
    internal const int FewestValues = 5;

    /// <inheritdoc />
    public override string Name => "arima";

    /// <summary>The values to fit: without the seasons when one is long or there are several, with a period of 1 then.</summary>
    internal static (double[] Values, int Period, Func<int, double> SeasonAhead) Start(double[] y, History history, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.Period <= ExponentialSmoothing.LongestSeasonInStates && history.Series.FurtherPeriods.Count == 0)
            return (y, history.Period, _ => 0);
        var season = SeasonsOf.Remove(y, history, notes, cancellationToken);
        return (season.Adjusted, 1, season.Ahead);
    }

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var start = Start(history.Values, history, notes, cancellationToken);
        if (new ArimaSearch(start.Values, start.Period).Run(cancellationToken) is not { } fit)
            return Fallback.Simple(history, request, notes);
        notes.Add(fit.Order.ToString());
        var (mean, sigma) = ArimaProjection.Project(fit, start.Values, request.Horizon);
        for (var step = 0; step < mean.Length; step++)
            mean[step] += start.SeasonAhead(step);
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
