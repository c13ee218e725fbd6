using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Lifecycle;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>An item of a lifecycle file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Series">Its history in its place in time; empty where it has not sold yet.</param>
/// <param name="Life">What is known.</param>
/// <param name="HasRows">Whether the forecast's file has rows of it.</param>
internal sealed record LifecycleItem(string Id, TimeSeries Series, ItemLifecycle Life, bool HasRows)
{
    /// <summary>Line of its row in the lifecycle file; 0 where it has none.</summary>
    public long Line { get; init; }

    /// <summary>What came back, per bucket of the history; empty where the file says nothing of it.</summary>
    public IReadOnlyList<double> Returned { get; init; } = [];

    /// <summary>The predecessor where it has a planned end: what it is still expected to sell is left to it. Null for none.</summary>
    public LifecycleItem? StillSold { get; init; }

    /// <summary>What is said of it beside what the method says.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Forecasts the item.</summary>
    /// <param name="usual">Method for a history that is long enough.</param>
    public IForecaster Method(IForecaster usual)
    {
        var method = new LifecycleForecaster(usual, Life);
        return StillSold is null ? method : new HeirForecaster(method, StillSold, StillSold.Method(usual), Life.Share);
    }
}
