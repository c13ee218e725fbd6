namespace PlanningEngine.Planning.Series;

/// <summary>The usual key of a demand series, in the keys of the store.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="ChannelKey">Channel.</param>
public readonly record struct SeriesKey(int ProductKey, int TerritoryKey, int ChannelKey);
