using PlanningEngine.Allocation.Quotas;
using PlanningEngine.Planning.Hierarchies;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Server.Plans;

/// <summary>A node of the quota tree in the words of the plan.</summary>
/// <param name="TerritoryCode">Territory; of a leaf, the one worked; * at a company node that was put over several roots.</param>
/// <param name="SalesRepCode">Rep; empty for a territory, and for the part of a leaf territory that nobody carries.</param>
/// <param name="Level">Depth, 0 at the company.</param>
/// <param name="IsLeaf">True for a rep and for what nobody carries.</param>
internal sealed record SalesNode(string TerritoryCode, string SalesRepCode, int Level, bool IsLeaf);

/// <summary>The sales tree as a quota problem: territories compare by history and forecast, the reps of a leaf territory by what they can carry.</summary>
/// <remarks>
/// A rep carries history per active day times active days of the horizon; a new one the mean of the team. Capacity weighs next to nothing in the blend, so it decides only where there is neither
/// history nor forecast: among reps. Periods in which a leaf territory has no active rep are a leaf of their own, so that all levels add up.
/// </remarks>
internal sealed class SalesQuotaTree
{
    private const string CompanyCode = "*";
    private const int DaysToCount = 90;

    /// <summary>A measure that counts only where all weightier ones are zero.</summary>
    private const double Trace = 1e-9;

    private readonly QuotaTerms _terms;
    private readonly QuotaBasis _basis;
    private readonly TerritoryTree _territories;
    private readonly (DateOnly First, DateOnly Last)[] _periods;
    private readonly double[] _season;
    private readonly Dictionary<string, (double History, double Forecast)> _measures;
    private readonly Dictionary<string, double> _repHistory;
    private readonly ILookup<string, SalesRepRow> _reps;

    public SalesQuotaTree(QuotaTerms terms, QuotaBasis basis, TerritoryTree territories, (DateOnly First, DateOnly Last)[] periods, double[] season)
    {
        (_terms, _basis, _territories, _periods, _season) = (terms, basis, territories, periods, season);
        _measures = basis.TerritoryBasis.GroupBy(b => b.TerritoryCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (Math.Max(0, g.Sum(b => b.History)), Math.Max(0, g.Sum(b => b.Forecast))), StringComparer.Ordinal);
        _repHistory = basis.RepBasis.GroupBy(b => b.SalesRepCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Math.Max(0, g.Sum(b => b.History)), StringComparer.Ordinal);
        _reps = basis.SalesReps.Where(r => !string.IsNullOrEmpty(r.TerritoryCode)).ToLookup(r => r.TerritoryCode!, StringComparer.Ordinal);
        AddTerritories();
        NoteEqualShares();
    }

    /// <summary>The plan's words for each node.</summary>
    public List<SalesNode> Nodes { get; } = [];

    /// <summary>Each node as the solver takes it, parents before children.</summary>
    public List<QuotaNode> Quotas { get; } = [];

    /// <summary>What had to be assumed.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The problem without target, locks and last version.</summary>
    public QuotaProblem Problem => new(Quotas)
    {
        Blend = new QuotaBlend(Math.Max(Trace, _terms.HistoryWeight), Math.Max(Trace, 1 - _terms.HistoryWeight), Trace * Trace),
        Seasonality = _season,
    };

    private void AddTerritories()
    {
        var roots = _territories.Roots.ToList();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var above = roots.Count == 1 ? -1 : Add(new SalesNode(CompanyCode, "", 0, false), new QuotaNode("*", -1) { Label = "the company", OverAssignment = _terms.TerritoryOverAssignment });
        foreach (var territory in _territories.Nodes)
        {
            var parent = territory.ParentCode is { } code ? positions[code] : above;
            var (history, forecast) = _measures.GetValueOrDefault(territory.Code);
            var at = Add(
                new SalesNode(territory.Code, "", parent < 0 ? 0 : Nodes[parent].Level + 1, false),
                new QuotaNode($"T/{territory.Code}", parent) { Label = territory.Name, History = history, Potential = forecast });
            positions[territory.Code] = at;
            var isLeaf = _territories.Children(territory.Code).Count == 0;
            var hasReps = isLeaf && AddReps(territory, at);
            Quotas[at] = Quotas[at] with { OverAssignment = hasReps ? _terms.RepOverAssignment : isLeaf ? 0 : _terms.TerritoryOverAssignment };
        }
    }

