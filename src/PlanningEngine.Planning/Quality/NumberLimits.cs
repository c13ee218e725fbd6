namespace PlanningEngine.Planning.Quality;

/// <summary>
/// How large the numbers of a load may be, either way. What lies beyond is a wrong unit, a wrong decimal sign or a code in the wrong column, and sums and forecasts with it would drown all others: rule
/// <see cref="QualityRules.NumberOutOfRange"/>.
/// </summary>
public static class NumberLimits
{
    /// <summary>Quantities, stocks, capacities and values of drivers: at most a million millions.</summary>
    public const double Quantity = 1e12;

    /// <summary>Amounts of money must lie below this: 4 decimals of them survive the way through both databases.</summary>
    public const decimal Amount = 100_000_000_000m;

    /// <summary>Whether a quantity is a number within the limit.</summary>
    public static bool Holds(double quantity) => Math.Abs(quantity) <= Quantity;

    /// <summary>Whether an amount lies within the limit.</summary>
    public static bool Holds(decimal amount) => Math.Abs(amount) < Amount;
}
