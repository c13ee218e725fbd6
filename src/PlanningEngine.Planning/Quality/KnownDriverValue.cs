using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>A current value of a driver in the store, beside which a load's values are looked at.</summary>
/// <param name="Row">The value; its row key is not known.</param>
/// <param name="Commit">Number of the commit that made it known.</param>
/// <param name="LoadKey">The load that brought it.</param>
/// <param name="IsReplaced">Whether the load that is checked has the same row, which then stands in its place.</param>
public sealed record KnownDriverValue(DriverValueRow Row, int Commit, int LoadKey, bool IsReplaced);
