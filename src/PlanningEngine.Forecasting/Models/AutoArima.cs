using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Seasonal ARIMA, its order chosen by the corrected Akaike criterion along steps to neighbours (Hyndman, Khandakar 2008), every likelihood exact. Cycles longer than 24, and several
/// cycles, are taken out first.
/// </summary>
public sealed class AutoArima : StatisticalForecaster
{
    private const int FewestValues = 5;

    /// <inheritdoc />
    public override string Name => "arima";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var within = history.Period <= ExponentialSmoothing.LongestSeasonInStates && history.Series.FurtherPeriods.Count == 0;
        var season = within ? null : SeasonsOf.Remove(history.Values, history, notes, cancellationToken);
        var y = season?.Adjusted ?? history.Values;
        if (new ArimaSearch(y, within ? history.Period : 1).Run(cancellationToken) is not { } fit)
            return Fallback.Simple(history, request, notes);
        notes.Add(fit.Order.ToString());
        var (mean, sigma) = ArimaProjection.Project(fit, y, request.Horizon);
        for (var step = 0; step < mean.Length && season is not null; step++)
            mean[step] += season.Ahead(step);
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
