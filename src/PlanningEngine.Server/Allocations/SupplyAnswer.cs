using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Server.Hosting.Grpc;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Allocations;

/// <summary>Answers of the solvers of supply to demand as the wire says them.</summary>
internal static class SupplyAnswer
{
    public static Wire.AllocateResponse Write(SupplyResult result, SupplyRequest request)
    {
        var response = new Wire.AllocateResponse { State = SolveStates.Of(result.Status), Conflicts = { result.Conflicts.Select(c => c.Sentence) }, MinimumFillConflicts = { result.Conflicts.Select(SupplyConflicts.Write) } };
        if (result is not { Plan: { } plan, Certificate: { } certificate, Explanation: { } explanation })
            return response;
        Tell(response, plan, plan.NetValue + certificate.Gap, request);
        response.Shortages.AddRange(explanation.Shortages.Select(ToWire));
        response.SourcePrices.AddRange(SupplyPrices.Sources(plan, explanation.SourceValues, linear: false));
        response.DemandPrices.AddRange(SupplyPrices.Demands(plan, explanation.DemandValues));
        response.LanePrices.AddRange(explanation.LaneValues.Select(SupplyPrices.Lane));
        response.RefusedLanes.AddRange(explanation.RefusedLanes.Select(l => new Wire.RefusedLane { SourceId = l.SourceId, DemandId = l.DemandId, ReducedCost = l.ReducedCost, Rank = l.Rank }));
        return response;
    }

    public static Wire.AllocateResponse Write(SplitResult result, SupplyRequest request)
    {
        var response = new Wire.AllocateResponse
        {
            State = SolveStates.Of(result.Status),
            Conflicts = { result.Conflicts.Select(c => FormattableString.Invariant($"The minimum fill of demand {c.DemandId} cannot be met under the split limits. Maybe relax it by {c.Quantity:0.###}.")) },
        };
        if (result.Plan is not { } plan)
            return response;
        Tell(response, plan, result.Bound, request);
        response.Shortages.AddRange(result.Shortages.Select(ToWire));
        response.SourcePrices.AddRange(SupplyPrices.Sources(plan, result.LinearPrices, linear: true));
        return response;
    }

    public static Wire.AllocateResponse Write(FairShareResult result, SupplyRequest request)
    {
        var response = new Wire.AllocateResponse { State = SolveStates.Of(result.Status), Conflicts = { result.Conflicts.Select(c => c.Sentence) }, MinimumFillConflicts = { result.Conflicts.Select(SupplyConflicts.Write) } };
        if (result.Plan is not { } plan)
            return response;
        Tell(response, plan, plan.NetValue, request);
        response.Shortages.AddRange(result.Shares.Where(s => s.Sentence.Length > 0).Select(s => new Wire.Shortage { DemandId = s.DemandId, Unmet = s.Quantity - s.Target, ReasonCode = "FAIR_SHARE", Reason = s.Sentence }));
        response.SourcePrices.AddRange(plan.Sources.Select(s => new Wire.SourcePrice { SourceId = s.SourceId, Used = s.Used }));
        return response;
    }

    public static Wire.AllocatedQuantity ToWire(Shipment shipment) => new() { SourceId = shipment.SourceId, DemandId = shipment.DemandId, Quantity = shipment.Quantity, Taken = shipment.Taken };

    private static void Tell(Wire.AllocateResponse response, SupplyPlan plan, double bound, SupplyRequest request)
    {
        (response.Objective, response.Bound) = (plan.NetValue, bound);
        response.Allocations.AddRange(request.Dated is null ? plan.Shipments.Select(ToWire) : request.Dated.Arrivals(plan).Select(ToWire));
    }

    private static Wire.AllocatedQuantity ToWire(DatedShipment dated)
    {
        var wire = ToWire(dated.Shipment);
        wire.Arrival = new Wire.Arrival { Period = dated.Arrives, PeriodsLate = dated.PeriodsLate, Product = dated.Product };
        return wire;
    }

    private static Wire.Shortage ToWire(ShortageReason reason) => new()
    {
        DemandId = reason.DemandId,
        Unmet = reason.Quantity,
        ReasonCode = WireNames.Code(reason.Code),
        Reason = reason.Sentence,
        ShadowPrice = reason.UnitWorth ?? 0,
    };
}
