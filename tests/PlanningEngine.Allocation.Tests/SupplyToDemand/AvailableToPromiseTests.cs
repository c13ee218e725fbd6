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
    public void Check_PlentyBesideSmallFractionalDemands_PromisesAllThatIsThere()
    {
        const double Available = 322_580.25; // a thousand times the demand
        var demand = 100 * Math.PI;
        var problem = Some.Problem([Some.Plant("A", Available)], [Some.Demand("1", demand)], [new Lane("A", "1", 1)]);

        var promise = AvailableToPromise.Open(Some.Solved(problem)).Check(new CustomerOrder("2", 1_000_000, [new OrderLane("A", 2)]));

        Assert.Equal(Available - demand, promise.Promised, 1e-6);
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
    public void Check_SeveralWaysCostTheSame_MovesTheFewestPromises()
    {
        // A unit of A can be had if promises 1 and 2 shift towards E, a unit of C if promise 3 alone shifts to D.
        var problem = Some.Problem(
            [Some.Plant("A", 10), Some.Plant("B", 10), Some.Plant("C", 10), Some.Plant("D", 5), Some.Plant("E", 5)],
            [Some.Demand("1", 10), Some.Demand("2", 10), Some.Demand("3", 10)],
            [new Lane("A", "1", 1), new Lane("B", "1", 2), new Lane("B", "2", 1), new Lane("E", "2", 2), new Lane("C", "3", 1), new Lane("D", "3", 3)]);
        var promises = AvailableToPromise.Open(Some.Solved(problem));

        var promise = promises.Check(new CustomerOrder("4", 5, [new OrderLane("A", 1), new OrderLane("C", 1)]));

        Assert.Equal((5.0, 15.0, 1), (promise.Promised, promise.Cost, promise.Moved));
        Assert.Equal((10.0, 3), (promises.Check(new CustomerOrder("4", 12, [new OrderLane("A", 1), new OrderLane("C", 1)])).Promised, promises.Check(new CustomerOrder("4", 10, [new OrderLane("A", 1), new OrderLane("C", 1)])).Moved));
    }

    [Fact]
    public void CommitAndRelease_InAnyOrder_EqualsSolvingAnew()
    {
        int released = 0, partly = 0, moved = 0, freed = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var problem = (seed % 3) switch
            {
                0 => Some.TiedProblem(seed, PriorityRule.ByValue, minimumFills: false, mostNodes: 9),
                1 => Some.DenseProblem(seed, 6, PriorityRule.Strict),
                _ => Some.TiedProblem(seed, PriorityRule.Strict, minimumFills: false, mostNodes: 12),
            };
            if (problem.Sources.Count == 0)
                continue;
            var result = Some.Solved(problem);
            var promises = AvailableToPromise.Open(result);
            var demands = problem.Demands.Zip(result.Plan!.Demands).ToDictionary(pair => pair.First.Id, pair => pair.Second.Served);
            var lanes = problem.Lanes.ToList();
            SupplyProblem Kept() => new(problem.Sources, [.. demands.Select(pair => new Demand(pair.Key, "", pair.Value, 1, 0)), new Demand("none", "", 0, 1, 0)], [.. lanes.Where(lane => demands.ContainsKey(lane.DemandId))]);
            var cost = Some.Solved(Kept()).Plan!.Cost;
            for (var number = 0; number < 12; number++)
            {
                if (random.Next(2) == 0 || demands.Count == 0)
                {
                    var order = new CustomerOrder($"order {number}", random.Next(0, seed % 3 == 1 ? 90 : 6), [.. problem.Sources.Where(_ => random.Next(2) == 0).Select(source => new OrderLane(source.Id, random.Next(0, 9), random.Next(4) == 0 ? random.Next(0, 40) : null))]);
                    var promise = promises.Commit(order);
                    lanes.AddRange(order.Lanes.Select(lane => new Lane(lane.SourceId, order.Id, lane.UnitCost, lane.Maximum)));
                    demands.Add(order.Id, order.Quantity);
                    var most = Some.Solved(Kept() with { Demands = [.. demands.Select(pair => new Demand(pair.Key, "", pair.Value, pair.Key == order.Id ? 2 : 1, 0))] }).Plan!;
                    Assert.Equal(most.Demands.Single(demand => demand.DemandId == order.Id).Served, promise.Promised, 1e-6);
                    freed += number > 6 && promise.Promised > 0 ? 1 : 0;
                    demands[order.Id] = promise.Promised;
                    if (promise.Promised == 0)
                        demands.Remove(order.Id);
                }
                else
                {
                    var (id, promised) = demands.ElementAt(random.Next(demands.Count));
                    var all = random.Next(2) == 0;
                    var units = random.Next(0, (int)promised + 1);
                    var release = promises.Release(id, all ? null : units);
                    Assert.Equal((all ? promised : units, all ? 0 : promised - units), (release.Released, release.Promised));
                    if (all)
                        demands.Remove(id);
                    else
                        demands[id] = release.Promised;
                    Assert.Equal(cost - Some.Solved(Kept()).Plan!.Cost, release.Saved, 1e-6);
                    released += release.Released > 0 ? 1 : 0;
                    partly += release.Promised > 0 && release.Released > 0 ? 1 : 0;
                    moved += release.Moved;
                }

                var plan = Some.Solved(Kept()).Plan!;
                Assert.Equal(0, plan.Unmet);
                cost = plan.Cost;
            }
        }

        Assert.True(released > 500 && partly > 200 && moved > 50 && freed > 100, $"{released} {partly} {moved} {freed}");
    }

    [Fact]
    public void Check_AfterOtherChecks_IsTheSameToTheLastShipment()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var problem = Some.TiedProblem(seed, PriorityRule.ByValue, minimumFills: false, mostNodes: 15);
            if (problem.Sources.Count == 0)
                continue;
            CustomerOrder Order(int number) => new($"order {number}", random.Next(1, 8), [.. problem.Sources.Where(_ => random.Next(2) == 0).Select(source => new OrderLane(source.Id, random.Next(0, 4)))]);
            var (asked, plain) = (AvailableToPromise.Open(Some.Solved(problem)), AvailableToPromise.Open(Some.Solved(problem)));
            for (var number = 0; number < 20; number++)
            {
                for (var other = 0; other < 5; other++)
                    asked.Check(Order(100));
                var order = Order(number);
                var (one, two) = number % 2 == 0 ? (asked.Commit(order), plain.Commit(order)) : (asked.Check(order), plain.Check(order));
                Assert.Equal(two.Shipments, one.Shipments);
                Assert.Equal(two with { Shipments = [] }, one with { Shipments = [] });
            }
        }
    }

    [Fact]
    public void Release_PromiseOfThePlan_MovesOthersToWhatBecomesFree()
    {
        var problem = Some.Problem([Some.Plant("A", 10), Some.Plant("B", 10)], [Some.Demand("1", 10), Some.Demand("2", 10)], [new Lane("A", "1", 1), new Lane("A", "2", 2), new Lane("B", "2", 7)]);
        var promises = AvailableToPromise.Open(Some.Solved(problem));

        var part = promises.Release("1", 4);
        Assert.Equal((4.0, 6.0, 24.0, 1), (part.Released, part.Promised, part.Saved, part.Moved));
        Assert.Equal("Order 1 gives 4 back and keeps 6; one earlier promise is served from elsewhere; that saves 24.00.", part.Sentence);
        Assert.Equal((6.0, 0.0), (promises.Release("1").Released, promises.Release("2", 0).Released));
        Assert.Equal((10.0, 10.0), (promises.Commit(new CustomerOrder("1", 14, [new OrderLane("B", 1), new OrderLane("A", 1)])).Promised, promises.Release("2").Released));
    }

    [Fact]
    public void Release_BadInput_ThrowsAllViolations()
    {
        var promises = AvailableToPromise.Open(Some.Solved(Some.Problem([Some.Plant("A", 5)], [Some.Demand("1", 7)], [new Lane("A", "1", 1.123456789)])));
        string Codes(string id, double? quantity) => string.Join(" ", Assert.Throws<InvalidProblemException>(() => promises.Release(id, quantity)).Violations.Select(violation => violation.Code));
        Assert.Equal(("OUT_OF_RANGE", "NEGATIVE", "EMPTY", "UNKNOWN_ORDER NOT_FINITE"), (Codes("1", 5.5), Codes("1", -1), Codes(" ", 1), Codes("2", double.NaN)));
        Assert.Equal(5, promises.Release("1").Released);
        Assert.Equal("UNKNOWN_ORDER", Codes("1", null));
        Assert.Throws<InvalidProblemException>(() => promises.Check(new CustomerOrder("2", 1, [new OrderLane("A", 1e15)])));
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
