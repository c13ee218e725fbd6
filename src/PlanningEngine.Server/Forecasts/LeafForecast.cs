using System.Text.Json.Serialization;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The forecast of one leaf series, or of one inner node (product and channel 0), before it is published.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="ChannelKey">Channel.</param>
/// <param name="Level">Depth of the territory; 0 and without meaning for a leaf series.</param>
/// <param name="Method">Method or combination.</param>
/// <param name="Steps">Periods ahead, from the first.</param>
/// <param name="Credibility">Accuracy at origins that the choice did not see; none where no methods were tried.</param>
/// <param name="Accuracies">One per method tried.</param>
public sealed record LeafForecast(
    int ProductKey, int TerritoryKey, int ChannelKey, int Level, string Method, IReadOnlyList<LeafStep> Steps, Credibility Credibility,
    IReadOnlyList<MethodAccuracy> Accuracies)
{
    /// <summary>Method of series that are forecast as zero without trying methods.</summary>
    public const string ZeroMethod = "zero";

    /// <summary>Method of territories: the sum of what their series are expected to sell.</summary>
    public const string SumMethod = "sum";

    /// <summary>What of the product's life it rests on.</summary>
    public ForecastLifecycle Lifecycle { get; init; }

    /// <summary>What there is to say about that; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether outliers or level shifts of its history were replaced.</summary>
    public bool IsTreated { get; init; }

    /// <summary>Number of periods at which a season that no inner origin saw took the place of the combination.</summary>
    public int UnseenSteps { get; init; }
}

/// <summary>The distribution of one period.</summary>
/// <param name="Period">Ordinal of the period.</param>
/// <param name="Step">Steps ahead, from 1.</param>
/// <param name="Mean">Expectation.</param>
/// <param name="Quantiles">Quantiles at <see cref="ForecastRequest.DefaultLevels"/>.</param>
public sealed record LeafStep(int Period, int Step, double Mean, double[] Quantiles)
{
    /// <summary>The distribution around another mean; see <see cref="StepDistribution.MovedTo"/>.</summary>
    /// <param name="mean">The other mean, at least 0.</param>
    public LeafStep MovedTo(double mean) => this with { Mean = mean, Quantiles = Distribution.MovedTo(mean).Quantiles };

    /// <summary>The mean with every driver of demand at its usual value, as a share of the mean: it stays when the mean is moved. 1 where no driver is at work.</summary>
    public double BaseShare { get; init; } = 1;

    /// <summary>The mean with every driver of demand at its usual value, at least 0.</summary>
    [JsonIgnore]
    public double BaseMean => BaseShare * Mean;

    /// <summary>The distribution alone.</summary>
    [JsonIgnore]
    public StepDistribution Distribution => new(Mean, Quantiles);
}
