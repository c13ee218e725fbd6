using System.Text.Json.Serialization;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>What the origins of one series taught: the first step of a run, kept between its stages. Plain numbers, all finite, so that it can be stored.</summary>
public sealed record SeriesBacktest
{
    /// <summary>Id of the series.</summary>
    public required string SeriesId { get; init; }

    /// <summary>Demand class and measures, from what was known at the first later origin.</summary>
    public required DemandPattern Pattern { get; init; }

    /// <summary>Weight per method, as tried; they sum to 1.</summary>
    public required IReadOnlyList<MethodAccuracy> Accuracies { get; init; }

    /// <summary>Errors of the combination on inner origins: how much wider than others the series errs.</summary>
    public required CalibrationScores Scores { get; init; }

    /// <summary>Errors at each inner origin of the combination that rests on the others: input of the calibration of a collection.</summary>
    public IReadOnlyList<OriginScore> HeldOut { get; init; } = [];

    /// <summary>The combination on later origins, before calibration: input of the credibility.</summary>
    public required IReadOnlyList<LaterPoint> Later { get; init; }

    /// <summary>Errors of the combination on inner origins, in units: input of the reconciliation.</summary>
    public IReadOnlyList<OriginError> InnerErrors { get; init; } = [];

    /// <summary>Quantile loss of the combination in each bucket of <see cref="InnerErrors"/>, in units.</summary>
    internal IReadOnlyList<double> InnerLosses { get; init; } = [];

    /// <summary>What is done about outliers and level shifts: as asked for, or where it was to be tried as the origins decided; never <see cref="Treatment.Tried"/>.</summary>
    public Treatment Treatment { get; init; }

    /// <summary>Where treatment is applied, ordinals in ascending order (see <see cref="ForecastRequest.TreatOnly"/>); null for whatever is clear.</summary>
    public IReadOnlyList<int>? TreatedOnly { get; init; }

    /// <summary>Number of inner origins the choice rests on; 0 means the default combination.</summary>
    public required int InnerOrigins { get; init; }

    /// <summary>What there is to say about choice and origins.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Standardised errors (actual - mean) / spread of one series on its inner origins.</summary>
/// <param name="Steps">Step of each score, from 0.</param>
/// <param name="Values">The scores, as many.</param>
public sealed record CalibrationScores(IReadOnlyList<int> Steps, IReadOnlyList<double> Values);

/// <summary>Standardised error (actual - mean) / spread of one bucket of an inner origin.</summary>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Step">Step after it, from 0.</param>
/// <param name="Score">The error.</param>
public readonly record struct OriginScore(int Cutoff, int Step, double Score);

/// <summary>One compared bucket of an inner origin.</summary>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Step">Step after it, from 0.</param>
/// <param name="Error">What the combination said minus what happened.</param>
public readonly record struct OriginError(int Cutoff, int Step, double Error)
{
    /// <summary>Whether it was said that nothing comes, without any doubt: the bucket was taken for closed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCertain { get; init; }
}

/// <summary>One compared bucket of a later origin.</summary>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Step">Step after it, from 0.</param>
/// <param name="Actual">What happened.</param>
/// <param name="Mean">What the combination said.</param>
/// <param name="Spread">Its standard deviation before calibration.</param>
/// <param name="Naive">What seasonal naive said.</param>
/// <param name="Scale">In-sample seasonal naive error known at the origin; 0 where there is none.</param>
/// <param name="SquaredScale">In-sample mean squared one-step difference known at the origin; 0 where there is none.</param>
public sealed record LaterPoint(int Cutoff, int Step, double Actual, double Mean, double Spread, double Naive, double Scale, double SquaredScale)
{
    /// <summary>Quantiles of the default levels where demand is mostly zero; else null, and mean, spread and calibration give them.</summary>
    public IReadOnlyList<double>? Counts { get; init; }
}
