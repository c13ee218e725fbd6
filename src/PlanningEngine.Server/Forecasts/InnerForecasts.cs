using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What the inner territories forecast of themselves, before anything adds up: the output of the stage <c>rollup</c>.</summary>
/// <param name="Positions">Position of each territory in the walk of the tree, by key. It stays as it was in this stage.</param>
/// <param name="Nodes">One per inner territory that has a history.</param>
public sealed record InnerForecasts(IReadOnlyDictionary<int, int> Positions, IReadOnlyList<InnerForecast> Nodes)
{
    /// <summary>The output.</summary>
    public static RunOutput<InnerForecasts> Output { get; } = new("rollup");

    /// <summary>What there is to say about them, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The own forecast of one inner territory.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Forecast">Its forecast, product and channel 0.</param>
/// <param name="Errors">Its errors at the run's inner origins.</param>
/// <param name="IsOfReconciled">Whether the history is that of the node's reconciled series; else of all its series, and good for the spread only.</param>
public sealed record InnerForecast(InnerNode Node, LeafForecast Forecast, IReadOnlyList<OriginError> Errors, bool IsOfReconciled)
{
    /// <summary>What it said at the run's later origins.</summary>
    public IReadOnlyList<LaterForecast> Later { get; init; } = [];

    /// <summary>Ordinal of the first period that it rests on where earlier ones were cut off; null where none were.</summary>
    public int? Start { get; init; }
}

/// <summary>An inner territory, or the company.</summary>
/// <param name="TerritoryKey">The territory; 0 for the company.</param>
/// <param name="Level">Depth in the tree, 0 at a root, -1 for the company.</param>
/// <param name="First">First position below it.</param>
/// <param name="Last">Last position below it.</param>
public sealed record InnerNode(int TerritoryKey, int Level, int First, int Last)
{
    /// <summary>The company, above all roots and all territories outside the tree.</summary>
    public static InnerNode Company { get; } = new(0, -1, int.MinValue, int.MaxValue);

    /// <summary>Whether a territory lies below the node; one outside the tree lies below the company only.</summary>
    /// <param name="territoryKey">A leaf territory.</param>
    /// <param name="positions">Positions of the territories.</param>
    public bool Holds(int territoryKey, IReadOnlyDictionary<int, int> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return this == Company || (positions.TryGetValue(territoryKey, out var position) && First <= position && position <= Last);
    }

    /// <summary>Whether another node lies below the node, or is it.</summary>
    /// <param name="other">The other node.</param>
    internal bool Holds(InnerNode other) => this == Company || (First <= other.First && other.Last <= Last);
}
