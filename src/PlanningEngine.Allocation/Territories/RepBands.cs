namespace PlanningEngine.Allocation.Territories;

/// <summary>One rep's own problem: which accounts to take within its bands, at prices of accounts.</summary>
internal sealed class RepBands
{
    private const double Near = 1.5;
    private const int FewestLikely = 40;
    private const int Sweeps = 3;

    private readonly BandedAssignment _model;
    private readonly int _rep;
    private readonly double[] _prices;
    private int[] _accounts = [];
    private BandedAssignment _part = new();
    private double[] _ratio = [];
    private double[] _size = [];

    public RepBands(BandedAssignment model, int rep, BalancePrices bands)
    {
        (_model, _rep) = (model, rep);
        // Two places: the rep, then nobody, whose bands are everything.
        _prices = new double[2 * model.Measured];
        for (var m = 0; m < model.Measured; m++)
            _prices[2 * m] = bands.Prices[m * model.Reps + rep];
        Everybody();
    }

    /// <summary>Goes on with every account the rep may have.</summary>
    public void Everybody() => Take([.. Enumerable.Range(0, _model.Accounts).Where(account => double.IsFinite(Cost(account)))]);

    /// <summary>Goes on with the accounts that the rep takes or might take at prices near these.</summary>
    public void Likely(double[] prices)
    {
        var spread = Enumerable.Range(0, _accounts.Length).ToDictionary(i => i, i => Priced(i, prices) - prices[_accounts[i]]);
        var sorted = spread.Values.Order().ToArray();
        if (sorted.Length <= FewestLikely)
            return;
        var limit = Near * Math.Max(0, sorted[FewestLikely]);
        Take([.. spread.Where(pair => pair.Value <= limit).Select(pair => _accounts[pair.Key])]);
    }

    /// <summary>Price of one of the bands, as last used.</summary>
    public double Price(int measure) => _prices[2 * measure];

    /// <summary>The least cost less prices within the bands, or what is proven of it; what is taken is counted.</summary>
    public double Least(double[] prices, DeviationSearch search, long nodes, double[] taken)
    {
        for (var i = 0; i < _accounts.Length; i++)
            _part.Cost[2 * i] = Cost(_accounts[i]) - prices[_accounts[i]];
        for (var sweep = 0; sweep < (_model.Measured == 1 ? 1 : Sweeps); sweep++)
        {
            for (var m = 0; m < _model.Measured; m++)
                Reprice(m);
        }

        search.Run(_part, _prices, double.PositiveInfinity, nodes);
        var plan = search.Plan ?? search.Relaxed;
        for (var i = 0; i < plan.Length; i++)
            taken[_accounts[i]] += plan[i] == 0 ? 1 : 0;
        return search.Floor;
    }

    /// <summary>The best price of one band while the others stay: what is taken falls to the band's end as it rises.</summary>
    private void Reprice(int m)
    {
        var (size, load) = (_part.Size[m], 0.0);
        for (var i = 0; i < _accounts.Length; i++)
        {
            _prices[2 * m] = 0;
            var cost = _part.Cost[2 * i];
            for (var other = 0; other < _model.Measured; other++)
                cost += _prices[2 * other] * _part.Size[other][i];
            (_ratio[i], _size[i]) = (size[i] > 0 ? -cost / size[i] : double.NegativeInfinity, size[i]);
            load += cost < 0 ? size[i] : 0;
        }

        var (least, most) = (_model.Least[m][_rep], _model.Most[m][_rep]);
        if (load >= least && load <= most)
            return;
        // From the account that leaves last at a rising price.
        Array.Sort(_ratio, _size);
        var (end, sum) = (load > most ? most : least, 0.0);
        for (var i = _ratio.Length - 1; i >= 0 && double.IsFinite(_ratio[i]); i--)
        {
            sum += _size[i];
            if (sum < end)
                continue;
            _prices[2 * m] = _ratio[i];
            return;
        }
    }

    private void Take(int[] accounts)
    {
        _accounts = accounts;
        (_ratio, _size) = (new double[accounts.Length], new double[accounts.Length]);
        double[][] Two(double[][] values, double nobody) => [.. values.Select(row => new[] { row[_rep], nobody })];
        _part = new BandedAssignment
        {
            Accounts = accounts.Length,
            Reps = 2,
            Cost = new double[2 * accounts.Length],
            Size = [.. _model.Size.Select(size => Array.ConvertAll(accounts, account => size[account]))],
            Target = Two(_model.Target, 0),
            Least = Two(_model.Least, double.NegativeInfinity),
            Most = Two(_model.Most, double.PositiveInfinity),
        };
    }

    private double Priced(int place, double[] prices)
    {
        var cost = Cost(_accounts[place]);
        for (var m = 0; m < _model.Measured; m++)
            cost += _prices[2 * m] * _part.Size[m][place];
        return cost;
    }

    private double Cost(int account) => _model.Cost[account * _model.Reps + _rep];
}
