namespace PlanningEngine.Forecasting.Selection;

/// <summary>How one method did on the later origins of one series, whether it was chosen or not.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Scores">Its scores, before calibration.</param>
/// <param name="Weight">Its weight in the combination, 0 to 1.</param>
/// <param name="Chosen">Whether it takes part in the forecast.</param>
public sealed record MethodAccuracy(string Method, AccuracyScores Scores, double Weight, bool Chosen)
{
    /// <summary>Mean absolute error on the inner origins, in units: what the weight rests on beside what was known beforehand. Null without such origins.</summary>
    public double? ChoiceError { get; init; }

    /// <summary>What the method said when it was fitted to the whole history; empty where it takes no part.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>How far the forecast of one series can be believed: what the chosen combination did on later origins that the choice did not see.</summary>
/// <param name="Scores">Its scores, calibrated; without buckets when the history is too short.</param>
/// <param name="NaiveAbsoluteError">Sum |e| of seasonal naive on the same buckets, in units.</param>
public sealed record Credibility(AccuracyScores Scores, double NaiveAbsoluteError)
{
    /// <summary>Nothing is known.</summary>
    public static Credibility None { get; } = new(AccuracyScores.None, 0);

    /// <summary>Measures what was said at later origins.</summary>
    /// <param name="later">Buckets compared; none give <see cref="None"/>.</param>
    /// <returns>The credibility.</returns>
    public static Credibility Of(IReadOnlyList<LaterForecast> later)
    {
        ArgumentNullException.ThrowIfNull(later);
        var sums = new ScoreSums();
        var naive = 0.0;
        foreach (var point in later)
        {
            sums.Add(point.Actual, point.Mean, point.Quantiles, point.Scale, point.SquaredScale);
            naive += Math.Abs(point.Naive - point.Actual);
        }

        return new Credibility(sums.ToScores(), naive);
    }

    /// <summary>WAPE of seasonal naive minus WAPE of the forecast: positive is better than naive. Null as WAPE.</summary>
    public double? GainOverNaive => Scores.Actual > 0 ? (NaiveAbsoluteError - Scores.AbsoluteError) / Scores.Actual : null;
}

/// <summary>The answer for one series: the forecast, how far it can be believed, and how each method did.</summary>
/// <param name="Forecast">The calibrated forecast, fitted to the whole history.</param>
/// <param name="Credibility">Accuracy on later origins.</param>
/// <param name="Accuracies">One per method that was tried, in the order of the candidates.</param>
/// <param name="Pattern">Demand class as known at the first later origin.</param>
public sealed record SeriesForecast(Forecast Forecast, Credibility Credibility, IReadOnlyList<MethodAccuracy> Accuracies, Models.DemandPattern Pattern)
{
    /// <summary>What there is to say about the series: its origins, what was filled, treated or raised. What methods said stands with each of them, what regressors do in the forecast's effects; the notes of the forecast hold all of it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Errors of the combination on inner origins, in units; none where the history is too short.</summary>
    public IReadOnlyList<OriginError> InnerErrors { get; init; } = [];

    /// <summary>What was said at later origins, calibrated: what the credibility rests on; none where the history is too short.</summary>
    public IReadOnlyList<LaterForecast> Later { get; init; } = [];

    /// <summary>Number of steps at which a season that no origin saw took the place of the combination.</summary>
    public int UnseenSteps { get; init; }

    /// <summary>Whether outliers or level shifts of the history were replaced; false where treatment was asked for and found nothing clear.</summary>
    public bool IsTreated { get; init; }
}
