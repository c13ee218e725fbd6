namespace PlanningEngine.Forecasting;

/// <summary>What is asked of a forecaster.</summary>
/// <param name="Horizon">Number of future buckets, 1 to 10,000.</param>
public sealed record ForecastRequest(int Horizon)
{
    /// <summary>The levels that are answered when none are named: the 80 and 95 % intervals, the quartiles, the median and the service levels between.</summary>
    public static IReadOnlyList<double> DefaultLevels { get; } = [0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975];

    /// <summary>Quantile levels, strictly increasing, each strictly between 0 and 1. Default: <see cref="DefaultLevels"/>.</summary>
    public IReadOnlyList<double> Levels { get; init; } = DefaultLevels;

    /// <summary>Whether mean and quantiles below zero are raised to zero, as demand asks. Default: false.</summary>
    public bool NonNegative { get; init; }

    /// <summary>Seed of every random choice. Same data and seed, same forecast. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>What is done about outliers and level shifts. Default: <see cref="Treatment.None"/>.</summary>
    public Treatment Treatment { get; init; }

    /// <summary>Where treatment is applied: ordinals of the only outliers to replace, and of the buckets after the only level shifts to lift to. Null, the default: whatever is clear.</summary>
    internal IReadOnlySet<int>? TreatOnly { get; init; }
}
