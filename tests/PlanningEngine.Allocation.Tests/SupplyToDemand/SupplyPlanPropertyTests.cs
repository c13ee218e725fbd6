using CsCheck;
using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class SupplyPlanPropertyTests
{
    private static readonly Gen<double> Amount = Gen.OneOf(Gen.Const(0.0), Gen.Int[0, 20].Select(units => (double)units), Gen.Double[1e-6, 1e9], Gen.Int[0, 9999].Select(cents => cents / 100.0));

    private static readonly Gen<SupplyProblem> AnyProblem =
        from sources in Amount.Array[0, 6]
        from demands in Gen.Select(Amount, Gen.Int[1, 3], Amount, Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1])).Array[1, 8]
        from lanes in Gen.Select(Gen.Bool, Amount, Amount.Nullable()).Array[sources.Length * demands.Length]
        from rule in Gen.Enum<PriorityRule>()
        select new SupplyProblem(
            [.. sources.Select((available, i) => Some.Plant($"{i}", available))],
            [.. demands.Select((demand, i) => Some.Demand($"{i}", demand.Item1, demand.Item2, demand.Item3, demand.Item4))],
            [.. lanes.Select((lane, i) => (lane, i)).Where(pair => pair.lane.Item1).Select(pair => new Lane($"{pair.i / demands.Length}", $"{pair.i % demands.Length}", pair.lane.Item2, pair.lane.Item3))],
            rule);

    [Fact]
    public void Solve_AnyProblem_NeverExceedsAndAlwaysConserves() => AnyProblem.Sample(
        problem =>
        {
            var plan = Some.Solved(problem).Plan!;
            foreach (var source in plan.Sources)
            {
                Assert.True(source.Used <= source.Available);
                Assert.True(source.Unused >= 0);
                Assert.True(plan.Shipments.Where(shipment => shipment.SourceId == source.SourceId).Sum(shipment => shipment.Quantity) <= source.Available * (1 + 1e-15));
            }

            foreach (var shipment in plan.Shipments)
            {
                var lane = Assert.Single(problem.Lanes, lane => lane.SourceId == shipment.SourceId && lane.DemandId == shipment.DemandId);
                Assert.True(shipment.Quantity > 0 && shipment.Quantity <= (lane.Maximum ?? double.PositiveInfinity));
            }

            var resolution = Math.ScaleB(problem.Demands.Max(demand => demand.Quantity) + problem.Sources.Select(source => source.Available).DefaultIfEmpty().Max(), -51);
            foreach (var demand in plan.Demands)
            {
                Assert.True(demand.Served <= demand.Quantity && demand.Unmet >= 0);
                Assert.Equal(demand.Quantity, demand.Served + demand.Unmet, resolution);
                Assert.Equal(demand.Served, plan.Shipments.Where(shipment => shipment.DemandId == demand.DemandId).Sum(shipment => shipment.Quantity), resolution);
            }
        },
        seed: "0N0XIzNsQ0O2",
        iter: 10_000,
        threads: 1);

    [Fact]
    public void Solve_AnyProblem_IsProvenOptimalByTheChecker() => AnyProblem.Sample(
        problem => Assert.Empty(SupplyPlanChecker.Check(problem, Some.Solved(problem))),
        seed: "0N0XIzNsQ0O2",
        iter: 1_500,
        threads: 1);
}
