using Google.Protobuf.Collections;
using PlanningEngine.Allocation.Headcount;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.Headcount;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Headcount;

/// <summary>Solves the caller's own headcount problem.</summary>
internal static class StatelessHeadcount
{
    private const int MostRoles = 100;
    private const int MostWork = 100;
    private const int NoLimit = -1;

    /// <summary>Checks and solves; a cancelled token ends the solve with the best answer so far.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.PlanHeadcountResponse Answer(Wire.PlanHeadcountRequest request, CancellationToken cancellationToken)
    {
        var sizes = new Violations();
        sizes.Require(request.Roles.Count <= MostRoles, "roles", "count", $"The roles ({request.Roles.Count}) must be at most {MostRoles}. Maybe group them.");
        sizes.Require(request.Work.Count <= MostWork, "work", "count", $"The kinds of work ({request.Work.Count}) must be at most {MostWork}. Maybe group them.");
        sizes.ThrowIfAny();
        var problem = Read(request);
        CoreViolations.ThrowIfAny(HeadcountProblemValidator.Validate(problem), [.. problem.Work.Select(w => ("work", w.Id)), .. problem.Roles.Select(r => ("roles", r.Id))]);
        return Write(HeadcountSolver.Solve(problem, cancellationToken: cancellationToken));
    }

    private static HeadcountProblem Read(Wire.PlanHeadcountRequest request) => new(
        request.Months,
        [.. request.Work.Select(w => new Core.HeadcountWork(w.WorkId, w.Label, w.Required, w.HasShortfallCost ? w.ShortfallCost : null))],
        [
            .. request.Roles.Select(r => new Core.HeadcountRole(
                r.RoleId, r.Label, r.Productivity, r.Ramp.Count == 0 ? [1] : r.Ramp, r.MonthlyAttrition, r.HireCost, r.MonthlyCost, Limits(r.MostHires),
                [.. r.Staff.Select(s => new StaffGroup(s.Count, s.TenureMonths))],
                r.Serves.Count == 0 ? null : [.. r.Serves.Select(s => new WorkRatio(s.WorkId, s.HasRatio ? s.Ratio : 1))])),
        ],
        Limits(request.MostHires));

    private static int?[]? Limits(RepeatedField<int> limits) =>
        limits.Count == 0 ? null : [.. limits.Select(limit => limit == NoLimit ? (int?)null : limit)];

    private static Wire.PlanHeadcountResponse Write(HeadcountResult result)
    {
        var response = new Wire.PlanHeadcountResponse
        {
            State = SolveStates.Of(result.Status),
            Prices = { result.Prices.Select(Price) },
            Reasons = { result.Reasons.Select(r => new Wire.HeadcountReason { ReasonCode = r.Code, Subject = r.Subject, Month = r.Month, Reason = r.Sentence }) },
            Conflicts =
            {
                result.Conflicts.Select(c => new Wire.HeadcountConflict { WorkId = c.WorkId, Month = c.Month, Required = c.Required, Reachable = c.Reachable, Relaxation = c.Relaxation, Conflict = c.Sentence }),
            },
        };
        if (result.Plan is not { } plan)
            return response;
        (response.Objective, response.Bound, response.StaffCost) = (plan.Objective, result.Bound, plan.StaffCost);
        response.Hires.AddRange(plan.Hires.Select(h => new Wire.PlannedHires { RoleId = h.RoleId, Month = h.Month, Count = h.Count, Cost = h.Cost }));
        response.RoleMonths.AddRange(plan.Roles.Select(r => new Wire.HeadcountRoleMonth { RoleId = r.RoleId, Month = r.Month, People = r.People, Capacity = r.Capacity }));
        response.WorkMonths.AddRange(plan.Work.Select(w => new Wire.HeadcountWorkMonth { WorkId = w.WorkId, Month = w.Month, Required = w.Required, Capacity = w.Capacity, Shortfall = w.Shortfall }));
        return response;
    }

    private static Wire.HeadcountPrice Price(CapacityPrice price)
    {
        var wire = new Wire.HeadcountPrice { WorkId = price.WorkId, Month = price.Month, LinearPrice = price.LinearPrice };
        if (price.OneMore is { } more)
            wire.OneMore = more;
        if (price.OneLess is { } less)
            wire.OneLess = less;
        return wire;
    }
}
