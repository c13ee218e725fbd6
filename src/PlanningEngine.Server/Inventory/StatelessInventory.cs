using PlanningEngine.Allocation.Inventory;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.Inventory;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Inventory;

/// <summary>Plans the caller's own items.</summary>
internal static class StatelessInventory
{
    private const int MostItems = 10_000;
    private const int MostValues = 2_000_000;
    private const int MostLeadTimes = 10_000;

    /// <summary>Checks and plans; a cancelled token ends it without a plan.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.PlanInventoryResponse Answer(Wire.PlanInventoryRequest request, CancellationToken cancellationToken)
    {
        CheckSizes(request);
        var problem = new InventoryProblem([.. request.Items.Select(Read)], request.HasStockLimit ? request.StockLimit : null);
        CoreViolations.ThrowIfAny(InventoryProblemValidator.Validate(problem), [.. problem.Items.Select(item => ("items", item.Id))]);
        var result = InventoryPlanner.Plan(problem, cancellationToken);
        var response = new Wire.PlanInventoryResponse
        {
            State = SolveStates.Of(result.Status),
            Plans = { result.Items.Select(Write) },
            StockUsed = result.StockUsed,
            StockPrice = result.StockPrice,
            Conflict = result.Conflict,
        };
        if (result.Bound is { } bound)
            (response.Bound, response.Gap) = (bound, result.Gap);
        return response;
    }

    private static void CheckSizes(Wire.PlanInventoryRequest request)
    {
        var sizes = new Violations();
        sizes.Require(request.Items.Count <= MostItems, "items", "count", $"The items ({request.Items.Count}) must be at most {MostItems}. Maybe send them in parts.");
        var values = request.Items.Sum(item => (long)item.PathValues.Count);
        sizes.Require(values <= MostValues, "items", "count", $"The path values ({values}) must be at most {MostValues} in all. Maybe send fewer items at once.");
        foreach (var item in request.Items)
        {
            sizes.Require(item.PathPeriods > 0 && item.PathValues.Count % item.PathPeriods == 0, $"items[{item.ItemId}].path_values", "length", $"The path values ({item.PathValues.Count}) of item ({item.ItemId}) must be a whole number of paths of {item.PathPeriods} periods. Maybe set path_periods.");
            sizes.Require(item.LeadTimes.Count <= MostLeadTimes, $"items[{item.ItemId}].lead_times", "count", $"The lead times ({item.LeadTimes.Count}) of item ({item.ItemId}) must be at most {MostLeadTimes}. Maybe send a sample of them.");
        }

        sizes.ThrowIfAny();
    }

    private static Core.InventoryItem Read(Wire.InventoryItem item) => new(
        item.ItemId, item.Label, DemandPaths.FromFlat([.. item.PathValues], item.PathPeriods), item.LeadTimes,
        item.Goal switch
        {
            Wire.ServiceGoal.Unspecified or Wire.ServiceGoal.LeastCost => Core.ServiceGoal.LeastCost,
            Wire.ServiceGoal.CycleService => Core.ServiceGoal.CycleService,
            Wire.ServiceGoal.FillRate => Core.ServiceGoal.FillRate,
            // Not a goal: the validator says so.
            var other => (Core.ServiceGoal)other,
        },
        item.Target, item.HoldingCost, item.ShortageCost, item.OrderCost, item.ReviewPeriods == 0 ? 1 : item.ReviewPeriods,
        item.MinimumOrder, item.OrderMultiple, item.OnHand, item.OnOrder, item.Backorders, item.UnitValue);

    private static Wire.InventoryPlan Write(ItemPlan plan)
    {
        var wire = new Wire.InventoryPlan
        {
            ItemId = plan.ItemId,
            ReorderLevel = plan.Policy.Level,
            OrderQuantity = plan.Policy.Quantity,
            SafetyStock = plan.SafetyStock,
            MeanDemand = plan.MeanDemand,
            CycleService = plan.Expected.CycleService,
            FillRate = plan.Expected.FillRate,
            AverageStock = plan.Expected.AverageStock,
            CostPerPeriod = plan.Expected.CostPerPeriod,
            OrderNow = plan.OrderNow,
            Reason = plan.Sentence,
        };
        if (!double.IsNaN(plan.CriticalFractile))
            wire.CriticalFractile = plan.CriticalFractile;
        return wire;
    }
}
