using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;

namespace PlanningEngine.Server.Runs;

/// <summary>What the runs found whose results are published now.</summary>
internal static class LatestSummary
{
    private static readonly string[] OfCycle = [RunKinds.Forecast, RunKinds.Quotas, RunKinds.Allocation, RunKinds.Kpis];

    /// <summary>The summaries of the last run of each kind that succeeded, later ones over earlier ones: a cycle that ran after a forecast has its figures in its place.</summary>
    public static async Task<RunSummary> ReadAsync(PlanningContext db, CancellationToken cancellationToken)
    {
        var last = await db.Runs.Where(r => r.Status == RunStatus.Succeeded && r.RunKey > 0).GroupBy(r => r.Kind).Select(g => new { g.Key, RunKey = g.Max(r => r.RunKey) }).ToListAsync(cancellationToken);
        var cycle = last.SingleOrDefault(r => r.Key == RunKinds.Cycle)?.RunKey ?? 0;
        int[] keys = [.. last.Where(r => r.RunKey >= cycle || !OfCycle.Contains(r.Key)).Select(r => r.RunKey)];
        var runs = await db.Runs.AsNoTracking().Where(r => keys.Contains(r.RunKey)).OrderBy(r => r.RunKey).Select(r => new { r.Kind, r.Summary }).ToListAsync(cancellationToken);
        var latest = new RunSummary();
        foreach (var run in runs)
        {
            // Merging leaves what the later one has none of.
            if (run.Kind == RunKinds.Allocation)
                latest.UnmetQuantity = 0;
            latest.MergeFrom(SummaryText.Read(run.Summary));
        }

        return latest;
    }
}
