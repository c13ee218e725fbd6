namespace PlanningEngine.Server.Loads.Rows;

/// <summary>Money as the database keeps it: 4 decimals, within <see cref="PlanningEngine.Planning.Quality.NumberLimits"/>, where SQLite's REAL holds every value of 4 decimals exactly enough to round back.</summary>
internal static class Money
{
    public static decimal Round(decimal amount) => decimal.Round(amount, 4, MidpointRounding.AwayFromZero);
}
