namespace PlanningEngine.Allocation.Territories;

/// <summary>Exact search for the cheapest assignment within the bands, for as many accounts and reps as the limit on nodes allows.</summary>
/// <remarks>
/// At given prices of the bands each account has a cheapest rep, and a plan costs the sum of these, plus what every account elsewhere deviates by, plus what the prices charge for room left at the priced ends. So the plans
/// below a cost are those whose deviations stay within a budget. The search lists sets of deviations depth first, the largest first within a set, and drops a set once no smaller deviation can bring
/// the loads back into their bands. The budget grows until a plan is found: each budget that was searched in vain is proven.
/// </remarks>
internal sealed class DeviationSearch
{
    private const double Growth = 2.5;
    private const int FirstDeviations = 6;
    private const double Rounding = 1e-12;

    private BandedAssignment _part = new();
    private double[] _prices = [];
    private Func<int[], bool>? _accepts;
    private int[] _base = [];
    private int[] _at = [];
    private Move[] _moves = [];
    private int[] _account = [];
    private int[] _firstMove = [];
    private double[] _load = [];
    private double[] _low = [];
    private double[] _high = [];
    private double[] _up = [];
    private double[] _down = [];
    private double _best;
    private long _limit;

    private readonly record struct Move(int Account, int Rep, double Deviation);

    /// <summary>The cheapest plan found, below the ceiling; null when there is none.</summary>
    public int[]? Plan { get; private set; }

    /// <summary>Every account where it is cheapest at the prices.</summary>
    public int[] Relaxed => _base;

    /// <summary>No accepted plan within the bands costs less, as far as the search came; infinite when there is none below an infinite ceiling.</summary>
    public double Floor { get; private set; }

    /// <summary>Sets of deviations looked at.</summary>
    public long Nodes { get; private set; }

    /// <summary>Searches for a plan that costs less than a ceiling.</summary>
    /// <param name="part">The problem.</param>
    /// <param name="prices">Prices of the bands, <c>[measure * Reps + rep]</c>; any prices are right, good ones are fast.</param>
    /// <param name="ceiling">Only cheaper plans are of interest; infinite for any.</param>
    /// <param name="nodeLimit">Sets of deviations to look at.</param>
    /// <param name="accepts">Whether a plan within the bands will do; null for all.</param>
    /// <param name="cancellationToken">Stops the search between budgets.</param>
    public void Run(BandedAssignment part, double[] prices, double ceiling, long nodeLimit, Func<int[], bool>? accepts = null, CancellationToken cancellationToken = default)
    {
        (_part, _prices, _accepts, _limit, Nodes, Plan) = (part, prices, accepts, nodeLimit, 0, null);
        var relaxed = Prepare();
        Floor = Math.Min(relaxed, ceiling);
        var largest = Math.Min(ceiling - relaxed, Spread());
        for (var budget = Math.Min(largest, FirstBudget()); largest > 0 && !cancellationToken.IsCancellationRequested; budget = Math.Min(largest, Growth * budget))
        {
            _best = budget;
            Descend(Reaches(budget), 0);
            if (Nodes >= _limit)
                return;
            Floor = Plan is not null ? relaxed + _best : budget < largest ? relaxed + budget : ceiling;
            if (Plan is not null || budget >= largest)
                return;
        }
    }

    /// <summary>Puts every account where it is cheapest and sorts the moves away from there.</summary>
    /// <returns>What the prices prove.</returns>
    private double Prepare()
    {
        var (reps, measured) = (_part.Reps, _part.Measured);
        (_base, _load) = (new int[_part.Accounts], new double[reps * measured]);
        var (relaxed, moves, value) = (0.0, new List<Move>(), new double[reps]);
        for (var account = 0; account < _part.Accounts; account++)
        {
            for (var rep = 0; rep < reps; rep++)
            {
                value[rep] = _part.Cost[account * reps + rep];
                for (var m = 0; m < measured; m++)
                    value[rep] += _prices[m * reps + rep] * _part.Size[m][account];
                if (value[rep] < value[_base[account]])
                    _base[account] = rep;
            }

            var least = value[_base[account]];
            relaxed += least;
            for (var rep = 0; rep < reps; rep++)
            {
                if (rep != _base[account] && double.IsFinite(value[rep]))
                    moves.Add(new Move(account, rep, value[rep] - least));
            }

            for (var m = 0; m < measured; m++)
                _load[m * reps + _base[account]] += _part.Size[m][account];
        }

        (_low, _high) = (new double[_load.Length], new double[_load.Length]);
        for (var row = 0; row < _load.Length; row++)
        {
            var (m, rep) = (row / reps, row % reps);
            var slack = TerritoryConflicts.Slack * _part.Target[m][rep];
            (_low[row], _high[row]) = (_part.Least[m][rep] - slack, _part.Most[m][rep] + slack);
            relaxed -= _prices[row] == 0 ? 0 : _prices[row] * (_prices[row] > 0 ? _high : _low)[row];
        }

        _at = (int[])_base.Clone();
        Sort(moves);
        return relaxed;
    }

