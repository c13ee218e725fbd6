using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// The simple combination of univariate models (SCUM: Petropoulos and Svetunkov 2020): the median of exponential smoothing, complex exponential smoothing, ARIMA and the dynamic optimised Theta model,
/// of their means and of each of their quantiles, without any weights. Sixth in M4.
/// </summary>
/// <remarks>Medians of quantiles do not cross where theirs do not.</remarks>
public sealed class SimpleCombination : StatisticalForecaster
{
    private readonly StatisticalForecaster[] _parts = [new ExponentialSmoothing(), new ComplexSmoothing(), new AutoArima(), new DynamicTheta()];

    /// <inheritdoc />
    public override string Name => "scum";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var series = new TimeSeries(history.Series.Id, history.Values, history.Period) { FurtherPeriods = history.Series.FurtherPeriods };
        var said = Array.ConvertAll(_parts, part => part.ForecastPart(series, request with { NonNegative = false }, cancellationToken));
        // What all of them say is said once.
        foreach (var note in said.SelectMany(s => s.Notes).Distinct())
            notes.AddRange(Array.TrueForAll(said, s => s.Notes.Contains(note)) ? [note] : said.Where(s => s.Notes.Contains(note)).Select(s => $"{s.Method}: {note}"));
        var (mean, quantiles) = (new double[request.Horizon], new double[request.Horizon][]);
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = QuantileFunctions.Median(Array.ConvertAll(said, s => s.Mean[step]));
            quantiles[step] = [.. Enumerable.Range(0, request.Levels.Count).Select(level => QuantileFunctions.Median(Array.ConvertAll(said, s => s.Quantiles[step][level])))];
        }

        return new Prediction(mean, quantiles);
    }
}
