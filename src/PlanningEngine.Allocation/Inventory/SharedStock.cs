using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Allocation.Inventory;

/// <summary>Divides a limit on average stock among items: each level stands where a unit of the limit saves the same money everywhere.</summary>
/// <remarks>
/// What an item saves over the stock it holds is enveloped by straight lines between known levels and given to the budget solver. Its price of the limit is where each item's least cost is looked for and
/// proven, which adds levels around it; a few rounds end close to the Lagrangian dual (Everett, Operations Research 11, 1963), whose value is the bound. Whole units that rounding leaves are filled in.
/// </remarks>
internal static class SharedStock
{
    private const int Rounds = 5;
    private const double SmallGap = 1e-9;

    public static InventoryResult Plan(IReadOnlyList<InventoryItem> items, IReadOnlyList<ItemPlan> free, double limit, CancellationToken cancellationToken)
    {
        var services = items.Select(item => new PolicyService(item)).ToArray();
        var curves = services.Select((service, i) => new StockCurve(items[i], service, free[i].Policy.Quantity)).ToArray();
        var least = curves.Sum(curve => curve.LeastStock);
        if (least > limit)
            return new(SolveStatus.Infeasible, [], 0, 0, FormattableString.Invariant($"The items hold {least:0.##} on average at the lowest levels, through their order quantities alone: the limit of {limit:0.##} must give way by {least - limit:0.##}, or quantities shrink."));
        var (best, price, bound) = (Array.Empty<double>(), 0.0, double.NegativeInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            if (Divide(items, curves, limit - least, cancellationToken) is not { } division)
                return new(SolveStatus.NoSolutionFound, [], 0, 0, "");
            (best, price) = division;
            var dual = curves.Sum(curve => curve.LeastAt(price)) - (price * limit);
            if (dual <= bound + (SmallGap * Math.Abs(bound)) && round > 1)
                break;
            bound = Math.Max(bound, dual);
        }

        var levels = best.Select((level, i) => services[i].IsWhole ? Math.Floor(level + 1e-9) : level).ToArray();
        Fill(items, services, free, levels, limit);
        ItemPlan[] plans = [.. items.Select((item, i) => InventoryWords.Plan(item, services[i], levels[i], free[i].Policy.Quantity))];
        var orders = items.Zip(plans, (item, plan) => item.OrderCost * plan.Expected.OrdersPerPeriod).Sum();
        var cost = plans.Sum(plan => plan.Expected.CostPerPeriod);
        bound = Math.Min(cost, bound + orders);
        var status = cost - bound <= SmallGap * Math.Abs(cost) ? SolveStatus.Optimal : SolveStatus.Feasible;
        return new(status, plans, items.Zip(plans, (item, plan) => item.UnitValue * plan.Expected.AverageStock).Sum(), price, "", bound);
    }

    /// <summary>Levels on the hulls that use the limit, and its price; null when cancelled.</summary>
    private static (double[] Levels, double Price)? Divide(IReadOnlyList<InventoryItem> items, StockCurve[] curves, double room, CancellationToken cancellationToken)
    {
        var hulls = Array.ConvertAll(curves, curve => curve.Hull());
        var budget = new BudgetProblem(room, [.. hulls.Select((hull, i) => new BudgetItem(items[i].Id, "", Curve(hull), 0, hull[^1].Stock - hull[0].Stock))]);
        var division = BudgetSolver.Solve(budget, new BudgetSolverOptions { ReasonLimit = 0 }, cancellationToken);
        return division.Items.Count == 0 ? null : ([.. hulls.Select((hull, i) => LevelAt(hull, division.Items[i].Spend))], division.OneMore!.PerUnit);
    }

    /// <summary>Raises whole levels by a unit while that saves money and the limit allows it, the largest saving per unit of the limit first.</summary>
    private static void Fill(IReadOnlyList<InventoryItem> items, PolicyService[] services, IReadOnlyList<ItemPlan> free, double[] levels, double limit)
    {
        double Stock(int i, double level) => items[i].UnitValue * services[i].AverageStock(level, free[i].Policy.Quantity);
        double Cost(int i, double level) => services[i].Cost(level, free[i].Policy.Quantity);
        var left = limit - Enumerable.Range(0, items.Count).Sum(i => Stock(i, levels[i]));
        var steps = new PriorityQueue<(int Item, double Takes), (double Ratio, int Item)>();
        void Offer(int i)
        {
            var (takes, saves) = (Stock(i, levels[i] + 1) - Stock(i, levels[i]), Cost(i, levels[i]) - Cost(i, levels[i] + 1));
            if (saves > 0 && takes <= left)
                steps.Enqueue((i, takes), (-saves / Math.Max(takes, 1e-300), i));
        }

        for (var i = 0; i < levels.Length; i++)
        {
            if (services[i].IsWhole)
                Offer(i);
        }

        while (steps.TryDequeue(out var step, out _))
        {
            if (step.Takes > left)
                continue;
            left -= step.Takes;
            levels[step.Item]++;
            Offer(step.Item);
        }
    }

    private static PiecewiseLinearCurve Curve(List<(double Level, double Stock, double Saving)> hull) =>
        new([.. hull.Select(point => new ResponsePoint(point.Stock - hull[0].Stock, point.Saving - hull[0].Saving))]);

    /// <summary>Stock is convex in the level: a level between two others holds no more than the line between them.</summary>
    private static double LevelAt(List<(double Level, double Stock, double Saving)> hull, double spend)
    {
        var stock = hull[0].Stock + spend;
        for (var k = 1; k < hull.Count; k++)
        {
            if (stock <= hull[k].Stock)
                return hull[k - 1].Level + ((hull[k].Level - hull[k - 1].Level) * (stock - hull[k - 1].Stock) / (hull[k].Stock - hull[k - 1].Stock));
        }

        return hull[^1].Level;
    }
}
