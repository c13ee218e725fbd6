namespace PlanningEngine.Planning.Drivers;

/// <summary>Days on which a driver has one value.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">Last day, included; null where it goes on. A span that ends before it begins holds on no day.</param>
/// <param name="Value">The value.</param>
public readonly record struct DriverSpan(DateOnly From, DateOnly? Until, double Value);
