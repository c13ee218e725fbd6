using PlanningEngine.Allocation;
using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.SupplyToDemand;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Allocations;

/// <summary>Solves the caller's own problem.</summary>
internal static class StatelessAllocation
{
    private const int MostOrders = 100_000;

    /// <summary>Checks and solves; a cancelled token ends the solve with the best answer so far.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.AllocateResponse Answer(Wire.AllocateRequest request, CancellationToken cancellationToken)
    {
        var read = SupplyRequest.Read(request, cancellationToken);
        var problem = read.Problem;
        if (problem.Demands.Count == 0)
            return new Wire.AllocateResponse { State = Wire.SolveState.Optimal, SourcePrices = { problem.Sources.Select(s => new Wire.SourcePrice { SourceId = s.Id }) } };
        var response = Solve(request, read, cancellationToken);
        if (response.State == Wire.SolveState.Infeasible)
            response.SmallestRelaxation = SupplyConflicts.Write(RelaxationSolver.Solve(problem, read.Weights, read.Splits, cancellationToken));
        return response;
    }

    private static Wire.AllocateResponse Solve(Wire.AllocateRequest request, SupplyRequest read, CancellationToken cancellationToken)
    {
        if (request.FairShareRule != Wire.FairShareRule.Unspecified)
            return SupplyAnswer.Write(FairShareSolver.Solve(read.Problem, request.FairShareRule == Wire.FairShareRule.Proportional ? FairShareRule.Proportional : FairShareRule.MaxMin, cancellationToken), read);
        return read.Splits.Count > 0
            ? SupplyAnswer.Write(SplitSolver.Solve(read.Problem, read.Splits, cancellationToken: cancellationToken), read)
            : SupplyAnswer.Write(SupplySolver.Solve(read.Problem, new SupplySolverOptions { RefusedLaneLimit = request.RefusedLaneLimit, LaneValueLimit = request.LanePriceLimit, RatioValueLimit = request.RatioPriceLimit }, cancellationToken), read);
    }

    /// <summary>Solves the plan, then answers the orders one after the other.</summary>
    /// <exception cref="ViolationException">The plan or an order is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.CheckAvailabilityResponse Check(Wire.CheckAvailabilityRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan ?? new Wire.AllocateRequest();
        var found = new Violations();
        found.Require(request.Orders.Count <= MostOrders, "orders", "count", $"The orders ({request.Orders.Count}) must be at most {MostOrders}. Maybe ask in several calls.");
        found.Require(plan.FairShareRule == Wire.FairShareRule.Unspecified, "plan.fair_share_rule", "not-supported", $"The fair share rule ({plan.FairShareRule}) must be left out. Maybe share first and pass what each demand got as its quantity.");
        found.Require(plan.Demands.All(d => d.Split is null), "plan.demands", "not-supported", "The demands of the plan must not limit their split. Maybe allocate first, and pass the lanes that carry something.");
        found.Require(!SupplyRequest.HasRatios(plan), "plan.lanes", "not-supported", "The lanes of the plan must take unit for unit. Maybe state sources in the units of the demands.");
        found.Require(plan.Demands.Count > 0, "plan.demands", "empty", $"The demands (0) of the plan must be at least one. Maybe pass one of quantity 0 when nothing is promised yet.");
        found.ThrowIfAny();
        var result = SupplySolver.Solve(SupplyRequest.Read(plan, cancellationToken).Problem, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0 }, cancellationToken);
        var response = new Wire.CheckAvailabilityResponse { State = SolveStates.Of(result.Status) };
        if (result.Status != SolveStatus.Optimal)
            return response;
        var promises = AvailableToPromise.Open(result);
        for (var i = 0; i < request.Orders.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            response.Promises.Add(Promise(promises, request.Orders[i], i, request.Independent));
        }

        return response;
    }

    private static Wire.OrderPromise Promise(AvailableToPromise promises, Wire.CustomerOrder order, int position, bool independent)
    {
        if (order.OrderId.Length > SupplyRequest.LongestId)
            throw new ViolationException([SupplyRequest.TooLong("orders", "order_id", order.OrderId)]);
        var at = $"orders[{position}]";
        var found = new Violations();
        found.Require(!order.Release || !independent, $"{at}.release", "not-supported", $"The release of order ({order.OrderId}) must be left out where orders are independent. Maybe answer them one after the other.");
        found.Require(!order.Release || order.Lanes.Count == 0, $"{at}.lanes", "not-empty", $"The lanes ({order.Lanes.Count}) of order ({order.OrderId}) must be left out where it gives units back. Maybe send the new order apart.");
        found.ThrowIfAny();
        var asked = new Core.CustomerOrder(order.OrderId, order.Quantity, [.. order.Lanes.Select(l => new Core.OrderLane(l.SourceId, l.UnitCost, l.HasMaximum ? l.Maximum : null))]);
        try
        {
            if (order.Release)
                return ToWire(promises.Release(order.OrderId, order.Quantity == 0 ? null : order.Quantity));
            return ToWire(independent ? promises.Check(asked) : promises.Commit(asked), id => id);
        }
        catch (InvalidProblemException bad)
        {
            throw new ViolationException([.. bad.Violations.Select(v => CoreViolations.Of(v with { Subject = $"{at}.{v.Subject["order.".Length..]}" }))]);
        }
    }

    /// <summary>A promise as a message.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="sourceName">What the caller calls a source.</param>
    public static Wire.OrderPromise ToWire(Promise promise, Func<string, string> sourceName) => new()
    {
        OrderId = promise.OrderId,
        Promised = promise.Promised,
        Cost = promise.Cost,
        MarginalCost = promise.MarginalCost ?? 0,
        Allocations = { promise.Shipments.Select(s => new Wire.AllocatedQuantity { SourceId = sourceName(s.SourceId), DemandId = s.DemandId, Quantity = s.Quantity }) },
        MovedPromises = promise.Moved,
        Sentence = promise.Sentence,
    };

    private static Wire.OrderPromise ToWire(Release release) => new()
    {
        OrderId = release.OrderId,
        Promised = release.Promised,
        Released = release.Released,
        Cost = -release.Saved,
        MovedPromises = release.Moved,
        Sentence = release.Sentence,
    };
}
