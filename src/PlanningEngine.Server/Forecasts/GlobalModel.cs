using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What the series of a run teach each other.</summary>
/// <param name="Trees">The trained model; null where nothing was trained.</param>
/// <param name="Swings">How far seasons swung after the inner origins; null without a pooled season.</param>
internal sealed record GlobalModel(GlobalTreesForecaster? Trees, SeasonSwings? Swings)
{
    /// <summary>Nothing was trained.</summary>
    public static GlobalModel None { get; } = new(null, null);

    /// <summary>Its methods, further candidates for every series.</summary>
    public IReadOnlyList<IForecaster> Methods => Trees?.Methods ?? [];

    /// <summary>What it knows of a season ahead that no inner origin saw; null without a pooled season.</summary>
    public SeasonAhead? Ahead => Trees is not null && Swings is not null ? new SeasonAhead(Trees.Seasons, Swings) : null;
}
