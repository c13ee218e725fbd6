namespace PlanningEngine.Allocation.Budgets;

/// <summary>Divides the budget over the tree: one price for all that compete freely, a price of its own for each group at a limit.</summary>
internal sealed class BudgetDivision
{
    private readonly BudgetTree _tree;
    private readonly PriceSearch _search;
    private readonly Queue<(int Group, double Amount, double Guess)> _pending = new();

    private BudgetDivision(BudgetTree tree)
    {
        (_tree, _search) = (tree, new PriceSearch(tree));
        (Spend, Price, GroupSpend) = (new double[tree.Demands.Length], new double[tree.Parent.Length], new double[tree.Parent.Length]);
    }

    /// <summary>[place of the item].</summary>
    public double[] Spend { get; }

    /// <summary>[group]: what a unit of money is worth in it.</summary>
    public double[] Price { get; }

    /// <summary>[group].</summary>
    public double[] GroupSpend { get; }

    /// <summary>Divides a budget that the least amounts allow.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BudgetDivision Of(BudgetTree tree, double budget, double guess, CancellationToken cancellationToken)
    {
        var division = new BudgetDivision(tree);
        division._pending.Enqueue((0, budget, guess));
        while (division._pending.TryDequeue(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var priced = division._search.Find(next.Group, next.Amount, next.Guess);
            // What the whole budget does not find a use for stays unspent; a group's least amount is spent all the same.
            var amount = priced || next.Group > 0 ? next.Amount : division._search.High.Groups[0];
            // A group whose items cannot take more than its amount takes all of it at the price around, too: its limit has no price of its own.
            if (!priced && next.Group > 0)
                division._search.KeepPrice(next.Group, next.Amount, next.Guess);
            division.Fill(next.Group, amount, division._search.High.Price);
        }

        return division;
    }

    /// <summary>Value of the next and of the last unit of budget.</summary>
    public (BudgetValue More, BudgetValue? Less) Margins(double budget)
    {
        const double Step = 1e-12;
        const double Smallest = 1e-300;
        var more = _search.Find(0, budget + Math.Max(budget * Step, Smallest), Price[0], tight: true)
            ? new BudgetValue(_search.High.Price, Range(_search.Low.Groups[0] - budget, budget))
            : new BudgetValue(0, double.PositiveInfinity);
        var before = budget * (1 - Step);
        if (budget == 0 || _search.High.Evaluate(0, double.MaxValue) > before)
            return (more, null);
        return (more, _search.Find(0, before, Price[0], tight: true)
            ? new BudgetValue(_search.High.Price, Range(budget - _search.High.Groups[0], budget))
            : new BudgetValue(0, budget - _search.High.Groups[0]));
    }

    /// <summary>No plan brings more: weak duality at the prices found, whatever their accuracy.</summary>
    public double Bound(double budget)
    {
        var bound = Price[0] * budget;
        for (var group = 1; group < Price.Length; group++)
        {
            var own = Price[group] - Price[_tree.Parent[group]];
            bound += own * (own > 0 ? _tree.Most[group] : _tree.Least[group]);
        }

        for (var group = 0; group < Price.Length; group++)
        {
            for (var item = _tree.FirstItem[group]; item < _tree.FirstItem[group + 1]; item++)
            {
                var best = _tree.Demands[item].At(Price[group]);
                bound += _tree.Demands[item].Envelope(best) - (Price[group] * best);
            }
        }

        return bound;
    }

    /// <summary>On a smooth curve the bracket is only as wide as the search's resolution: the rate then holds for nothing.</summary>
    private static double Range(double width, double budget) => width > 1e-9 * Math.Max(budget, 1e-9) ? width : 0;

    /// <summary>Goes from what is taken at the price up to what is taken just below it, in the order of the problem, until the amount is spent.</summary>
    private void Fill(int start, double startAmount, double price)
    {
        var open = new Stack<(int Group, double Amount)>([(start, startAmount)]);
        while (open.TryPop(out var at))
        {
            (Price[at.Group], GroupSpend[at.Group]) = (price, at.Amount);
            var left = at.Amount - _search.High.Groups[at.Group];
            for (var item = _tree.FirstItem[at.Group]; item < _tree.FirstItem[at.Group + 1]; item++)
                Spend[item] = Share(_search.High.Items[item], _search.Low.Items[item], ref left);
            for (var child = at.Group + 1; child < _tree.End[at.Group]; child = _tree.End[child])
            {
                var (least, most) = (_search.High.Groups[child], _search.Low.Groups[child]);
                var amount = Share(least, most, ref left);
                // A group that its limits hold back has a price of its own.
                if (least > _tree.Least[child] && most < _tree.Most[child])
                    open.Push((child, amount));
                else
                    _pending.Enqueue((child, amount, price));
            }
        }
    }

    private static double Share(double at, double below, ref double left)
    {
        var share = Math.Clamp(left, 0, Math.Max(0, below - at));
        left -= share;
        return at + share;
    }
}
