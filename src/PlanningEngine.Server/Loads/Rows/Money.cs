namespace PlanningEngine.Server.Loads.Rows;

/// <summary>Money as the database keeps it: 4 decimals, below 10^11 either way, where SQLite's REAL holds every value of 4 decimals exactly enough to round back.</summary>
internal static class Money
{
    /// <summary>Amounts must lie below this, either way.</summary>
    public const decimal Limit = 100_000_000_000m;

    public static decimal Round(decimal amount) => decimal.Round(amount, 4, MidpointRounding.AwayFromZero);
}
