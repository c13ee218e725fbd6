namespace PlanningEngine.Allocation.Budgets;

/// <summary>Turns a division into the plan in the order of the problem.</summary>
internal static class BudgetPlanReader
{
    private const double SamePrice = 1e-9;

    public static BudgetResult Read(BudgetProblem problem, BudgetTree tree, BudgetDivision division, double[] spend, double bound, BudgetValue more, BudgetValue? less, int reasonLimit)
    {
        var items = new ItemBudget[problem.Items.Count];
        var pricedBy = PricedBy(tree, division);
        var groupOf = new int[items.Length];
        var groupSpend = new double[tree.Parent.Length];
        var (total, response) = (0.0, 0.0);
        for (var group = tree.Parent.Length - 1; group >= 0; group--)
        {
            for (var place = tree.FirstItem[group]; place < tree.FirstItem[group + 1]; place++)
            {
                var item = items[tree.Item[place]] = Item(problem.Items[tree.Item[place]], tree.Demands[place], spend[place], division.Price[group]);
                groupOf[tree.Item[place]] = pricedBy[group];
                groupSpend[group] += item.Spend;
                response += item.Response;
            }

            if (group > 0)
                groupSpend[tree.Parent[group]] += groupSpend[group];
            else
                total = groupSpend[0];
        }

        var groups = new GroupBudget[problem.Groups?.Count ?? 0];
        for (var group = 1; group < tree.Parent.Length; group++)
            groups[tree.Group[group]] = Group(problem.Groups![tree.Group[group]], groupSpend[group], division.Price[group], division.Price[tree.Parent[group]]);
        var reasons = Enumerable.Range(0, items.Length).OrderByDescending(i => items[i].Spend).ThenBy(i => i).Take(reasonLimit).Order()
            .Select(i => new BudgetReason(items[i].ItemId, BudgetWords.Reason(problem.Items[i], items[i], groupOf[i] == 0 ? null : problem.Groups![tree.Group[groupOf[i]]])));
        bound = Math.Max(bound, response);
        var status = bound - response <= BudgetSolver.OptimalGap * Math.Max(1, Math.Abs(bound)) ? SolveStatus.Optimal : SolveStatus.Feasible;
        return new(status, items, groups, total, response, bound, more, less, [.. reasons], []);
    }

    private static ItemBudget Item(BudgetItem item, ItemDemand demand, double spend, double price)
    {
        var binding = spend <= item.Least ? BudgetBinding.Least : spend >= item.Most ? BudgetBinding.Most : BudgetBinding.None;
        if (spend >= item.Most && demand.At(price) >= demand.Most)
            binding = BudgetBinding.Most;
        return new(item.Id, spend, item.Curve.Response(spend), item.Curve.Marginal(spend), spend > 0 ? item.Curve.MarginalBefore(spend) : double.NaN, price, binding);
    }

    private static GroupBudget Group(BudgetGroup group, double spend, double price, double around)
    {
        var own = price - around;
        if (Math.Abs(own) <= SamePrice * Math.Max(price, around))
            return new(group.Id, spend, BudgetBinding.None, 0);
        return new(group.Id, spend, own > 0 ? BudgetBinding.Most : BudgetBinding.Least, own);
    }

    /// <summary>[group]: the innermost group around it, itself included, whose limit gives it a price of its own; 0 for the whole budget.</summary>
    private static int[] PricedBy(BudgetTree tree, BudgetDivision division)
    {
        var by = new int[tree.Parent.Length];
        for (var group = 1; group < by.Length; group++)
        {
            var (price, around) = (division.Price[group], division.Price[tree.Parent[group]]);
            by[group] = Math.Abs(price - around) <= SamePrice * Math.Max(price, around) ? by[tree.Parent[group]] : group;
        }

        return by;
    }
}
