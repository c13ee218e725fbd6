namespace PlanningEngine.Allocation.Territories;

/// <summary>Simulated annealing over shifts of one account and swaps of two, with the balance bands and the connection of territories as penalties.</summary>
/// <remarks>
/// An account is offered only to the reps where its cost at the prices of the linear relaxation is least. Kirkpatrick, Gelatt and Vecchi, Science 220, 1983. The schedule is counted in moves, so the same seed
/// gives the same plan on any machine.
/// </remarks>
internal sealed class TerritoryAnnealing
{
    private const int MostCandidates = 8;
    private const int MovesPerCheck = 1_000;
    private const double Loose = 1.5;
    private const double Looser = 0.05;
    private const double Strict = 100;
    private const double Strictest = 1e6;
    private const double FirstTemperature = 0.4;
    private const double LastTemperature = 0.03;
    private const int SwapsPerShift = 6;
    private const int Nobody = -1;

    private readonly TerritoryModel _model;
    private MoveDice _dice;
    private readonly int[][] _candidates;
    private readonly int[] _at;
    private readonly int[] _place;
    private readonly List<int>[] _members;
    private readonly double[][] _load;
    private readonly int[] _pieces;
    private readonly TerritoryPieces? _connection;
    private readonly double _unit;
    private readonly double[][] _breachPrice;
    private readonly double[] _breach;
    private double _strictness = 1;
    private double _nearestBreach = double.PositiveInfinity;

    /// <param name="model">The problem.</param>
    /// <param name="prices">Prices of the linear relaxation.</param>
    /// <param name="seed">Seed of the moves.</param>
    public TerritoryAnnealing(TerritoryModel model, BalancePrices prices, int seed)
    {
        (_model, _dice) = (model, new MoveDice(seed));
        _candidates = [.. Enumerable.Range(0, model.Accounts).Select(account => Enumerable.Range(0, model.Reps)
            .Where(rep => double.IsFinite(model.Cost[account * model.Reps + rep]))
            .OrderBy(rep => prices.Priced(account, rep)).Take(MostCandidates).ToArray())];
        _at = new int[model.Accounts];
        _place = new int[model.Accounts];
        _members = [.. Enumerable.Range(0, model.Reps).Select(_ => new List<int>())];
        _load = [.. model.Measures.Select(_ => new double[model.Reps])];
        _pieces = new int[model.Reps];
        _breach = new double[model.Reps];
        _connection = model.Neighbours is { } neighbours ? new TerritoryPieces(neighbours, _at) : null;
        _unit = TypicalStep(prices);
        // No exchange of load between two reps gains more than twice the largest price, so a breach does not pay.
        _breachPrice = [.. model.Target.Select((target, m) => target.Select(units =>
            2 * prices.Prices.Skip(m * model.Reps).Take(model.Reps).Max(Math.Abs) + (units > 0 ? _unit / units : 0)).ToArray())];
    }

    /// <summary>The cheapest plan found that keeps every rule; empty when there is none yet.</summary>
    public int[] Best { get; private set; } = [];

    /// <summary>Its cost.</summary>
    public double BestCost { get; private set; } = double.PositiveInfinity;

    /// <summary>The plan that breaks the rules least; empty before the first check.</summary>
    public int[] Nearest { get; private set; } = [];

    /// <summary>Anneals from a plan; the penalties grow while it cools. When no plan has kept every rule by then, goes on from where it stands with penalties that grow further.</summary>
    /// <param name="start">Rep of every account; where that pair must not be, the best candidate is taken.</param>
    /// <param name="moves">Moves tried from the first to the last temperature.</param>
    /// <param name="heat">Part of the first temperature to start at: 1 forgets the start, less keeps to it.</param>
    /// <param name="freely">Breaches cost little at first: the search goes through them, which small problems need and large ones do not repair in time.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Run(ReadOnlySpan<int> start, long moves, double heat, bool freely, CancellationToken cancellationToken)
    {
        Begin(start);
        Keep();
        Cool(moves, FirstTemperature * heat, freely ? Looser : Loose, Strict, cancellationToken);
        for (var strict = Strict; strict < Strictest && Best.Length == 0; strict *= 10)
            Cool(moves / 10, 4 * LastTemperature, strict, 10 * strict, cancellationToken);
    }

