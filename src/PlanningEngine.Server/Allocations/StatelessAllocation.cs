using System.Text;
using PlanningEngine.Allocation;
using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.SupplyToDemand;
using Violation = PlanningEngine.Server.Hosting.Grpc.Violation;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Allocations;

/// <summary>Solves the caller's own problem.</summary>
internal static class StatelessAllocation
{
    private const int MostNodes = 100_000;
    private const int MostLanes = 5_000_000;
    private const int LongestId = 128;
    private const int MostReported = 100;

    /// <summary>Checks and solves; a cancelled token ends the solve with the best answer so far.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.AllocateResponse Answer(Wire.AllocateRequest request, CancellationToken cancellationToken)
    {
        var problem = Read(request);
        if (problem.Demands.Count == 0)
            return new Wire.AllocateResponse { State = Wire.SolveState.Optimal, SourcePrices = { problem.Sources.Select(s => new Wire.SourcePrice { SourceId = s.Id }) } };
        if (request.FairShareRule != Wire.FairShareRule.Unspecified)
            return ShareFairly(problem, request.FairShareRule, cancellationToken);
        var result = SupplySolver.Solve(problem, new SupplySolverOptions { RefusedLaneLimit = 0 }, cancellationToken);
        var response = new Wire.AllocateResponse
        {
            State = SolveStates.Of(result.Status),
            Conflicts = { result.Conflicts.Select(c => c.Sentence) },
        };
        if (result is not { Plan: { } plan, Certificate: { } certificate, Explanation: { } explanation })
            return response;
        response.Objective = plan.NetValue;
        response.Bound = plan.NetValue + certificate.Gap;
        response.Allocations.AddRange(plan.Shipments.Select(ToWire));
        response.Shortages.AddRange(explanation.Shortages.Select(s => new Wire.Shortage
        {
            DemandId = s.DemandId,
            Unmet = s.Quantity,
            ReasonCode = UpperSnake(s.Code.ToString()),
            Reason = s.Sentence,
            ShadowPrice = s.UnitWorth ?? 0,
        }));
        var prices = explanation.SourceValues.ToDictionary(v => v.SourceId, v => v.OneMore.Money, StringComparer.Ordinal);
        response.SourcePrices.AddRange(plan.Sources.Select(s => new Wire.SourcePrice { SourceId = s.SourceId, Used = s.Used, Price = prices.GetValueOrDefault(s.SourceId) }));
        return response;
    }

