using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class AvailableToPromiseTests
{
    [Fact]
    public void Check_UnitsAreLeftOnlyBehindAnotherPromise_ReroutesIt()
    {
        var problem = Some.Problem([Some.Plant("A", 10), Some.Plant("B", 10)], [Some.Demand("1", 10)], [new Lane("A", "1", 1), new Lane("B", "1", 3)]);
        var promises = AvailableToPromise.Open(Some.Solved(problem));

        var promise = promises.Check(new CustomerOrder("2", 14, [new OrderLane("A", 2)]));

        Assert.Equal((14.0, 10.0, 40.0, 4.0, 1), (promise.Asked, promise.Promised, promise.Cost, promise.MarginalCost!.Value, promise.Moved));
        Assert.Equal("10 of the 14 of order 2 can be promised: 10 from plant A in May 2026; one earlier promise is served from elsewhere; the last unit costs 4.00.", promise.Sentence);
        Assert.Equal(promise.Promised, promises.Commit(new CustomerOrder("2", 14, [new OrderLane("A", 2)])).Promised);
        Assert.Equal("Nothing of the 1 of order 3 can be promised: no unit is left that could reach it.", promises.Check(new CustomerOrder("3", 1, [new OrderLane("B", 2)])).Sentence);
    }

    [Fact]
    public void Commit_OrdersOneAfterTheOther_EqualsSolvingWithAllPromisesAsMinimums()
    {
        int full = 0, part = 0, none = 0, moved = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var random = new Random(seed);
            var problem = seed % 2 == 0 ? Some.TiedProblem(seed, PriorityRule.ByValue, minimumFills: false, mostNodes: 9) : Some.DenseProblem(seed, 6, PriorityRule.Strict);
            if (seed % 2 == 1)
                problem = problem with { Sources = [.. problem.Sources.Select(source => source with { Available = source.Available + 60 })] };
            var result = Some.Solved(problem);
            var promises = AvailableToPromise.Open(result);
            // What is served so far, all of it to be kept.
            var promised = problem with { Demands = [.. problem.Demands.Zip(result.Plan!.Demands).Select(pair => pair.First with { Quantity = pair.Second.Served, UnitValue = 0, Priority = 1 })], Rule = PriorityRule.Strict };
            for (var number = 0; number < 6; number++)
            {
                var order = new CustomerOrder($"order {number}", random.Next(0, seed % 2 == 0 ? 6 : 90),
                    [.. problem.Sources.Where(_ => random.Next(2) == 0).Select(source => new OrderLane(source.Id, random.Next(0, 50), random.Next(3) == 0 ? random.Next(0, 40) : null))]);
                var with = promised with
                {
                    Demands = [.. promised.Demands, new Demand(order.Id, "", order.Quantity, 2, 0)],
                    Lanes = [.. promised.Lanes, .. order.Lanes.Select(lane => new Lane(lane.SourceId, order.Id, lane.UnitCost, lane.Maximum))],
                };
                var expected = Some.Solved(with).Plan!;
                var check = promises.Check(order);
                var again = promises.Check(order);
                Assert.Equal(check with { Shipments = again.Shipments }, again);
                var promise = random.Next(3) == 0 ? check : promises.Commit(order);
                Assert.Equal(check.Promised, promise.Promised);
                Assert.Equal(expected.Demands[^1].Served, promise.Promised, 1e-6);
                Assert.Equal(expected.Cost - Some.Solved(promised).Plan!.Cost, promise.Cost, 1e-6);
                Assert.Equal(promise.Promised, promise.Shipments.Sum(shipment => shipment.Quantity), 1e-6);
                full += promise.Promised == order.Quantity ? 1 : 0;
                part += promise.Promised > 0 && promise.Promised < order.Quantity ? 1 : 0;
                none += promise.Promised == 0 && order.Quantity > 0 ? 1 : 0;
                moved += promise.Moved;
                if (!ReferenceEquals(promise, check))
                    promised = with with { Demands = [.. promised.Demands, with.Demands[^1] with { Quantity = promise.Promised, Priority = 1 }] };
            }
        }

        Assert.True(full > 200 && part > 100 && none > 100 && moved > 100, $"{full} {part} {none} {moved}");
    }

    [Fact]
    public void Commit_SmallerPartsThanThePlanNeeded_AreExact()
    {
        var promises = AvailableToPromise.Open(Some.Solved(Some.Problem([Some.Plant("A", 10)], [Some.Demand("1", 7)], [new Lane("A", "1", 1)])));
        Assert.Equal(2.25, promises.Commit(new CustomerOrder("2", 2.25, [new OrderLane("A", 1)])).Promised);
        Assert.Equal(0.75, promises.Commit(new CustomerOrder("3", 2.25, [new OrderLane("A", 1)])).Promised);
    }

    [Fact]
    public void Check_BadOrder_ThrowsAllViolations()
    {
        var promises = AvailableToPromise.Open(Some.Solved(Some.Problem([Some.Plant("A", 10)], [Some.Demand("1", 7)], [new Lane("A", "1", 1)])));
        var exception = Assert.Throws<InvalidProblemException>(() => promises.Check(new CustomerOrder("1", double.NaN, [new OrderLane("A", -1, -2), new OrderLane("A", 1), new OrderLane("X", 1)])));
        Assert.Equal(["DUPLICATE", "NOT_FINITE", "NEGATIVE", "NEGATIVE", "DUPLICATE", "UNKNOWN_SOURCE"], exception.Violations.Select(violation => violation.Code));
        Assert.Throws<ArgumentException>(() => AvailableToPromise.Open(Some.Solved(Some.DenseProblem(1, 5, PriorityRule.Strict), new SupplySolverOptions { PivotLimit = 1 })));
        Assert.Equal("Order 2 asks for nothing.", promises.Check(new CustomerOrder("2", 0, [])).Sentence);
    }
}
