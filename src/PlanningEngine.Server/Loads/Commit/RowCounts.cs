namespace PlanningEngine.Server.Loads.Commit;

/// <summary>What a commit did with rows.</summary>
/// <param name="Inserted">New.</param>
/// <param name="Corrected">Known with other content.</param>
/// <param name="Unchanged">Known with the same content.</param>
internal readonly record struct RowCounts(long Inserted, long Corrected, long Unchanged)
{
    public static RowCounts operator +(RowCounts a, RowCounts b) => new(a.Inserted + b.Inserted, a.Corrected + b.Corrected, a.Unchanged + b.Unchanged);
}
