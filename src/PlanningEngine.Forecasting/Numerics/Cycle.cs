namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Places in a cycle that repeats along the time axis.</summary>
internal static class Cycle
{
    /// <summary>The phase of an ordinal, also of one below zero: from 0 to the period less one.</summary>
    /// <param name="ordinal">Bucket on the time axis.</param>
    /// <param name="period">Buckets in the cycle, at least 1.</param>
    internal static int PhaseOf(int ordinal, int period) => ((ordinal % period) + period) % period;
}
