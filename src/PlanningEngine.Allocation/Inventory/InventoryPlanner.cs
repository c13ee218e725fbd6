using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Allocation.Inventory;

/// <summary>Plans safety stocks, reorder points and order quantities from sample paths of demand.</summary>
/// <remarks>The answer depends on the input only. Safe to call from many threads.</remarks>
public static class InventoryPlanner
{
    private const int Halvings = 60;

    /// <summary>Plans all items, under their shared limit if there is one.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the work: without a plan, no exception is thrown.</param>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentNullException">The problem or its items are null.</exception>
    public static InventoryResult Plan(InventoryProblem problem, CancellationToken cancellationToken = default)
    {
        InputCheck.ThrowIfAny(InventoryProblemValidator.Validate(problem));
        var plans = new List<ItemPlan>(problem.Items.Count);
        foreach (var item in problem.Items)
        {
            if (cancellationToken.IsCancellationRequested)
                return new(SolveStatus.NoSolutionFound, [], 0, 0, "");
            var service = new PolicyService(item);
            var quantity = Quantity(item, service);
            plans.Add(InventoryWords.Plan(item, service, Level(item, service, quantity), quantity));
        }

        var used = problem.Items.Zip(plans, (item, plan) => item.UnitValue * plan.Expected.AverageStock).Sum();
        return problem.StockLimit is { } limit && used > limit
            ? SharedStock.Plan(problem.Items, plans, limit, cancellationToken)
            : new(SolveStatus.Optimal, plans, used, 0, "");
    }

    /// <summary>The economic order quantity over mean demand (Harris 1913), at least the minimum, in multiples: the cheaper neighbour.</summary>
    private static double Quantity(InventoryItem item, PolicyService service)
    {
        var economic = item.OrderCost > 0 ? Math.Sqrt(2 * item.OrderCost * service.MeanReview / item.ReviewPeriods / item.HoldingCost) : 0;
        var wanted = Math.Max(economic, item.MinimumOrder);
        var step = item.OrderMultiple > 0 ? item.OrderMultiple : service.IsWhole && wanted > 0 ? 1 : 0;
        if (step == 0)
            return wanted;
        var above = Math.Max(1, Math.Ceiling(wanted / step)) * step;
        var below = Math.Floor(wanted / step) * step;
        double Yearly(double quantity) => (economic * economic / quantity) + quantity;
        return below > 0 && below >= item.MinimumOrder && Yearly(below) <= Yearly(above) ? below : above;
    }

    private static double Level(InventoryItem item, PolicyService service, double quantity)
    {
        var highest = service.Protection.Max();
        if (item.Goal == ServiceGoal.LeastCost)
            return Cheapest(service, quantity, highest);
        bool Meets(double level) => (item.Goal == ServiceGoal.CycleService ? service.CycleService(level, quantity, withUnseen: true) : service.FillRate(level, quantity)) >= item.Target;
        if (Meets(0))
            return 0;
        // With few paths the target may lie beyond what any level is known to cover.
        var (low, high) = (0.0, highest);
        for (var i = 0; i < Halvings && high - low > (service.IsWhole ? 0.5 : 1e-12 * highest); i++)
        {
            var middle = (low + high) / 2;
            if (Meets(middle))
                high = middle;
            else
                low = middle;
        }

        return service.IsWhole ? Whole(high, Meets) : high;
    }

    private static double Whole(double level, Func<double, bool> meets) => meets(Math.Floor(level)) ? Math.Floor(level) : Math.Ceiling(level);

    private static double Cheapest(PolicyService service, double quantity, double highest)
    {
        var level = highest > 0 ? LineSearch.Minimum(at => service.Cost(at, quantity), 0, highest) : 0;
        if (!service.IsWhole)
            return level;
        return service.Cost(Math.Floor(level), quantity) <= service.Cost(Math.Ceiling(level), quantity) ? Math.Floor(level) : Math.Ceiling(level);
    }
}
