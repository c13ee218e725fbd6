namespace PlanningEngine.Allocation.Inventory;

/// <summary>Finds everything that is wrong with an <see cref="InventoryProblem"/> at once.</summary>
public static class InventoryProblemValidator
{
    /// <summary>Longest lead time and review period.</summary>
    public const int MostPeriods = 1_000;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when it can be planned.</returns>
    /// <exception cref="ArgumentNullException">The problem or its items are null.</exception>
    public static IReadOnlyList<Violation> Validate(InventoryProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Items);
        var check = new InputCheck();
        check.Require(problem.Items.Count > 0, "EMPTY", "items", $"The items (0) of the problem must be at least one. Maybe the filter that selected them is too narrow.");
        if (problem.StockLimit is { } limit)
            check.Number(limit, "stock limit", "the problem", "stockLimit");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < problem.Items.Count; i++)
        {
            if (check.Id(problem.Items[i]?.Id, "item", "items", i, ids))
                CheckItem(problem.Items[i], problem.StockLimit is not null, check);
        }

        return check.Found;
    }

    private static void CheckItem(InventoryItem item, bool limited, InputCheck check)
    {
        var (subject, owner) = ($"items[{item.Id}]", $"item ({item.Id})");
        check.Require(item.ReviewPeriods is >= 1 and <= MostPeriods, "OUT_OF_RANGE", subject + ".ReviewPeriods", $"The review periods ({item.ReviewPeriods}) of {owner} must be between 1 and {MostPeriods}. Maybe use 1 for continuous review.");
        var longest = item.LeadTimes is { Count: > 0 } ? item.LeadTimes.Max() : 0;
        if (check.Require(item.LeadTimes is { Count: > 0 }, "EMPTY", subject + ".LeadTimes", $"The lead times of {owner} must be at least one. Maybe use 0 for delivery before the next period."))
            check.Require(item.LeadTimes!.Min() >= 0 && longest <= MostPeriods, "OUT_OF_RANGE", subject + ".LeadTimes", $"The lead times of {owner} must be between 0 and {MostPeriods} periods, not {item.LeadTimes!.Min()} to {longest}. Maybe their unit is another than the paths'.");
        CheckPaths(item.Demand, longest + item.ReviewPeriods, owner, subject + ".Demand", check);
        CheckGoal(item, limited, owner, subject, check);
        foreach (var (value, name, field) in new[]
        {
            (item.HoldingCost, "holding cost", "HoldingCost"), (item.ShortageCost, "shortage cost", "ShortageCost"), (item.OrderCost, "order cost", "OrderCost"),
            (item.MinimumOrder, "minimum order", "MinimumOrder"), (item.OrderMultiple, "order multiple", "OrderMultiple"),
            (item.OnHand, "stock on hand", "OnHand"), (item.OnOrder, "quantity on order", "OnOrder"), (item.Backorders, "backorders", "Backorders"), (item.UnitValue, "unit value", "UnitValue"),
        })
            check.Number(value, name, owner, $"{subject}.{field}");
        check.Require(item.OrderCost == 0 || item.HoldingCost != 0, "MISSING_COST", subject + ".HoldingCost", $"The holding cost (0) of {owner} must be above 0 where orders cost ({item.OrderCost:R}): a single order would last for ever. Maybe use capital cost per period.");
    }

    private static void CheckGoal(InventoryItem item, bool limited, string owner, string subject, InputCheck check)
    {
        check.Require(Enum.IsDefined(item.Goal), "UNKNOWN_GOAL", subject + ".Goal", $"The goal ({(int)item.Goal}) of {owner} is not known. Maybe use LeastCost.");
        if (item.Goal == ServiceGoal.LeastCost)
            check.Require(item.HoldingCost != 0 && item.ShortageCost != 0, "MISSING_COST", subject, $"The holding cost ({item.HoldingCost:R}) and the shortage cost ({item.ShortageCost:R}) of {owner} must be above 0 for the goal of least cost. Maybe set a service target instead.");
        else
            check.Require(item.Target is > 0 and < 1, "OUT_OF_RANGE", subject + ".Target", $"The target ({item.Target:R}) of {owner} must lie strictly between 0 and 1. Maybe a percentage was given: 95 % is 0.95.");
        check.Require(!limited || item.Goal == ServiceGoal.LeastCost, "UNKNOWN_GOAL", subject + ".Goal", $"The goal ({item.Goal}) of {owner} must be LeastCost where a stock limit is shared. Maybe plan the items with targets apart.");
    }

    private static void CheckPaths(DemandPaths? demand, int periods, string owner, string subject, InputCheck check)
    {
        if (!check.Require(demand?.Paths is { Count: > 0 }, "EMPTY", subject, $"The paths of {owner} must be at least one, a thousand for a target of 99 %. Maybe the history is shorter than lead time plus review period."))
            return;
        for (var i = 0; i < demand!.Paths.Count; i++)
        {
            var path = demand.Paths[i];
            if (!check.Require(path is not null && path.Length == demand.Periods, "LENGTH", $"{subject}[{i}]", $"The path {i} of {owner} must have {demand.Periods} periods, as the first. Maybe a path was cut."))
                return;
            if (!check.Require(path!.Length >= periods, "LENGTH", $"{subject}[{i}]", $"The paths of {owner} have {path.Length} periods and must have {periods}, the longest lead time plus the review period. Maybe draw longer ones."))
                return;
            // The first bad number stands for all: paths hold thousands.
            var bad = Array.FindIndex(path, value => !(value >= 0 && value <= InputCheck.Largest));
            if (bad >= 0)
            {
                check.Number(path[bad], $"demand of path {i} in period {bad}", owner, $"{subject}[{i}][{bad}]");
                return;
            }
        }
    }
}
