namespace PlanningEngine.Allocation.Territories;

/// <summary>Improves a plan by solving a few neighbouring territories anew, exactly, as long as one of them gains.</summary>
/// <remarks>Large neighbourhood search (Shaw, Principles and Practice of Constraint Programming, 1998): first pairs of reps, then threes and fours. A region is looked at again only when one of its territories has changed.</remarks>
internal sealed class TerritoryRegions
{
    private const int MostNeighbours = 8;
    private const double Heat = 0.1;
    private const long NodesPerRegion = 20_000;
    private const int LargestRepair = 4;

    private readonly TerritoryModel _model;
    private readonly BalancePrices _bands;
    private readonly DeviationSearch _search = new();
    private readonly int[][] _neighbours;
    private readonly List<int>[] _members;
    private readonly long[] _changed;
    private readonly Dictionary<(int, int, int, int), long> _looked = [];
    private readonly TerritoryPieces? _connection;
    private long _clock = 1;

    /// <param name="model">The problem.</param>
    /// <param name="bands">Prices of the bands.</param>
    /// <param name="plan">Rep of each account; improved in place.</param>
    public TerritoryRegions(TerritoryModel model, BalancePrices bands, int[] plan)
    {
        (_model, _bands, Plan) = (model, bands, plan);
        _members = [.. Enumerable.Range(0, model.Reps).Select(_ => new List<int>())];
        for (var account = 0; account < plan.Length; account++)
            _members[plan[account]].Add(account);
        _changed = new long[model.Reps];
        Array.Fill(_changed, _clock);
        _neighbours = Neighbours();
        _connection = model.Neighbours is { } links ? new TerritoryPieces(links, plan) : null;
    }

    /// <summary>Rep of each account.</summary>
    public int[] Plan { get; }

    /// <summary>Sets of deviations looked at.</summary>
    public long Nodes { get; private set; }

    /// <summary>Solves regions anew until none gains or the work is done.</summary>
    /// <param name="size">Reps per region, 2 .. 4.</param>
    /// <param name="nodeLimit">Work of this and all earlier calls.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Improve(int size, long nodeLimit, CancellationToken cancellationToken)
    {
        for (var gained = true; gained;)
        {
            gained = false;
            foreach (var region in Regions(size))
            {
                if (Nodes >= nodeLimit || cancellationToken.IsCancellationRequested)
                    return;
                gained |= Renew(region);
            }
        }
    }

    /// <summary>Brings every territory into its bands: the regions around each one that is out of them are solved anew, larger and larger ones.</summary>
    /// <returns>Whether the plan keeps every rule.</returns>
    public bool Repair(long nodeLimit, CancellationToken cancellationToken)
    {
        for (var size = 2; size <= LargestRepair; size++)
        {
            var broken = Enumerable.Range(0, _model.Reps).Where(IsBroken).ToArray();
            if (broken.Length == 0)
                break;
            foreach (var rep in broken)
            {
                foreach (var others in Sets(_neighbours[rep], size - 1))
                {
                    if (Nodes >= nodeLimit || cancellationToken.IsCancellationRequested || !IsBroken(rep))
                        break;
                    Renew([rep, .. others]);
                }
            }
        }

        return !Enumerable.Range(0, _model.Reps).Any(IsBroken);
    }

    private bool IsBroken(int rep)
    {
        for (var m = 0; m < _model.Measured; m++)
        {
            var (load, slack) = (_members[rep].Sum(account => _model.Size[m][account]), TerritoryConflicts.Slack * _model.Target[m][rep]);
            if (load > _model.Most[m][rep] + slack || load < _model.Least[m][rep] - slack)
                return true;
        }

        return _connection?.Count(rep, _members[rep]) > 1;
    }

