using System.Globalization;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Autoregressions of changes, from bucket to bucket and from cycle to cycle, so long that they reach back over the longest cycle; the season stays in (subset and long-memory
/// autoregressions after Parzen 1982; Burg's estimates; Akaike weights). What a cycle ago tells counts as far as it proved to: a weak season of 52 weeks is followed a little, a strong one wholly.
/// </summary>
/// <remarks>Of logarithms where all values are positive. Changes above eight times their median size count as that.</remarks>
public sealed class LongAutoregression : StatisticalForecaster
{
    private const int FewestValues = 8;
    private const int LargestOrder = 400;
    private const int ValuesPerOrder = 3;
    private const double LargestChange = 8;

    /// <inheritdoc />
    public override string Name => "lar";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var scale = WorkingScale.Of(history.Values);
        int[] lags = [.. history.Series.FurtherPeriods.Append(history.Period).Append(1).Where(lag => lag == 1 || lag + FewestValues <= history.Length).Distinct().Order()];
        var reach = Math.Min(LargestOrder, lags[^1] + (lags[^1] / 8) + 1);
        var mix = AutoregressionMix.Fit(scale.Values, lags, values => Math.Clamp(values / ValuesPerOrder, 1, reach), LargestChange);
        cancellationToken.ThrowIfCancellationRequested();
        var (mean, variance) = mix.Project(request.Horizon);
        var sigma = Array.ConvertAll(variance, Math.Sqrt);
        scale.Restore(mean, sigma, mix.NoiseAhead());
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{mix.Count} autoregressions{scale.Note}, order {mix.First.Coefficients.Length} of changes over {mix.First.Lag} first"));
        return Prediction.Normal(mean, sigma, request.Levels);
    }
}
