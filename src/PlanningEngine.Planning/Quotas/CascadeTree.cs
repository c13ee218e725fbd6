using PlanningEngine.Planning.Hierarchies;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quotas;

/// <summary>The nodes of a cascade in preorder, with their shares and activity.</summary>
internal sealed class CascadeTree
{
    private const string CompanyCode = "*";
    private const int DaysToCount = 90;
    private readonly QuotaCascadeRequest _request;
    private readonly (DateOnly First, DateOnly Last)[] _periods;
    private readonly Dictionary<string, (double History, double Forecast)> _basis;
    private readonly Dictionary<string, double> _repHistory;
    private readonly ILookup<string, SalesRepRow> _reps;

    public CascadeTree(QuotaCascadeRequest request, TerritoryTree territories, (DateOnly First, DateOnly Last)[] periods)
    {
        (_request, _periods) = (request, periods);
        _basis = SumUp(request.TerritoryBasis, territories);
        _repHistory = request.RepBasis.GroupBy(b => b.SalesRepCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Math.Max(0, g.Sum(b => b.History)), StringComparer.Ordinal);
        _reps = request.SalesReps.Where(r => !string.IsNullOrEmpty(r.TerritoryCode)).ToLookup(r => r.TerritoryCode!, StringComparer.Ordinal);

        var roots = territories.Roots.ToList();
        var company = new CascadeNode(QuotaNodeKind.Territory, roots.Count == 1 ? roots[0].Code : CompanyCode, null, periods.Length) { Weight = 1 };
        Nodes.Add(company);
        if (roots.Count == 1)
            AddBelow(company, territories);
        else
            AddTerritories(company, roots, territories);
    }

    /// <summary>Parents before children.</summary>
    public List<CascadeNode> Nodes { get; } = [];

    /// <summary>What had to be assumed.</summary>
    public List<string> Notes { get; } = [];

    private void AddBelow(CascadeNode node, TerritoryTree territories)
    {
        var children = territories.Children(node.Code);
        if (children.Count > 0)
            AddTerritories(node, children, territories);
        else
            AddReps(node);
    }

    private void AddTerritories(CascadeNode parent, IReadOnlyList<TerritoryNode> children, TerritoryTree territories)
    {
        parent.OverAssignment = parent.Level < _request.TerritoryOverAssignment.Count ? _request.TerritoryOverAssignment[parent.Level] : 0;
        var shares = Shares(parent, children);
        for (var i = 0; i < children.Count; i++)
        {
            var node = new CascadeNode(QuotaNodeKind.Territory, children[i].Code, parent, _periods.Length) { Weight = shares[i] };
            parent.Children.Add(node);
            Nodes.Add(node);
            AddBelow(node, territories);
        }
    }

    /// <summary>alpha x forecast share + (1 - alpha) x history share; where one of them is zero for all siblings, the other alone.</summary>
    private double[] Shares(CascadeNode parent, IReadOnlyList<TerritoryNode> children)
    {
        var basis = children.Select(c => _basis.GetValueOrDefault(c.Code)).ToList();
        var (history, forecast) = (basis.Sum(b => b.History), basis.Sum(b => b.Forecast));
        if (history <= 0 && forecast <= 0)
        {
            if (children.Count > 1)
                Notes.Add($"The territories below ({parent.Code}) have neither history nor forecast and share equally.");
            return [.. children.Select(_ => 1.0 / children.Count)];
        }

        var alpha = history <= 0 ? 1 : forecast <= 0 ? 0 : _request.Alpha;
        return [.. basis.Select(b => (alpha > 0 ? alpha * b.Forecast / forecast : 0) + (alpha < 1 ? (1 - alpha) * b.History / history : 0))];
    }

    private void AddReps(CascadeNode territory)
    {
        var reps = _reps[territory.Code].DistinctBy(r => r.Code).OrderBy(r => r.Code, StringComparer.Ordinal)
            .Select(rep => (Row: rep, Node: RepNode(rep, territory)))
            .Where(r => r.Node.Activity.Any(a => a > 0)).ToList();
        territory.OverAssignment = reps.Count > 0 ? _request.RepOverAssignment : 0;
        var productivity = reps.Select(r => Productivity(r.Row)).ToList();
        var known = productivity.Where(p => p > 0).ToList();
        if (reps.Count > 1 && known.Count == 0)
            Notes.Add($"The reps of territory ({territory.Code}) have no history and share equally by active days.");
        for (var i = 0; i < reps.Count; i++)
        {
            if (known.Count > 0 && productivity[i] is null)
                Notes.Add($"The rep ({reps[i].Row.Code}) of territory ({territory.Code}) is new and gets the mean share of the team by active days.");
            reps[i].Node.Weight = known.Count == 0 ? 1 : productivity[i] ?? known.Average()!.Value;
            territory.Children.Add(reps[i].Node);
        }

        AddUncovered(territory);
        Nodes.AddRange(territory.Children);
    }

    /// <summary>A node without a code takes the quota of the periods in which nobody works, so that the levels still add up.</summary>
    private void AddUncovered(CascadeNode territory)
    {
        var uncovered = Enumerable.Range(0, _periods.Length).Where(p => !territory.Children.Any(c => c.IsActive(p))).ToList();
        if (uncovered.Count == 0)
            return;
        Notes.Add($"The territory ({territory.Code}) has no active rep in {uncovered.Count} of {_periods.Length} periods; its quota there is carried by nobody.");
        var node = new CascadeNode(QuotaNodeKind.Rep, string.Empty, territory, _periods.Length) { Weight = 1 };
        for (var period = 0; period < _periods.Length; period++)
            node.Activity[period] = uncovered.Contains(period) ? 1 : 0;
        territory.Children.Add(node);
    }

    private CascadeNode RepNode(SalesRepRow rep, CascadeNode territory)
    {
        var node = new CascadeNode(QuotaNodeKind.Rep, rep.Code, territory, _periods.Length);
        for (var period = 0; period < _periods.Length; period++)
        {
            var (first, last) = _periods[period];
            node.Activity[period] = (double)ActiveDays(rep, first, last) / (last.DayNumber - first.DayNumber + 1);
        }

        return node;
    }

    /// <summary>History, per active day when the window is known; null for a rep who is new.</summary>
    private double? Productivity(SalesRepRow rep)
    {
        var history = _repHistory.GetValueOrDefault(rep.Code);
        if (_request.HistoryWindow is not { } window)
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

    private static Dictionary<string, (double History, double Forecast)> SumUp(IReadOnlyList<TerritoryBasis> basis, TerritoryTree territories)
    {
        var sums = new Dictionary<string, (double History, double Forecast)>(StringComparer.Ordinal);
        foreach (var entry in basis)
        {
            for (var node = territories.Find(entry.TerritoryCode); node is not null; node = territories.Find(node.ParentCode))
            {
                var sum = sums.GetValueOrDefault(node.Code);
                sums[node.Code] = (sum.History + entry.History, sum.Forecast + entry.Forecast);
            }
        }

        return sums.ToDictionary(s => s.Key, s => (Math.Max(0, s.Value.History), Math.Max(0, s.Value.Forecast)), StringComparer.Ordinal);
    }
}
