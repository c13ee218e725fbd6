namespace PlanningEngine.Allocation.Inventory;

/// <summary>What a level and a quantity achieve, exactly over paths and lead times.</summary>
/// <remarks>
/// After a review the stock position of a policy that orders whole quantities Q is uniform on (s, s + Q] (Hadley and Whitin 1963, for (r, nQ) policies): s + v. An order is
/// placed at the next review where its demand D_R is at least v; the stock before that order arrives is s + v - D_(R+L). Along each path both sums share their periods, so that
/// undershoot, skewness and autocorrelation are in the result. Shortages of a review period are (D_(L+R) - y)+ - (D_L - y)+. Whole demand uses sums over v = 1 .. Q, other
/// demand integrals; a quantity of 0 keeps y at s.
/// </remarks>
internal sealed class PolicyService
{
    private readonly InventoryItem _item;
    private readonly double[] _review;
    private readonly double[] _lead;
    private readonly double[][] _until;
    private readonly double[] _weight;

    public PolicyService(InventoryItem item)
    {
        _item = item;
        var leads = item.LeadTimes.GroupBy(lead => lead).OrderBy(lead => lead.Key).Select(lead => (Periods: lead.Key, Weight: (double)lead.Count() / item.LeadTimes.Count / item.Demand.Paths.Count)).ToArray();
        var samples = leads.Length * item.Demand.Paths.Count;
        (_review, _lead, _weight) = (new double[samples], new double[samples], new double[samples]);
        _until = [.. Enumerable.Range(0, item.ReviewPeriods).Select(_ => new double[samples])];
        var at = 0;
        IsWhole = true;
        foreach (var path in item.Demand.Paths)
        {
            IsWhole &= Array.TrueForAll(path, value => value == Math.Floor(value) && value < 1e9);
            var sums = new double[path.Length + 1];
            for (var t = 0; t < path.Length; t++)
                sums[t + 1] = sums[t] + path[t];
            foreach (var (periods, weight) in leads)
            {
                (_review[at], _lead[at], _weight[at]) = (sums[item.ReviewPeriods], sums[periods], weight);
                for (var k = 0; k < _until.Length; k++)
                    _until[k][at] = sums[periods + k + 1];
                at++;
            }
        }

        Protection = _until[^1];
        MeanProtection = Mean(Protection);
        MeanReview = Mean(_review);
    }

    /// <summary>Whether all demand is in whole units.</summary>
    public bool IsWhole { get; }

    /// <summary>[sample]: demand over lead time plus review period.</summary>
    public double[] Protection { get; }

    public double MeanProtection { get; }

    /// <summary>Demand expected in one review period.</summary>
    public double MeanReview { get; }

    /// <summary>Share of the order cycles without a shortage.</summary>
    /// <param name="level">The level.</param>
    /// <param name="quantity">The quantity.</param>
    /// <param name="withUnseen">Whether to count one path more that no level covers: of n draws, the k-th smallest covers k / (n + 1) of the next ones.</param>
    public double CycleService(double level, double quantity, bool withUnseen = false)
    {
        var (covered, cycles) = (0.0, 0.0);
        for (var i = 0; i < _weight.Length; i++)
        {
            var orders = quantity == 0 ? _review[i] > 0 ? 1 : 0 : Math.Min(_review[i], quantity);
            cycles += _weight[i] * orders;
            var missing = Protection[i] - level;
            covered += _weight[i] * (quantity == 0 ? missing <= 0 ? orders : 0
                : Math.Max(0, IsWhole ? orders - Math.Max(1, missing) + 1 : orders - Math.Max(0, missing)));
        }

        var paths = _item.Demand.Paths.Count;
        return cycles == 0 ? 1 : covered / cycles * (withUnseen ? paths / (paths + 1.0) : 1);
    }

    public double FillRate(double level, double quantity)
    {
        var demand = MeanProtection - Mean(_lead);
        return demand <= 0 ? 1 : 1 - (Shortage(level, quantity) / demand);
    }

    public ExpectedService Of(double level, double quantity)
    {
        var orders = 0.0;
        for (var i = 0; i < _weight.Length; i++)
            orders += _weight[i] * (quantity == 0 ? _review[i] > 0 ? 1 : 0 : _review[i] / quantity < 1 ? _review[i] / quantity : 1);
        orders /= _item.ReviewPeriods;
        var stock = AverageStock(level, quantity);
        var cost = (_item.HoldingCost * stock) + (_item.ShortageCost * Shortage(level, quantity) / _item.ReviewPeriods) + (_item.OrderCost * orders);
        return new(CycleService(level, quantity), FillRate(level, quantity), stock, orders, cost);
    }

    /// <summary>Money per period for stock and shortages.</summary>
    public double Cost(double level, double quantity) =>
        (_item.HoldingCost * AverageStock(level, quantity)) + (_item.ShortageCost * Shortage(level, quantity) / _item.ReviewPeriods);

    public double AverageStock(double level, double quantity)
    {
        var position = level + (quantity == 0 ? 0 : IsWhole ? (quantity + 1) / 2 : quantity / 2);
        var stock = 0.0;
        foreach (var sums in _until)
        {
            for (var i = 0; i < sums.Length; i++)
                stock += _weight[i] * (position - sums[i] + Excess(sums[i] - level, quantity));
        }

        return stock / _until.Length;
    }

    /// <summary>Units missing at the end of the protection time, and before the order arrives; the difference is what a review period does not serve from stock. Both are convex in the level.</summary>
    public (double Protection, double Lead) Missing(double level, double quantity)
    {
        var (protection, lead) = (0.0, 0.0);
        for (var i = 0; i < _weight.Length; i++)
        {
            protection += _weight[i] * Excess(Protection[i] - level, quantity);
            lead += _weight[i] * Excess(_lead[i] - level, quantity);
        }

        return (protection, lead);
    }

    private double Shortage(double level, double quantity)
    {
        var (protection, lead) = Missing(level, quantity);
        return protection - lead;
    }

    /// <summary>Mean over v of (x - v)+.</summary>
    private double Excess(double x, double quantity)
    {
        if (x <= 0)
            return 0;
        if (quantity == 0)
            return x;
        var over = Math.Max(0, x - quantity);
        return IsWhole ? ((x * (x - 1)) - (over * (over - 1))) / 2 / quantity : ((x * x) - (over * over)) / 2 / quantity;
    }

    private double Mean(double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            sum += _weight[i] * values[i];
        return sum;
    }
}
