using System.Globalization;
using PlanningEngine.Cli.Import.Reading;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What only all rows of a lifecycle file together show: circles, and demand that is given away twice.</summary>
/// <param name="file">The file.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class LifecycleLinks(string file, Findings findings)
{
    public const string PredecessorCycle = "predecessor-cycle";
    public const string SharesAboveOne = "shares-above-one";
    private const double ShareTolerance = 1e-9;

    /// <summary>Checks the rows.</summary>
    /// <returns>The rows, a predecessor's before its heirs'; the order within a circle is of no use.</returns>
    public IReadOnlyList<LifecycleRow> InOrder(IReadOnlyList<LifecycleRow> rows)
    {
        var byId = rows.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var (path, seen) = (new List<LifecycleRow>(), new HashSet<string>(StringComparer.Ordinal));
            var at = row;
            for (; at is not null && !depths.ContainsKey(at.Id) && seen.Add(at.Id); at = byId.GetValueOrDefault(at.Predecessor))
                path.Add(at);
            if (at is not null && !depths.ContainsKey(at.Id))
                ReportCycle(path[path.IndexOf(at)..]);
            var depth = at is null ? 0 : depths.GetValueOrDefault(at.Id);
            for (var i = path.Count - 1; i >= 0; i--)
                depths[path[i].Id] = ++depth;
        }

        foreach (var heirs in rows.Where(r => r.Predecessor.Length > 0).GroupBy(r => r.Predecessor, StringComparer.Ordinal).Where(g => g.Count() > 1))
            CheckShares(heirs.Key, [.. heirs]);
        return [.. rows.OrderBy(r => depths[r.Id])];
    }

    private void ReportCycle(List<LifecycleRow> members)
    {
        var first = members.IndexOf(members.MinBy(m => m.Line)!);
        var path = string.Join(" > ", members.Skip(first).Concat(members.Take(first)).Select(m => m.Id));
        findings.Report(PredecessorCycle, file, members[first].Line, members[first].Id, "predecessor", path,
            $"The items ({path}) replace {(members.Count == 1 ? "themselves" : "each other")}. Maybe empty the predecessor of the oldest.");
    }

    private void CheckShares(string predecessor, IReadOnlyList<LifecycleRow> heirs)
    {
        var sum = heirs.Sum(h => h.Share);
        var text = sum.ToString(CultureInfo.InvariantCulture);
        if (sum > 1 + ShareTolerance)
            findings.Report(SharesAboveOne, file, heirs[^1].Line, predecessor, "share", text,
                $"The successors ({string.Join(", ", heirs.Select(h => h.Id))}) of ({predecessor}) take {text} of its demand together. Maybe give each its share, so that they sum to 1 at most.");
    }
}
