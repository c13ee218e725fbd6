using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Allocation.Inventory;

/// <summary>Divides a limit on average stock among items: each level stands where a unit of the limit saves the same money everywhere.</summary>
/// <remarks>What an item saves over the stock it holds is enveloped by straight lines between levels and given to the budget solver.</remarks>
internal static class SharedStock
{
    private const int Levels = 48;

    public static InventoryResult Plan(IReadOnlyList<InventoryItem> items, IReadOnlyList<ItemPlan> free, double limit, CancellationToken cancellationToken)
    {
        var services = items.Select(item => new PolicyService(item)).ToArray();
        var hulls = services.Select((service, i) => Hull(items[i], service, free[i].Policy)).ToArray();
        var least = hulls.Sum(hull => hull[0].Stock);
        if (least > limit)
            return new(SolveStatus.Infeasible, [], 0, 0, FormattableString.Invariant($"The items hold {least:0.##} on average at the lowest levels, through their order quantities alone: the limit of {limit:0.##} must give way by {least - limit:0.##}, or quantities shrink."));
        var budget = new BudgetProblem(limit - least, [.. hulls.Select((hull, i) => new BudgetItem(items[i].Id, "", Curve(hull), 0, hull[^1].Stock - hull[0].Stock))]);
        var division = BudgetSolver.Solve(budget, new BudgetSolverOptions { ReasonLimit = 0 }, cancellationToken);
        if (division.Items.Count == 0)
            return new(SolveStatus.NoSolutionFound, [], 0, 0, "");
        ItemPlan[] plans =
        [
            .. items.Select((item, i) =>
            {
                var level = LevelAt(hulls[i], division.Items[i].Spend);
                return InventoryWords.Plan(item, services[i], services[i].IsWhole ? Math.Floor(level) : level, free[i].Policy.Quantity);
            }),
        ];
        return new(SolveStatus.Feasible, plans, items.Zip(plans, (item, plan) => item.UnitValue * plan.Expected.AverageStock).Sum(), division.OneMore!.PerUnit, "");
    }

    /// <summary>Levels whose points (stock, saving) lie on the upper hull, the lowest first.</summary>
    private static List<(double Level, double Stock, double Saving)> Hull(InventoryItem item, PolicyService service, ReorderPolicy free)
    {
        var hull = new List<(double Level, double Stock, double Saving)>();
        var dearest = service.Cost(0, free.Quantity);
        for (var k = 0; k <= Levels; k++)
        {
            var level = free.Level * k / Levels;
            var point = (Level: level, Stock: item.UnitValue * service.AverageStock(level, free.Quantity), Saving: dearest - service.Cost(level, free.Quantity));
            if (hull.Count > 0 && (point.Stock <= hull[^1].Stock * (1 + 1e-12) || point.Saving <= hull[^1].Saving))
                continue;
            while (hull.Count > 1 && (hull[^1].Saving - hull[^2].Saving) * (point.Stock - hull[^2].Stock) <= (point.Saving - hull[^2].Saving) * (hull[^1].Stock - hull[^2].Stock))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(point);
        }

        return hull;
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