    private void Cool(long moves, double heat, double loose, double strict, CancellationToken cancellationToken)
    {
        var (first, last) = (heat * _unit, LastTemperature * _unit);
        for (var move = 0L; move < moves && !cancellationToken.IsCancellationRequested; move += MovesPerCheck)
        {
            var done = (double)move / moves;
            var temperature = first * Math.Pow(last / first, done);
            _strictness = loose * Math.Pow(strict / loose, done);
            for (var i = 0; i < MovesPerCheck; i++)
                Try(temperature);
            Keep();
        }
    }

    private void Try(double temperature)
    {
        var account = _dice.Below(_model.Accounts);
        var candidates = _candidates[account];
        if (candidates.Length < 2)
            return;
        var (from, to) = (_at[account], candidates[Pick(candidates.Length)]);
        if (from == to)
            return;
        // What Metropolis would accept is drawn first, so that most moves are refused at a glance.
        var allowed = temperature * _dice.Patience();
        var change = Cost(account, to) - Cost(account, from);
        var members = _members[to];
        if (members.Count == 0 || _dice.Below(SwapsPerShift + 1) == 0)
            Try(account, Nobody, from, to, change, allowed);
        else
            TrySwap(account, members, from, to, change, allowed);
    }

    private int Pick(int count)
    {
        var part = _dice.Part();
        return (int)(part * part * count);
    }

    /// <summary>Draws two accounts of the other territory and offers the one that goes back at less cost.</summary>
    private void TrySwap(int account, List<int> members, int from, int to, double change, double allowed)
    {
        var (one, other) = (members[_dice.Below(members.Count)], members[_dice.Below(members.Count)]);
        var (back, otherBack) = (Cost(one, from) - Cost(one, to), Cost(other, from) - Cost(other, to));
        if (back <= otherBack)
            Try(account, one, from, to, change + back, allowed);
        else
            Try(account, other, from, to, change + otherBack, allowed);
    }

    /// <summary>Moves an account, and another one back unless it is nobody, when that costs no more than is allowed.</summary>
    private void Try(int account, int other, int from, int to, double change, double allowed)
    {
        // Even a move that heals every breach of the two would cost too much.
        if (change - _strictness * (_breach[from] + _breach[to]) > allowed)
            return;
        var (fromBreach, toBreach) = (0.0, 0.0);
        for (var m = 0; m < _load.Length; m++)
        {
            var moved = _model.Size[m][account] - (other == Nobody ? 0 : _model.Size[m][other]);
            fromBreach += Breach(m, from, _load[m][from] - moved);
            toBreach += Breach(m, to, _load[m][to] + moved);
        }

        change += _strictness * (fromBreach + toBreach - _breach[from] - _breach[to]);
        if (change > allowed)
            return;
        Put(account, to);
        if (other != Nobody)
            Put(other, from);
        if (_connection is null || SettlePieces(change, from, to, allowed))
            (_breach[from], _breach[to]) = (fromBreach, toBreach);
        else
            Undo(account, other, from, to);
    }

    private void Undo(int account, int other, int from, int to)
    {
        if (other != Nobody)
            Put(other, to);
        Put(account, from);
        (_pieces[from], _pieces[to]) = (Pieces(from), Pieces(to));
    }

    /// <summary>Counts the pieces of two changed territories and decides again with them.</summary>
    private bool SettlePieces(double change, int from, int to, double allowed)
    {
        var (fromPieces, toPieces) = (Pieces(from), Pieces(to));
        var total = change + _strictness * 3 * _unit * (fromPieces + toPieces - _pieces[from] - _pieces[to]);
        if (total > allowed)
            return false;
        (_pieces[from], _pieces[to]) = (fromPieces, toPieces);
        return true;
    }

