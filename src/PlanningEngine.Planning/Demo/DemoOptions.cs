namespace PlanningEngine.Planning.Demo;

/// <summary>What the demo company looks like. The same options give the same rows, bit for bit.</summary>
public sealed record DemoOptions
{
    /// <summary>Seed of every random choice. Default 7.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>Last day of actuals. A day inside a month means the end of the month before it.</summary>
    public required DateOnly End { get; init; }

    /// <summary>Years of history, 1 to 10. Default 4.</summary>
    public int Years { get; init; } = 4;

    /// <summary>Order lines to aim at over the whole history, 1,000 to 2,000,000; the outcome is within a few percent. Default 200,000.</summary>
    public int OrderLines { get; init; } = 200_000;

    /// <summary>Months of capacity beyond <see cref="End"/>, 0 to 24. Default 12.</summary>
    public int CapacityMonthsAhead { get; init; } = 12;

    /// <summary>Options whose actuals end with the last full month before a day.</summary>
    /// <param name="today">The day on which the demo is shown; the core reads no clock.</param>
    public static DemoOptions AsOf(DateOnly today) => new() { End = new DateOnly(today.Year, today.Month, 1).AddDays(-1) };
}