    /// <summary>Reps of which at least one has changed since the region was last looked at.</summary>
    private IEnumerable<int[]> Regions(int size)
    {
        for (var first = 0; first < _model.Reps; first++)
        {
            foreach (var others in Sets(_neighbours[first], size - 1))
            {
                int[] region = [first, .. others];
                Array.Sort(region);
                var key = (region[0], region[1], size > 2 ? region[2] : -1, size > 3 ? region[3] : -1);
                if (_looked.TryGetValue(key, out var when) && Array.TrueForAll(region, rep => _changed[rep] <= when))
                    continue;
                _looked[key] = _clock++;
                yield return region;
            }
        }
    }

    private static IEnumerable<int[]> Sets(int[] of, int size)
    {
        if (size == 0)
            return [[]];
        return Enumerable.Range(0, of.Length).SelectMany(i => Sets(of[(i + 1)..], size - 1).Select(rest => (int[])[of[i], .. rest]));
    }

    private bool Renew(int[] reps)
    {
        int[] accounts = [.. reps.SelectMany(rep => _members[rep]).Order()];
        var part = _model.Part(accounts, reps);
        var cost = Array.Exists(reps, IsBroken) ? double.PositiveInfinity : part.CostOf(Array.ConvertAll(accounts, account => Array.IndexOf(reps, Plan[account])));
        var bands = new BalancePrices(part);
        bands.Offer([.. Enumerable.Range(0, reps.Length * _model.Measured).Select(i => _bands.Prices[i / reps.Length * _model.Reps + reps[i % reps.Length]])]);
        bands.Raise(Heat, default);
        if (bands.Bound >= cost || bands.Bound > part.LargestCost * (1 + 1e-9))
            return false;
        _search.Run(part, bands.Prices, cost * (1 - 1e-12), NodesPerRegion, _connection is null ? null : places => HangTogether(accounts, reps, places));
        Nodes += _search.Nodes;
        if (_search.Plan is not { } plan)
            return false;
        Take(accounts, reps, plan);
        return true;
    }

    private void Take(int[] accounts, int[] reps, int[] places)
    {
        _clock++;
        foreach (var rep in reps)
        {
            _members[rep].Clear();
            _changed[rep] = _clock;
        }

        for (var i = 0; i < accounts.Length; i++)
        {
            Plan[accounts[i]] = reps[places[i]];
            _members[reps[places[i]]].Add(accounts[i]);
        }
    }

    private bool HangTogether(int[] accounts, int[] reps, int[] places)
    {
        var before = Array.ConvertAll(accounts, account => Plan[account]);
        for (var i = 0; i < accounts.Length; i++)
            Plan[accounts[i]] = reps[places[i]];
        var together = Enumerable.Range(0, reps.Length).All(place => _connection!.Count(reps[place], [.. Enumerable.Range(0, accounts.Length).Where(i => places[i] == place).Select(i => accounts[i])]) <= 1);
        for (var i = 0; i < accounts.Length; i++)
            Plan[accounts[i]] = before[i];
        return together;
    }

    /// <summary>For each rep the reps that its accounts, or theirs, change to at least cost.</summary>
    private int[][] Neighbours()
    {
        var near = new double[_model.Reps * _model.Reps];
        var unit = Enumerable.Range(0, _model.Accounts).Average(account => Enumerable.Range(0, _model.Reps).Select(rep => _bands.Priced(account, rep)).Order().Take(4).Last(double.IsFinite) - _bands.Priced(account, _bands.Choice[account]));
        for (var account = 0; account < _model.Accounts; account++)
        {
            var at = Plan[account];
            for (var rep = 0; rep < _model.Reps; rep++)
            {
                if (rep == at || !double.IsFinite(_model.Cost[account * _model.Reps + rep]))
                    continue;
                var close = Math.Exp(-Math.Max(0, _bands.Priced(account, rep) - _bands.Priced(account, at)) / Math.Max(unit, 1e-300));
                near[at * _model.Reps + rep] += close;
                near[rep * _model.Reps + at] += close;
            }
        }

        return [.. Enumerable.Range(0, _model.Reps).Select(rep => Enumerable.Range(0, _model.Reps)
            .Where(other => other != rep && near[rep * _model.Reps + other] > 0)
            .OrderByDescending(other => near[rep * _model.Reps + other]).Take(MostNeighbours).ToArray())];
    }
}