    /// <summary>Adds the reps of a leaf territory and what nobody carries; false where it has no rep.</summary>
    private bool AddReps(TerritoryNode territory, int parent)
    {
        var reps = _reps[territory.Code].DistinctBy(r => r.Code).OrderBy(r => r.Code, StringComparer.Ordinal)
            .Select(rep => (Row: rep, Activity: Activity(rep), PerDay: Productivity(rep))).Where(r => InSeason(r.Activity) > 0).ToList();
        var known = reps.Where(r => r.PerDay > 0).Select(r => r.PerDay!.Value).ToList();
        var usual = known.Count > 0 ? known.Average() : 1;
        if (reps.Count > 1 && known.Count == 0)
            Notes.Add($"The reps of territory ({territory.Code}) have no history and share equally by active days.");
        foreach (var (row, activity, perDay) in reps)
        {
            if (known.Count > 0 && perDay is null)
                Notes.Add($"The rep ({row.Code}) of territory ({territory.Code}) is new and gets the mean share of the team by active days.");
            AddLeaf(parent, row.Code, $"R/{row.Code}", string.IsNullOrWhiteSpace(row.Name) ? row.Code : row.Name, activity, known.Count == 0 ? 1 : perDay ?? usual);
        }

        double[] uncovered = [.. Enumerable.Range(0, _periods.Length).Select(p => reps.Any(r => r.Activity[p] > 0) ? 0.0 : 1.0)];
        if (InSeason(uncovered) > 0)
        {
            Notes.Add($"The territory ({territory.Code}) has no active rep in {uncovered.Count(u => u > 0)} of {_periods.Length} periods; its quota there is carried by nobody.");
            AddLeaf(parent, "", $"U/{territory.Code}", $"{territory.Name} without a rep", uncovered, usual);
        }

        return reps.Count > 0;
    }

    private void AddLeaf(int parent, string rep, string code, string label, double[] activity, double perDay)
    {
        // What a leaf carries follows the season of its active periods; the capacity of the core is the same in each.
        var capacity = new SellingCapacity(perDay * InSeason(activity) / activity.Sum());
        Add(new SalesNode(Nodes[parent].TerritoryCode, rep, Nodes[parent].Level + 1, true), new QuotaNode(code, parent) { Label = label, Capacity = capacity, Activity = activity });
    }

    private int Add(SalesNode node, QuotaNode quota)
    {
        Nodes.Add(node);
        Quotas.Add(quota);
        return Nodes.Count - 1;
    }

    private double InSeason(double[] activity) => activity.Zip(_season, (a, s) => a * s).Sum();

    private double[] Activity(SalesRepRow rep) =>
        [.. _periods.Select(p => (double)ActiveDays(rep, p.First, p.Last) / (p.Last.DayNumber - p.First.DayNumber + 1))];

    /// <summary>History, per active day when the window is known; null for a rep who is new.</summary>
    private double? Productivity(SalesRepRow rep)
    {
        var history = _repHistory.GetValueOrDefault(rep.Code);
        if (_basis.Window is not { } window)
            return history > 0 ? history : null;
        var days = ActiveDays(rep, window.First, window.Last);
        return days < Math.Min(DaysToCount, window.Last.DayNumber - window.First.DayNumber + 1) ? null : history / days;
    }

    private static int ActiveDays(SalesRepRow rep, DateOnly first, DateOnly last)
    {
        var from = rep.HireDate is { } hired && hired > first ? hired : first;
        var to = rep.LeaveDate is { } left && left < last ? left : last;
        return Math.Max(0, to.DayNumber - from.DayNumber + 1);
    }

    private void NoteEqualShares()
    {
        var sums = _territories.Nodes.ToDictionary(n => n.Code, _ => 0.0, StringComparer.Ordinal);
        foreach (var territory in _territories.Nodes.Reverse())
        {
            var (history, forecast) = _measures.GetValueOrDefault(territory.Code);
            sums[territory.Code] += history + forecast;
            if (territory.ParentCode is { } parent)
                sums[parent] += sums[territory.Code];
        }

        var siblings = _territories.Nodes.GroupBy(n => n.ParentCode ?? CompanyCode, StringComparer.Ordinal);
        foreach (var group in siblings.Where(g => g.Count() > 1 && g.All(n => sums[n.Code] == 0)))
            Notes.Add($"The territories below ({group.Key}) have neither history nor forecast and share by their reps.");
    }
}
