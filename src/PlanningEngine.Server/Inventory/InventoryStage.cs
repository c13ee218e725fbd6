using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Inventory;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using PolicyRow = PlanningEngine.Data.Allocations.InventoryPolicy;

namespace PlanningEngine.Server.Inventory;

/// <summary>The inventory policies of a run before they are published.</summary>
/// <param name="DateKey">First day of the forecast that they look at.</param>
/// <param name="Rows">Policies in the order of product and place.</param>
/// <param name="Periods">What the forecast's periods are, as <see cref="RunBuckets.NameOf"/> says it; empty without a forecast.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record RunInventory(int DateKey, IReadOnlyList<StockPolicy> Rows, string Periods, IReadOnlyList<string> Notes)
{
    /// <summary>The output of the stage <c>inventory</c>.</summary>
    public static RunOutput<RunInventory> Output { get; } = new("inventory");
}

/// <summary>When and how much to order of a product for a place.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="LocationKey">Place.</param>
/// <param name="TerritoryKey">Territory of the place; 0 for none.</param>
/// <param name="ExpectedDemand">Demand expected over lead time and review period.</param>
/// <param name="SafetyStock">Stock above it.</param>
/// <param name="ReorderPoint">Stock at which one orders.</param>
/// <param name="OrderQuantity">Units of a usual order; 0 orders up to the point.</param>
/// <param name="OnHand">Units on hand.</param>
/// <param name="OrderNow">Units to order now.</param>
/// <param name="CycleService">Chance that a cycle ends without running out.</param>
/// <param name="FillRate">Share of demand served from stock.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record StockPolicy(
    int ProductKey, int LocationKey, int TerritoryKey, double ExpectedDemand, double SafetyStock, double ReorderPoint, double OrderQuantity, double OnHand, double OrderNow,
    double CycleService, double FillRate, string Reason);

/// <summary>Plans reorder points and orders from paths through the published forecasts, and publishes them with their reasons.</summary>
internal sealed class InventoryStage : IPublishingStage
{
    public string Name => RunInventory.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var inventory = await run.ReadAsync(RunInventory.Output, 0, cancellationToken);
        await publication.WriteAsync(PlanKind.Inventory, inventory.Rows.Select(row => ToRow(row, inventory.DateKey)), cancellationToken);
        (await publication.VersionAsync(PlanKind.Inventory, cancellationToken)).Bucket = inventory.Periods;
        publication.Summary.PolicyCount = inventory.Rows.Count;
        publication.Summary.UnitsToOrder = inventory.Rows.Sum(r => r.OrderNow);
        publication.Summary.Notes.AddRange(inventory.Notes);
    }

    private static async Task<RunInventory> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var stock = await StockedDemand.ReadAsync(run, cancellationToken);
        if (stock.Items.Count == 0)
            return new RunInventory(stock.DateKey, [], stock.Periods, stock.Notes);
        var problem = new InventoryProblem([.. stock.Items.Select(i => i.Item)]);
        RunFailedException.ThrowIfAny(InventoryProblemValidator.Validate(problem));
        var result = await Task.Run(() => InventoryPlanner.Plan(problem, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Status is not (SolveStatus.Optimal or SolveStatus.Feasible))
            throw new RunFailedException(result.Conflict);
        return new RunInventory(stock.DateKey, [.. stock.Items.Zip(result.Items, PolicyOf)], stock.Periods, stock.Notes);
    }

    private static StockPolicy PolicyOf(StockedItem stocked, ItemPlan plan) => new(
        stocked.ProductKey, stocked.LocationKey, stocked.TerritoryKey, plan.MeanDemand, plan.SafetyStock, plan.Policy.Level, plan.Policy.Quantity, stocked.Item.OnHand, plan.OrderNow,
        plan.Expected.CycleService, plan.Expected.FillRate, plan.Sentence);

    private static PolicyRow ToRow(StockPolicy row, int dateKey) => new()
    {
        DateKey = dateKey,
        PeriodStart = DateKeys.StartOf(DateKeys.ToDate(dateKey)),
        TerritoryKey = row.TerritoryKey,
        ProductKey = row.ProductKey,
        LocationKey = row.LocationKey,
        ExpectedDemand = row.ExpectedDemand,
        SafetyStock = row.SafetyStock,
        ReorderPoint = row.ReorderPoint,
        OrderQuantity = row.OrderQuantity,
        OnHand = row.OnHand,
        OrderNow = row.OrderNow,
        CycleService = row.CycleService,
        FillRate = row.FillRate,
        Reason = ReasonText.Fit(row.Reason),
    };
}
