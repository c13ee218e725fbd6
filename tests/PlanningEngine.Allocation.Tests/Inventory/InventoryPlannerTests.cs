using PlanningEngine.Allocation.Inventory;

namespace PlanningEngine.Allocation.Tests.Inventory;

public sealed class InventoryPlannerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Plan_OnePeriod_IsTheNewsvendor()
    {
        var item = new InventoryItem("A", "", new([.. Enumerable.Range(1, 100).Select(value => new double[] { value })]), [0], HoldingCost: 1, ShortageCost: 9);
        var plan = Plan(item);
        Assert.Equal(0.9, plan.CriticalFractile);
        Assert.InRange(plan.Policy.Level, 90, 91);
        Assert.Equal((50.5, plan.Policy.Level, plan.Policy.Level), (plan.MeanDemand, Math.Round(plan.Expected.CycleService * 100, 9), plan.OrderNow));
    }

    [Fact]
    public void Plan_LeastCost_NoWholeLevelIsCheaper()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var item = new InventoryItem("A", "", DemandPaths.FromHistory(Stocked.Lumpy(150, seed, whole: true), 5), [1, 3], HoldingCost: 1, ShortageCost: 3 + seed, OrderCost: seed % 3 * 20, ReviewPeriods: 1 + (seed % 2));
            var plan = Plan(item);
            var service = new PolicyService(item);
            for (var level = 0; level < 80; level++)
                Assert.True(service.Cost(level, plan.Policy.Quantity) >= service.Cost(plan.Policy.Level, plan.Policy.Quantity) * (1 - 1e-9));
        }
    }

    [Fact]
    public void Plan_PathsThatMoveTogether_NeedMoreThanPathsThatCancel()
    {
        // The same demand in every single period: quantiles of periods cannot tell the two apart.
        var together = new InventoryItem("A", "", Stocked.Paths([10, 10], [0, 0], [10, 10], [0, 0]), [1], ServiceGoal.FillRate, 0.9);
        var apart = together with { Demand = Stocked.Paths([10, 0], [0, 10], [10, 0], [0, 10]) };
        Assert.True(Plan(together).Policy.Level > Plan(apart).Policy.Level + 5);
    }

    [Theory]
    [InlineData(ServiceGoal.CycleService, 0.9, 1, 0.0)]
    [InlineData(ServiceGoal.CycleService, 0.95, 3, 0.0)]
    [InlineData(ServiceGoal.CycleService, 0.9, 2, 25.0)]
    [InlineData(ServiceGoal.FillRate, 0.95, 1, 12.0)]
    [InlineData(ServiceGoal.FillRate, 0.9, 2, 0.0)]
    public void Plan_Target_IsAchievedInSimulation(ServiceGoal goal, double target, int review, double minimumOrder)
    {
        foreach (var whole in new[] { true, false })
        {
            var item = new InventoryItem("A", "", DemandPaths.FromHistory(Stocked.Lumpy(20_000, 1, whole), 3 + review, 7), [1, 2, 3], goal, target, ReviewPeriods: review, MinimumOrder: minimumOrder);
            var plan = Plan(item);
            var seen = InventorySimulator.Run(Stocked.Lumpy(200_000, 2, whole), _ => plan.Policy, item.LeadTimes, default, seed: 3, warmUp: 100);
            Assert.Equal(plan.Expected.FillRate, seen.FillRate, 0.01);
            Assert.Equal(plan.Expected.AverageStock, seen.AverageStock, 0.03 * (1 + seen.AverageStock));
            // Whole units overshoot a target by up to one unit; orders that overtake each other shift cycles a little.
            Assert.Equal(plan.Expected.CycleService, seen.CycleService, 0.02);
            Assert.InRange(goal == ServiceGoal.FillRate ? seen.FillRate : seen.CycleService, target - 0.015, target + 0.05);
        }
    }

    [Fact]
    public void Plan_OrderCost_OrdersTheEconomicQuantityInMultiples()
    {
        var item = new InventoryItem("A", "", Stocked.Paths([8, 8, 8], [8, 8, 8]), [2], ServiceGoal.FillRate, 0.9, HoldingCost: 0.1, OrderCost: 10);
        // sqrt(2 x 10 x 8 / 0.1).
        Assert.Equal(40, Plan(item).Policy.Quantity);
        Assert.Equal(36, Plan(item with { OrderMultiple = 12 }).Policy.Quantity);
        Assert.Equal(72, Plan(item with { OrderMultiple = 12, MinimumOrder = 70 }).Policy.Quantity);
    }

    [Theory]
    [InlineData(100, 0, 0, 0)]
    [InlineData(20, 0, 0, 30)]
    [InlineData(20, 5, 30, 30)]
    [InlineData(20, 5, 40, 60)]
    [InlineData(21, 0, 0, 0)]
    public void OrderAt_Position_BringsItJustAboveTheLevel(double onHand, double onOrder, double backorders, double expected) =>
        Assert.Equal(expected, new ReorderPolicy(20, 30, 1).OrderAt(onHand + onOrder - backorders));

    [Fact]
    public void Plan_ScarceStock_EqualSavingAndTheLimitKept()
    {
        var items = Enumerable.Range(0, 12).Select(i => new InventoryItem($"{i}", "", DemandPaths.FromHistory(Stocked.Lumpy(400, i, whole: false), 4), [3], HoldingCost: 0.5, ShortageCost: 2 + (4 * i), UnitValue: 1 + (i % 3))).ToList();
        var free = InventoryPlanner.Plan(new(items), Ct);
        Assert.Equal((SolveStatus.Optimal, 0.0), (free.Status, free.StockPrice));
        var limit = free.StockUsed * 0.6;
        var scarce = InventoryPlanner.Plan(new(items, limit), Ct);
        Assert.Equal(SolveStatus.Feasible, scarce.Status);
        Assert.InRange(scarce.StockUsed, limit * 0.95, limit * (1 + 1e-9));
        Assert.True(scarce.StockPrice > 0);
        double Cost(InventoryResult result) => result.Items.Sum(item => item.Expected.CostPerPeriod);
        var more = InventoryPlanner.Plan(new(items, limit + 1), Ct);
        Assert.InRange(Cost(scarce) - Cost(more), 0, scarce.StockPrice * 1.2);
        // Scaling all levels alike to the same stock costs more.
        Assert.True(Cost(scarce) < Scaled(items, free, limit));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plan_SharedLimit_BoundIsBelowEveryPlanOfAGridAndTheGapIsSmall(bool whole)
    {
        var worst = 0.0;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            InventoryItem[] items =
            [
                .. Enumerable.Range(0, 3).Select(i => new InventoryItem(
                    $"{i}", "", DemandPaths.FromHistory(Stocked.Lumpy(60, (3 * seed) + i, whole), 3), random.Next(2) == 0 ? [1] : [0, 2], HoldingCost: 0.2 + random.NextDouble(), ShortageCost: 2 + (10 * random.NextDouble()),
                    OrderCost: random.Next(2) * 5, MinimumOrder: random.Next(3) * 3, UnitValue: 1 + random.Next(3))),
            ];
            var lowest = items.Sum(item => item.UnitValue * Achieved(item, 0, InventoryPlanner.Plan(new([item]), Ct).Items[0].Policy.Quantity).AverageStock);
            var free = InventoryPlanner.Plan(new(items), Ct);
            var limit = lowest + ((0.3 + (0.5 * random.NextDouble())) * (free.StockUsed - lowest));
            var result = InventoryPlanner.Plan(new(items, limit), Ct);
            Assert.True(result.StockUsed <= limit * (1 + 1e-9));
            var cost = result.Items.Sum(item => item.Expected.CostPerPeriod);
            Assert.Equal(cost - result.Bound!.Value, result.Gap, 1e-12);
            var best = BestOfGrid(items, free, limit, whole ? 1 : 0.25);
            Assert.InRange(best, result.Bound.Value - (1e-9 * best), double.PositiveInfinity);
            // A grid of quarters may miss what continuous levels reach, never the other way round.
            if (!whole)
                Assert.True(cost <= best * (1 + 1e-6), $"seed {seed}: {cost} {best}");
            Assert.True(result.Gap >= 0);
            worst = Math.Max(worst, result.Gap / cost);
        }

        // Three items of whole units leave a unit or so of the limit; continuous ones nearly nothing but where the cost is not convex.
        Assert.InRange(worst, 0, whole ? 0.05 : 0.01);
    }

    private static ExpectedService Achieved(InventoryItem item, double level, double quantity) => new PolicyService(item).Of(level, quantity);

    private static double BestOfGrid(InventoryItem[] items, InventoryResult free, double limit, double step)
    {
        var options = items.Select((item, i) => Enumerable.Range(0, 1 + (int)Math.Ceiling(free.Items[i].Policy.Level / step)).Select(k => Achieved(item, k * step, free.Items[i].Policy.Quantity)).Select(s => (Stock: item.UnitValue * s.AverageStock, Cost: s.CostPerPeriod)).ToArray()).ToArray();
        var best = double.PositiveInfinity;
        foreach (var a in options[0])
        {
            foreach (var b in options[1])
            {
                foreach (var c in options[2])
                    best = a.Stock + b.Stock + c.Stock <= limit ? Math.Min(best, a.Cost + b.Cost + c.Cost) : best;
            }
        }

        return best;
    }

    [Fact]
    public void Plan_OddItems_AreAnswered()
    {
        var nothing = Plan(new InventoryItem("Ü, \"x\"", "", Stocked.Paths([0, 0]), [1], ServiceGoal.CycleService, 0.99));
        Assert.Equal((0.0, 0.0, 1.0), (nothing.Policy.Level, nothing.OrderNow, nothing.Expected.FillRate));
        var huge = Plan(new InventoryItem("A", "", Stocked.Paths([1e15, 1e15], [0, 1e15]), [1], HoldingCost: 1, ShortageCost: 100));
        Assert.True(double.IsFinite(huge.Policy.Level) && huge.Policy.Level > 0);
        var first = new InventoryItem("A", "", DemandPaths.FromFlat([3, 4, 5, 6], 2), [0, 1], HoldingCost: 1, ShortageCost: 5);
        Assert.Equal(Plan(first), Plan(first));
        Assert.Equal(SolveStatus.NoSolutionFound, InventoryPlanner.Plan(new([first]), new CancellationToken(true)).Status);
    }

    [Fact]
    public void Validate_BadInput_HoldsAllViolations()
    {
        var good = new InventoryItem("A", "", Stocked.Paths([1, 1]), [1], ServiceGoal.CycleService, 0.9);
        var thrown = Assert.Throws<InvalidProblemException>(() => InventoryPlanner.Plan(
            new(
            [
                good with { Target = 95, OnHand = -1 }, good with { Id = "B", Demand = Stocked.Paths([1, double.NaN]), LeadTimes = [] },
                good with { Id = "C", LeadTimes = [2], ReviewPeriods = 0 }, good with { Id = "D", Goal = ServiceGoal.LeastCost, OrderCost = 5 }, good with { Id = "" }, good,
                good with { Id = "E", Demand = Stocked.Paths([1, 1], [1]) },
            ]),
            Ct));
        Assert.Equal(
            ["OUT_OF_RANGE", "NEGATIVE", "EMPTY", "NOT_FINITE", "OUT_OF_RANGE", "MISSING_COST", "MISSING_COST", "EMPTY", "DUPLICATE", "LENGTH"],
            thrown.Violations.Select(violation => violation.Code));
        Assert.All(thrown.Violations, violation => Assert.Contains("Maybe", violation.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_LostSales_DoNotWait()
    {
        double[] demand = [5, 0, 5, 0, 5, 0];
        var policy = new ReorderPolicy(3, 0, 1);
        var waiting = InventorySimulator.Run(demand, _ => policy, [0], new(1, 10, 2), seed: 1);
        var lost = InventorySimulator.Run(demand, _ => policy, [0], new(1, 10, 2), seed: 1, lostSales: true);
        // 3 of 5 are served each time; the rest waits for the next arrival, or goes.
        Assert.Equal((0.6, 0.6), (waiting.FillRate, lost.FillRate));
        Assert.Equal((1.5, 1.5), (waiting.AverageStock, lost.AverageStock));
        // The order after the last demand arrives within the run, and each of the three cycles saw a shortage.
        Assert.Equal((3L, 0.0), (waiting.Cycles, waiting.CycleService));
        Assert.Equal(((1 * 9) + (10 * 6) + (2 * 3)) / 6.0, waiting.CostPerPeriod);
    }

    private static ItemPlan Plan(InventoryItem item) => InventoryPlanner.Plan(new([item]), Ct).Items.Single();

    private static double Scaled(List<InventoryItem> items, InventoryResult free, double limit)
    {
        var services = items.Select(item => new PolicyService(item)).ToArray();
        for (var share = 1.0; ; share -= 0.005)
        {
            if (items.Select((item, i) => item.UnitValue * services[i].AverageStock(share * free.Items[i].Policy.Level, 0)).Sum() <= limit)
                return services.Select((service, i) => service.Of(share * free.Items[i].Policy.Level, 0).CostPerPeriod).Sum();
        }
    }
}