    /// <summary>Accounts by their smallest deviation, each with its moves by deviation.</summary>
    private void Sort(List<Move> moves)
    {
        var smallest = new double[_part.Accounts];
        Array.Fill(smallest, double.PositiveInfinity);
        foreach (var move in moves)
            smallest[move.Account] = Math.Min(smallest[move.Account], move.Deviation);
        moves.Sort((one, other) => smallest[one.Account].CompareTo(smallest[other.Account]) is var first && first != 0 ? first
            : one.Account.CompareTo(other.Account) is var second && second != 0 ? second
            : one.Deviation.CompareTo(other.Deviation) is var third && third != 0 ? third : one.Rep.CompareTo(other.Rep));
        _moves = [.. moves];
        var first = new List<int>();
        for (var i = 0; i < _moves.Length; i++)
        {
            if (i == 0 || _moves[i].Account != _moves[i - 1].Account)
                first.Add(i);
        }

        _account = [.. first.Select(i => _moves[i].Account)];
        _firstMove = [.. first, _moves.Length];
    }

    private double FirstBudget()
    {
        var positive = _firstMove.SkipLast(1).Select(i => _moves[i].Deviation).Where(deviation => deviation > 0).Take(FirstDeviations).ToArray();
        return positive.Length > 0 ? positive[^1] : double.PositiveInfinity;
    }

    /// <summary>More than any plan costs above what the prices prove.</summary>
    private double Spread()
    {
        var spread = 1.0;
        foreach (var move in _moves)
            spread += move.Deviation;
        for (var row = 0; row < _load.Length; row++)
            spread += _prices[row] == 0 ? 0 : Math.Abs(_prices[row]) * (_high[row] - _low[row]);
        return spread;
    }

    /// <summary>How far the accounts before each can move the loads within a budget.</summary>
    /// <returns>Number of accounts with a move within the budget.</returns>
    private int Reaches(double budget)
    {
        var (rows, reps) = (_load.Length, _part.Reps);
        if (_up.Length < (_account.Length + 1) * rows)
            (_up, _down) = (new double[(_account.Length + 1) * rows], new double[(_account.Length + 1) * rows]);
        var count = 0;
        while (count < _account.Length && _moves[_firstMove[count]].Deviation < budget)
        {
            var (here, next, account) = (count * rows, (count + 1) * rows, _account[count]);
            _up.AsSpan(here, rows).CopyTo(_up.AsSpan(next));
            _down.AsSpan(here, rows).CopyTo(_down.AsSpan(next));
            for (var m = 0; m < _part.Measured; m++)
            {
                _down[next + m * reps + _base[account]] += _part.Size[m][account];
                for (var i = _firstMove[count]; i < _firstMove[count + 1] && _moves[i].Deviation < budget; i++)
                    _up[next + m * reps + _moves[i].Rep] += _part.Size[m][account];
            }

            count++;
        }

        return count;
    }

    /// <summary>Looks at the plan as it is, then at every further deviation among the first accounts.</summary>
    private void Descend(int accounts, double deviation)
    {
        Offer(deviation);
        for (var i = 0; i < accounts && Nodes < _limit; i++)
        {
            for (var k = _firstMove[i]; k < _firstMove[i + 1]; k++)
            {
                var total = deviation + _moves[k].Deviation;
                if (total >= _best)
                {
                    if (k == _firstMove[i])
                        return;
                    break;
                }

                Nodes++;
                Put(_moves[k].Account, _moves[k].Rep);
                if (Reachable(i, total))
                    Descend(i, total);
                Put(_moves[k].Account, _base[_moves[k].Account]);
            }
        }
    }

    private void Put(int account, int rep)
    {
        var from = _at[account];
        _at[account] = rep;
        for (var (m, row) = (0, 0); m < _part.Measured; m++, row += _part.Reps)
        {
            var size = _part.Size[m][account];
            _load[row + from] -= size;
            _load[row + rep] += size;
        }
    }

    /// <summary>Whether deviations of the first accounts can still bring every load into its band, below the best cost.</summary>
    private bool Reachable(int accounts, double deviation)
    {
        var reach = accounts * _load.Length;
        for (var row = 0; row < _load.Length; row++)
        {
            var (most, least) = (_load[row] + _up[reach + row], _load[row] - _down[reach + row]);
            if (most < _low[row] || least > _high[row])
                return false;
            var price = _prices[row];
            if (price > 0)
                deviation += price * Math.Max(0, _high[row] - most);
            else if (price < 0)
                deviation -= price * Math.Max(0, least - _low[row]);
        }

        return deviation < _best;
    }

    private void Offer(double deviation)
    {
        for (var row = 0; row < _load.Length; row++)
        {
            var (load, price) = (_load[row], _prices[row]);
            if (load < _low[row] || load > _high[row])
                return;
            if (price != 0)
                deviation += price > 0 ? price * (_high[row] - load) : price * (_low[row] - load);
        }

        if (deviation >= _best * (1 - Rounding) || _accepts?.Invoke(_at) == false)
            return;
        (_best, Plan) = (deviation, (int[])_at.Clone());
    }
}
