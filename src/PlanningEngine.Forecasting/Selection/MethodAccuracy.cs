namespace PlanningEngine.Forecasting.Selection;

/// <summary>How one method did on the later origins of one series, whether it was chosen or not.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="N">Number of compared buckets.</param>
/// <param name="Wape">Sum |e| / sum A; null when the actuals do not sum to more than zero.</param>
/// <param name="Mase">Mean |e| over the in-sample seasonal naive error; null when that is zero.</param>
/// <param name="Bias">Sum e / sum A with e = F - A; null as WAPE.</param>
/// <param name="Coverage80">Share of actuals inside the method's own 80 % interval, before calibration.</param>
/// <param name="Coverage95">The same at 95 %.</param>
/// <param name="Weight">Its weight in the combination, 0 to 1.</param>
/// <param name="Chosen">Whether it takes part in the forecast.</param>
/// <param name="AbsoluteError">Sum |e|: the numerator of WAPE.</param>
/// <param name="Error">Sum e: the numerator of bias.</param>
/// <param name="Actual">Sum A: the denominator of WAPE and bias.</param>
public sealed record MethodAccuracy(
    string Method, int N, double? Wape, double? Mase, double? Bias, double? Coverage80, double? Coverage95, double Weight, bool Chosen,
    double AbsoluteError, double Error, double Actual);

/// <summary>How far the forecast of one series can be believed: what the chosen combination did on later origins that the choice did not see.</summary>
/// <param name="N">Number of compared buckets; 0 when the history is too short, and then all else is null.</param>
/// <param name="Wape">Sum |e| / sum A; null when the actuals do not sum to more than zero.</param>
/// <param name="Mase">Mean |e| over the in-sample seasonal naive error; null when that is zero.</param>
/// <param name="Bias">Sum e / sum A with e = F - A: positive is too high. Null as WAPE.</param>
/// <param name="Coverage80">Share of actuals inside the calibrated 80 % interval.</param>
/// <param name="Coverage95">The same at 95 %.</param>
/// <param name="GainOverNaive">WAPE of seasonal naive minus WAPE of the forecast, on the same buckets: positive is better than naive. Null as WAPE.</param>
public sealed record Credibility(
    int N, double? Wape, double? Mase, double? Bias, double? Coverage80, double? Coverage95, double? GainOverNaive);

/// <summary>The answer for one series: the forecast, how far it can be believed, and how each method did.</summary>
/// <param name="Forecast">The calibrated forecast, fitted to the whole history.</param>
/// <param name="Credibility">Accuracy on later origins.</param>
/// <param name="Accuracies">One per method that was tried, in the order of the candidates.</param>
/// <param name="Pattern">Demand class as known at the first later origin.</param>
public sealed record SeriesForecast(Forecast Forecast, Credibility Credibility, IReadOnlyList<MethodAccuracy> Accuracies, Models.DemandPattern Pattern)
{
    /// <summary>Errors of the combination on inner origins, in units; none where the history is too short.</summary>
    public IReadOnlyList<OriginError> InnerErrors { get; init; } = [];
}
