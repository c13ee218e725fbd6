using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Series;

/// <summary>How observations become series. Every choice is reported in the result.</summary>
public sealed record PreparationOptions
{
    /// <summary>Length of a period. Default month.</summary>
    public TimeBucket Bucket { get; init; } = TimeBucket.Month;

    /// <summary>What is summed. Default quantity.</summary>
    public Measure Measure { get; init; } = Measure.Quantity;

    /// <summary>What a period without any row means. Default zero.</summary>
    public Absence Absence { get; init; } = Absence.Zero;

    /// <summary>
    /// Last day that the data cover. Null (the default) judges by the data: the last period is taken for incomplete when its last row lies earlier in the period than the
    /// last row of each of the (up to 12) periods before it, so that sources dated once a period count as complete.
    /// </summary>
    public DateOnly? KnownThrough { get; init; }

    /// <summary>Leave out a last period that is not over. Default true.</summary>
    public bool DropIncompleteLastPeriod { get; init; } = true;

    /// <summary>Start each series at its first sale; otherwise all start with the earliest. Default true.</summary>
    public bool StartAtFirstSale { get; init; } = true;

    /// <summary>
    /// Treat a period whose returns exceed its sales as zero demand, and take what is beyond its sales off the peaks of the year before, since it was sold then: what is demanded in all stays
    /// right, and a large order that came back is gone. Default true.
    /// </summary>
    public bool NegativePeriodsAreZero { get; init; } = true;
}

/// <summary>What a series measures.</summary>
public enum Measure
{
    /// <summary>Units.</summary>
    Quantity,

    /// <summary>Net revenue.</summary>
    Revenue,
}

/// <summary>What a period without any row means.</summary>
public enum Absence
{
    /// <summary>Nothing was sold.</summary>
    Zero,

    /// <summary>It is not known what was sold: NaN.</summary>
    Unknown,
}
