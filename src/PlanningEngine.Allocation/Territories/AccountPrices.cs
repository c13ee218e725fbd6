namespace PlanningEngine.Allocation.Territories;

/// <summary>Prices of serving each account once and the bound they prove.</summary>
/// <remarks>
/// At a price per account every rep takes by itself the accounts that pay most above their cost within its own bands: a two-sided knapsack, solved whole (Fisher, Jaikumar and Van Wassenhove,
/// Management Science 32, 1986, for the generalised assignment problem). The sum of the prices and of these least costs is a bound, above that of the linear relaxation as accounts are whole in it. Deflected
/// subgradient steps (Camerini, Fratta and Maffioli, Mathematical Programming Study 3, 1975) raise it, from the prices of the linear relaxation. Where a knapsack is given up, what is proven of it counts.
/// </remarks>
internal sealed class AccountPrices
{
    private const long NodesPerKnapsack = 20_000;
    private const double Memory = 0.7;
    private const double FirstStep = 0.3;
    private const double Shorter = 0.6;
    private const int Patience = 10;
    private const int StepsPerReview = 50;

    private readonly DeviationSearch _search = new();
    private readonly RepBands[] _reps;
    private readonly double[] _current;
    private readonly double[] _direction;
    private readonly double[] _taken;
    private double _step = FirstStep;
    private long _nodes;

    /// <param name="model">The problem.</param>
    /// <param name="bands">Prices of the bands in the linear relaxation.</param>
    /// <param name="start">Prices to start from; not a number where there is none, which takes that of the linear relaxation.</param>
    public AccountPrices(BandedAssignment model, BalancePrices bands, double[] start)
    {
        (_current, _direction, _taken) = (new double[model.Accounts], new double[model.Accounts], new double[model.Accounts]);
        for (var account = 0; account < model.Accounts; account++)
            _current[account] = double.IsNaN(start[account]) ? bands.Priced(account, bands.Choice[account]) : start[account];
        _reps = [.. Enumerable.Range(0, model.Reps).Select(rep => new RepBands(model, rep, bands))];
        (Prices, Floors, RepPrices, Bound) = ((double[])_current.Clone(), new double[model.Reps], new double[model.Reps * model.Measured], double.NegativeInfinity);
    }

    /// <summary>Price of each account.</summary>
    public double[] Prices { get; private set; }

    /// <summary>What each rep's accounts cost less their prices, at least.</summary>
    public double[] Floors { get; private set; }

    /// <summary>Prices of each rep's bands at which its floor was found, <c>[measure * Reps + rep]</c>.</summary>
    public double[] RepPrices { get; private set; }

    /// <summary>No plan costs less; infinite when no set of accounts is within the bands of some rep.</summary>
    public double Bound { get; private set; }

    /// <summary>Raises the bound.</summary>
    /// <param name="steps">Most steps.</param>
    /// <param name="nodeLimit">Work of the knapsacks together.</param>
    /// <param name="target">Cost of a plan.</param>
    /// <param name="cancellationToken">Stops the ascent.</param>
    public void Raise(int steps, long nodeLimit, double target, CancellationToken cancellationToken)
    {
        var (best, prices, failures) = (double.NegativeInfinity, (double[])_current.Clone(), 0);
        for (var step = 0; step < steps && _nodes < nodeLimit && !cancellationToken.IsCancellationRequested; step++)
        {
            if (step % StepsPerReview == 0)
                best = Review(prices);
            var bound = Evaluate(_current);
            failures = bound > best + 1e-6 * Math.Abs(best) ? 0 : failures + 1;
            if (bound > best)
            {
                best = bound;
                _current.CopyTo(prices, 0);
            }

            if (failures >= Patience)
            {
                (failures, _step) = (0, _step * Shorter);
                prices.CopyTo(_current, 0);
                Array.Clear(_direction);
            }

            if (!Walk(target - bound))
                break;
        }

        Review(prices);
    }

    /// <summary>One step along what is served too often or not at all.</summary>
    /// <returns>False when every account is served once.</returns>
    private bool Walk(double distance)
    {
        var square = 0.0;
        for (var account = 0; account < _direction.Length; account++)
        {
            _direction[account] = Memory * _direction[account] + (1 - Memory) * (1 - _taken[account]);
            square += _direction[account] * _direction[account];
        }

        if (!(square > 0) || !(distance > 0))
            return false;
        for (var account = 0; account < _direction.Length; account++)
            _current[account] += _step * distance / square * _direction[account];
        return true;
    }

    /// <summary>Looks at every pair, not only the likely ones, and keeps what is proven.</summary>
    private double Review(double[] prices)
    {
        foreach (var rep in _reps)
            rep.Everybody();
        var floors = new double[_reps.Length];
        var bound = Evaluate(prices, floors);
        if (bound > Bound)
            (Bound, Prices, Floors, RepPrices) = (bound, (double[])prices.Clone(), floors, [.. Enumerable.Range(0, RepPrices.Length).Select(i => _reps[i % _reps.Length].Price(i / _reps.Length))]);
        foreach (var rep in _reps)
            rep.Likely(prices);
        return bound;
    }

    private double Evaluate(double[] prices, double[]? floors = null)
    {
        Array.Clear(_taken);
        var bound = prices.Sum();
        for (var rep = 0; rep < _reps.Length; rep++)
        {
            var floor = _reps[rep].Least(prices, _search, NodesPerKnapsack, _taken);
            (bound, _nodes) = (bound + floor, _nodes + _search.Nodes);
            if (floors is not null)
                floors[rep] = floor;
        }

        return bound;
    }
}
