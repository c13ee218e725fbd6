namespace PlanningEngine.Planning.Demo;

/// <summary>How the demand for a product goes over to its successor.</summary>
/// <param name="First">First day of the successor.</param>
/// <param name="Last">Last day of the product; before the first day where both are never sold together.</param>
internal sealed record DemoHandover(DateOnly First, DateOnly Last)
{
    /// <summary>Share of the demand that the successor has on a day, 0 to 1.</summary>
    public double MovedOn(DateOnly date) =>
        date < First ? 0 : date > Last ? 1 : (date.DayNumber - First.DayNumber + 1) / (Last.DayNumber - First.DayNumber + 2.0);
}