    /// <summary>Solves the plan, then answers the orders one after the other.</summary>
    /// <exception cref="ViolationException">The plan or an order is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.CheckAvailabilityResponse Check(Wire.CheckAvailabilityRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan ?? new Wire.AllocateRequest();
        var found = new Violations();
        found.Require(request.Orders.Count <= MostNodes, "orders", "count", $"The orders ({request.Orders.Count}) must be at most {MostNodes}. Maybe ask in several calls.");
        found.Require(plan.FairShareRule == Wire.FairShareRule.Unspecified, "plan.fair_share_rule", "not-supported", $"The fair share rule ({plan.FairShareRule}) must be left out. Maybe share first and pass what each demand got as its quantity.");
        found.Require(plan.Demands.Count > 0, "plan.demands", "empty", $"The demands (0) of the plan must be at least one. Maybe pass one of quantity 0 when nothing is promised yet.");
        found.ThrowIfAny();
        var result = SupplySolver.Solve(Read(plan), new SupplySolverOptions { RefusedLaneLimit = 0 }, cancellationToken);
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
        if (order.OrderId.Length > LongestId)
            throw new ViolationException([TooLong("orders", "order_id", order.OrderId)]);
        var asked = new Core.CustomerOrder(order.OrderId, order.Quantity, [.. order.Lanes.Select(l => new Core.OrderLane(l.SourceId, l.UnitCost, l.HasMaximum ? l.Maximum : null))]);
        try
        {
            var promise = independent ? promises.Check(asked) : promises.Commit(asked);
            return new Wire.OrderPromise
            {
                OrderId = promise.OrderId,
                Promised = promise.Promised,
                Cost = promise.Cost,
                MarginalCost = promise.MarginalCost ?? 0,
                Allocations = { promise.Shipments.Select(ToWire) },
                MovedPromises = promise.Moved,
                Sentence = promise.Sentence,
            };
        }
        catch (InvalidProblemException bad)
        {
            throw new ViolationException([.. bad.Violations.Take(MostReported).Select(v => new Violation($"orders[{position}].{FieldOf(v.Subject["order.".Length..]).ToLowerInvariant()}", v.Code.ToLowerInvariant().Replace('_', '-'), v.Message))]);
        }
    }

    private static Wire.AllocateResponse ShareFairly(SupplyProblem problem, Wire.FairShareRule rule, CancellationToken cancellationToken)
    {
        var result = FairShareSolver.Solve(problem, rule == Wire.FairShareRule.Proportional ? FairShareRule.Proportional : FairShareRule.MaxMin, cancellationToken);
        var response = new Wire.AllocateResponse { State = SolveStates.Of(result.Status), Conflicts = { result.Conflicts.Select(c => c.Sentence) } };
        if (result.Plan is not { } plan)
            return response;
        (response.Objective, response.Bound) = (plan.NetValue, plan.NetValue);
        response.Allocations.AddRange(plan.Shipments.Select(ToWire));
        response.Shortages.AddRange(result.Shares.Where(s => s.Sentence.Length > 0).Select(s => new Wire.Shortage { DemandId = s.DemandId, Unmet = s.Quantity - s.Target, ReasonCode = "FAIR_SHARE", Reason = s.Sentence }));
        response.SourcePrices.AddRange(plan.Sources.Select(s => new Wire.SourcePrice { SourceId = s.SourceId, Used = s.Used }));
        return response;
    }

    private static Wire.AllocatedQuantity ToWire(Shipment shipment) => new() { SourceId = shipment.SourceId, DemandId = shipment.DemandId, Quantity = shipment.Quantity };

    private static SupplyProblem Read(Wire.AllocateRequest request)
    {
        var found = new Violations();
        found.Require(request.Sources.Count <= MostNodes, "sources", "count", $"The sources ({request.Sources.Count}) must be at most {MostNodes}. Maybe group them.");
        found.Require(request.Demands.Count <= MostNodes, "demands", "count", $"The demands ({request.Demands.Count}) must be at most {MostNodes}. Maybe group them.");
        found.Require(request.Lanes.Count <= MostLanes, "lanes", "count", $"The lanes ({request.Lanes.Count}) must be at most {MostLanes}. Maybe leave out lanes that are never used.");
        found.ThrowIfAny();

        var problem = new SupplyProblem(
            [.. request.Sources.Select(s => new Core.SupplySource(s.SourceId, s.Label, s.Kind == Wire.SourceKind.Capacity ? Core.SourceKind.Capacity : Core.SourceKind.Stock, s.Available))],
            [.. request.Demands.Select(d => new Core.Demand(d.DemandId, d.Label, d.Quantity, d.Priority == 0 ? 1 : d.Priority, d.UnitValue, d.MinimumFill))],
            [.. request.Lanes.Select(l => new Core.Lane(l.SourceId, l.DemandId, l.UnitCost, l.HasMaximum ? l.Maximum : null))],
            request.PriorityRule == Wire.PriorityRule.ByValue ? Core.PriorityRule.ByValue : Core.PriorityRule.Strict);
        List<Violation> violations =
        [
            .. request.Sources.Where(s => s.SourceId.Length > LongestId).Select(s => TooLong("sources", "source_id", s.SourceId)),
            .. request.Demands.Where(d => d.DemandId.Length > LongestId).Select(d => TooLong("demands", "demand_id", d.DemandId)),
            .. request.Sources.Where(s => !Enum.IsDefined(s.Kind)).Select(s => new Violation($"sources[{s.SourceId}].kind", "unknown-value", $"The kind ({(int)s.Kind}) of source ({s.SourceId}) is not known. Maybe leave it out for stock.")),
            .. request.Demands.Where(d => d.UnitValue < 0).Select(d => new Violation($"demands[{d.DemandId}].unit_value", "negative", FormattableString.Invariant($"The unit value ({d.UnitValue}) of demand ({d.DemandId}) must not be negative. Maybe set it to 0."))),
            .. SupplyProblemValidator.Validate(problem).Where(v => v.Subject != "demands").Select(v => new Violation(FieldOf(v.Subject), v.Code.ToLowerInvariant().Replace('_', '-'), v.Message)),
        ];
        if (!Enum.IsDefined(request.PriorityRule))
            violations.Add(new Violation("priority_rule", "unknown-value", $"The priority rule ({(int)request.PriorityRule}) is not known. Maybe leave it out for STRICT."));
        if (!Enum.IsDefined(request.FairShareRule))
            violations.Add(new Violation("fair_share_rule", "unknown-value", $"The fair share rule ({(int)request.FairShareRule}) is not known. Maybe leave it out."));
        CoreViolations.ThrowListed(violations);
        return problem;
    }

    private static Violation TooLong(string list, string field, string id) =>
        new($"{list}[{id[..16]}...].{field}", "too-long", $"The {field} ({id[..16]}...) has {id.Length} characters and must have at most {LongestId}. Maybe use a key.");

    /// <summary>The core names properties, the wire fields: <c>sources[B].Available</c> is <c>sources[B].available</c>.</summary>
    private static string FieldOf(string subject)
    {
        var at = subject.LastIndexOf("].", StringComparison.Ordinal);
        return at < 0 ? subject : subject[..(at + 2)] + UpperSnake(subject[(at + 2)..]).ToLowerInvariant();
    }

    private static string UpperSnake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
