using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Seasonal ARIMA with all orders of the search weighted by their Akaike weights in place of the one best order, of logarithms where all values are positive and not tiny: steadier than
/// <see cref="AutoArima"/> where the criterion cannot tell orders apart.
/// </summary>
public sealed class WeightedArima : StatisticalForecaster
{
    /// <inheritdoc />
    public override string Name => "arimamix";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < AutoArima.FewestValues)
            return Fallback.Simple(history, request, notes);
        var scale = WorkingScale.Of(history.Values);
        var start = AutoArima.Start(scale.Values, history, notes, cancellationToken);
        var fits = new ArimaSearch(start.Values, start.Period, ArimaEffort.ToWeigh).RunForAll(cancellationToken);
        if (fits.Count == 0)
            return Fallback.Simple(history, request, notes);
        var weights = fits.Count == 1 ? [1] : Mixture.Weights([.. fits.Select(f => f.Aicc)]);
        var kept = weights.Count(w => w > 0);
        var (mean, sigma) = Mixture.Of([.. fits.Take(kept).Select(f => ArimaProjection.Project(f, start.Values, request.Horizon))], weights[..kept], request.Horizon);
        notes.Add($"{kept} orders{scale.Note}, {fits[0].Order} first");
        for (var step = 0; step < mean.Length; step++)
            mean[step] += start.SeasonAhead(step);
        scale.Restore(mean, sigma);
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
