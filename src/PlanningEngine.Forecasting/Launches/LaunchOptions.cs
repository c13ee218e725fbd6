namespace PlanningEngine.Forecasting.Launches;

/// <summary>What a planner knows about a launch beside similar items.</summary>
public sealed record LaunchOptions
{
    /// <summary>Expected sales per bucket once launched, such as a share of the forecast of its product group; above 0. Null (the default): that of the similar items.</summary>
    public double? ExpectedLevel { get; init; }

    /// <summary>Shape of the launch by bucket since the first sale, in any unit, such as <see cref="BassCurve.Sales"/>; its last value goes on. Null (the default): that of the similar items.</summary>
    public IReadOnlyList<double>? Curve { get; init; }

    /// <summary>
    /// Season of the product group, mean 1, above 0: bucket with ordinal t has the index t modulo its length. Similar items are freed of theirs, the new item gets its own, whatever the
    /// months of their launches. Null (the default): none.
    /// </summary>
    public IReadOnlyList<double>? Season { get; init; }

    /// <summary>Whether the first bucket of every history is that of its launch, so that zeros before the first sale count. Default: false, the first sale is the launch.</summary>
    public bool BeginsAtLaunch { get; init; }
}
