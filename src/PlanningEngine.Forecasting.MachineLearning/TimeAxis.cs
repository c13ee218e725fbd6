namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>What a bucket of a <see cref="TimeAxis"/> is made of.</summary>
public enum AxisUnit
{
    /// <summary>A fixed number of days.</summary>
    Days,

    /// <summary>A fixed number of calendar months.</summary>
    Months,
}

/// <summary>Which dates the ordinals of a run stand for. Models use it to find the same season of earlier years; without one a season returns after a whole number of buckets.</summary>
/// <param name="Origin">A date in the bucket of <paramref name="Ordinal"/>; of days it is taken for the middle one.</param>
/// <param name="Unit">Days or months.</param>
/// <param name="Length">Units in a bucket, at least 1: 7 days are weeks, 3 months are quarters.</param>
/// <param name="Ordinal">Ordinal of the origin's bucket.</param>
public sealed record TimeAxis(DateOnly Origin, AxisUnit Unit, int Length, int Ordinal = 0)
{
    /// <summary>Date of a bucket, clamped to what a <see cref="DateOnly"/> can hold.</summary>
    /// <param name="ordinal">Ordinal of the bucket.</param>
    public DateOnly DateOf(int ordinal)
    {
        if (Unit == AxisUnit.Days)
            return DateOnly.FromDayNumber((int)Math.Clamp(Origin.DayNumber + ((long)ordinal - Ordinal) * Length, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
        var month = Math.Clamp(Origin.Year * 12L + Origin.Month - 1 + ((long)ordinal - Ordinal) * Length, 12, DateOnly.MaxValue.Year * 12L + 11);
        return new DateOnly((int)(month / 12), (int)(month % 12) + 1, 1);
    }
}
