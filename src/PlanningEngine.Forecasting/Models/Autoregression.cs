using System.Globalization;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Autoregressions of the deseasonalised history, of its levels and of its changes, of all orders up to a twelfth of its length, weighted by their Akaike weights
/// (Burnham and Anderson 2002). Of logarithms where all values are positive. Strong where what is left after several seasons comes back to its mean, as in hourly data.
/// </summary>
public sealed class Autoregression : StatisticalForecaster
{
    private const int FewestValues = 8;
    private const int LargestOrder = 60;

    /// <summary>Levels, and changes from bucket to bucket.</summary>
    private static readonly int[] Lags = [0, 1];

    /// <inheritdoc />
    public override string Name => "ar";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var scale = WorkingScale.Of(history.Values);
        var season = SeasonsOf.Remove(scale.Values, history, notes, cancellationToken);
        var mix = AutoregressionMix.Fit(season.Adjusted, Lags, values => Math.Clamp(values / 12, 1, LargestOrder));
        cancellationToken.ThrowIfCancellationRequested();
        var (mean, variance) = mix.Project(request.Horizon);
        var sigma = Array.ConvertAll(variance, Math.Sqrt);
        for (var step = 0; step < mean.Length; step++)
            mean[step] += season.Ahead(step);
        scale.Restore(mean, sigma);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{mix.Count} autoregressions{scale.Note}, order {mix.First.Coefficients.Length} of {(mix.First.Lag > 0 ? "changes" : "levels")} first"));
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