    /// <summary>Number of connected pieces of a territory; 0 when it is empty or need not hang together.</summary>
    private int Pieces(int rep) => _connection?.Count(rep, _members[rep]) ?? 0;

    private double Cost(int account, int rep) => _model.Cost[account * _model.Reps + rep];

    private double Breach(int m, int rep, double load) =>
        _breachPrice[m][rep] * Math.Max(0, Math.Max(load - _model.Most[m][rep], _model.Least[m][rep] - load));

    private void Begin(ReadOnlySpan<int> start)
    {
        foreach (var members in _members)
            members.Clear();
        foreach (var load in _load)
            Array.Clear(load);
        for (var account = 0; account < _at.Length; account++)
        {
            var rep = start[account] >= 0 && double.IsFinite(Cost(account, start[account])) ? start[account] : _candidates[account][0];
            Join(account, rep);
        }

        for (var rep = 0; rep < _pieces.Length; rep++)
            _pieces[rep] = Pieces(rep);
        PriceBreaches();
    }

    private void PriceBreaches()
    {
        Array.Clear(_breach);
        for (var m = 0; m < _load.Length; m++)
        {
            for (var rep = 0; rep < _breach.Length; rep++)
                _breach[rep] += Breach(m, rep, _load[m][rep]);
        }
    }

    private void Put(int account, int rep)
    {
        var from = _at[account];
        var members = _members[from];
        var last = members[^1];
        members[_place[account]] = last;
        _place[last] = _place[account];
        members.RemoveAt(members.Count - 1);
        for (var m = 0; m < _load.Length; m++)
            _load[m][from] -= _model.Size[m][account];
        Join(account, rep);
    }

    private void Join(int account, int rep)
    {
        _at[account] = rep;
        _place[account] = _members[rep].Count;
        _members[rep].Add(account);
        for (var m = 0; m < _load.Length; m++)
            _load[m][rep] += _model.Size[m][account];
    }

    /// <summary>Remembers the plan when it is the best, or the nearest to keeping the rules. Loads are added up anew: sums that were changed a million times drift.</summary>
    private void Keep()
    {
        foreach (var load in _load)
            Array.Clear(load);
        for (var account = 0; account < _at.Length; account++)
        {
            for (var m = 0; m < _load.Length; m++)
                _load[m][_at[account]] += _model.Size[m][account];
        }

        PriceBreaches();
        var breach = 0.0;
        for (var rep = 0; rep < _model.Reps; rep++)
        {
            for (var m = 0; m < _load.Length; m++)
                breach += RelativeBreach(m, rep);
            breach += Math.Max(0, _pieces[rep] - 1);
        }

        if (breach < _nearestBreach)
            (_nearestBreach, Nearest) = (breach, (int[])_at.Clone());
        if (breach == 0 && _model.CostOf(_at) is var cost && cost < BestCost)
            (BestCost, Best) = (cost, (int[])_at.Clone());
    }

    private double RelativeBreach(int m, int rep)
    {
        var (target, away) = (_model.Target[m][rep], Math.Max(_load[m][rep] - _model.Most[m][rep], _model.Least[m][rep] - _load[m][rep]));
        return away > TerritoryConflicts.Slack * target ? away / Math.Max(target, 1e-300) : 0;
    }

    /// <summary>What the fourth choice of an account costs more than the first, typically.</summary>
    private double TypicalStep(BalancePrices prices)
    {
        var (total, count) = (0.0, 0);
        for (var account = 0; account < _candidates.Length; account++)
        {
            var candidates = _candidates[account];
            if (candidates.Length < 2)
                continue;
            total += prices.Priced(account, candidates[Math.Min(3, candidates.Length - 1)]) - prices.Priced(account, candidates[0]);
            count++;
        }

        return count > 0 && total > 0 ? total / count : 1;
    }
}
