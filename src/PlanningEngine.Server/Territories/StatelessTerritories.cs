using PlanningEngine.Allocation.Territories;
using PlanningEngine.Forecasting;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.Territories;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Territories;

/// <summary>Solves the caller's own territory problem.</summary>
internal static class StatelessTerritories
{
    private const int MostAccounts = 50_000;
    private const int MostReps = 2_000;
    private const int MostPairs = 5_000_000;
    private const int MostMoves = 1_000_000;

    /// <summary>Checks and solves; a cancelled token ends the solve with the best answer so far.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.AlignTerritoriesResponse Answer(Wire.AlignTerritoriesRequest request, CancellationToken cancellationToken)
    {
        CheckSizes(request);
        var problem = Read(request);
        CoreViolations.ThrowIfAny(TerritoryProblemValidator.Validate(problem), [.. problem.Accounts.Select(a => ("accounts", a.Id)), .. problem.Reps.Select(r => ("reps", r.Id))]);
        var byDefault = new TerritorySolverOptions();
        var options = byDefault with { Seed = request.Seed, MovesPerAccount = request.MovesPerAccount == 0 ? byDefault.MovesPerAccount : request.MovesPerAccount };
        return Write(problem, TerritorySolver.Solve(problem, options, cancellationToken));
    }

    private static void CheckSizes(Wire.AlignTerritoriesRequest request)
    {
        var sizes = new Violations();
        sizes.Require(request.Accounts.Count <= MostAccounts, "accounts", "count", $"The accounts ({request.Accounts.Count}) must be at most {MostAccounts}. Maybe divide them by region.");
        sizes.Require(request.Reps.Count <= MostReps, "reps", "count", $"The reps ({request.Reps.Count}) must be at most {MostReps}. Maybe divide them by region.");
        sizes.Require(request.Travel.Count <= MostPairs, "travel", "count", $"The travel costs ({request.Travel.Count}) must be at most {MostPairs}. Maybe leave out pairs that are never used.");
        sizes.Require(request.Forbidden.Count <= MostPairs, "forbidden", "count", $"The forbidden pairs ({request.Forbidden.Count}) must be at most {MostPairs}. Maybe list the possible pairs as travel costs instead.");
        sizes.Require(request.Links.Count <= MostPairs, "links", "count", $"The links ({request.Links.Count}) must be at most {MostPairs}. Maybe keep those of direct neighbours.");
        sizes.Require(request.MovesPerAccount is >= 0 and <= MostMoves, "moves_per_account", "out-of-range", $"The moves_per_account ({request.MovesPerAccount}) must be between 0 and {MostMoves}. Maybe leave it out.");
        sizes.ThrowIfAny();
    }

    private static TerritoryProblem Read(Wire.AlignTerritoriesRequest request) => new(
        [
            .. request.Accounts.Select(a => new Account(
                a.AccountId, a.Workload, a.Potential, a.X, a.Y, NullIfEmpty(a.CurrentRepId), NullIfEmpty(a.LockedRepId), a.MoveCost, a.HasVisits ? a.Visits : 1, a.Label)),
        ],
        [.. request.Reps.Select(r => new Rep(r.RepId, r.X, r.Y, r.HasShare ? r.Share : 1, r.Label))],
        request.HasWorkloadTolerance ? request.WorkloadTolerance : 0.05,
        request.HasPotentialTolerance ? request.PotentialTolerance : null,
        request.Travel.Count == 0 ? null : [.. request.Travel.Select(t => new TravelCost(t.AccountId, t.RepId, t.Cost))],
        request.Distances switch
        {
            Wire.TerritoryDistance.Unspecified or Wire.TerritoryDistance.Planar => DistanceKind.Planar,
            Wire.TerritoryDistance.GreatCircle => DistanceKind.GreatCircle,
            var unknown => (DistanceKind)(int)unknown,
        },
        [.. request.Forbidden.Select(p => new AccountRep(p.AccountId, p.RepId))],
        request.Links.Count == 0 ? null : [.. request.Links.Select(l => new AccountLink(l.FirstId, l.SecondId))]);

    private static string? NullIfEmpty(string id) => id.Length == 0 ? null : id;

    private static Wire.AlignTerritoriesResponse Write(TerritoryProblem problem, TerritoryResult result)
    {
        var response = new Wire.AlignTerritoriesResponse
        {
            State = SolveStates.Of(result.Status),
            Bound = result.Bound,
            Prices = { result.Prices.Select(p => new Wire.TerritoryPrice { RepId = p.RepId, Measure = p.Measure == BalanceMeasure.Workload ? Wire.TerritoryMeasure.Workload : Wire.TerritoryMeasure.Potential, LinearPrice = p.Price }) },
            Conflicts = { result.Conflicts.Select(Conflict) },
            Warnings =
            {
                new[] { ProbablePercent.Warning("workload_tolerance", problem.WorkloadTolerance), ProbablePercent.Warning("potential_tolerance", problem.PotentialTolerance ?? 0) }.OfType<string>(),
            },
        };
        if (result.Plan is not { } plan)
            return response;
        response.Objective = plan.Cost;
        if (double.IsFinite(result.Gap))
            response.Gap = result.Gap;
        for (var i = 0; i < plan.Assignments.Count; i++)
            response.Assignments.Add(Assignment(problem.Accounts[i], plan.Assignments[i], result.Reasons.Count > i ? result.Reasons[i] : null));
        response.Loads.AddRange(plan.Territories.Select(t => new Wire.TerritoryLoad
        {
            RepId = t.RepId,
            Accounts = t.Accounts,
            Workload = t.Workload,
            WorkloadTarget = t.WorkloadTarget,
            Potential = t.Potential,
            PotentialTarget = t.PotentialTarget,
            Travel = t.Travel,
        }));
        return response;
    }

    private static Wire.TerritoryAssignment Assignment(Account account, Core.TerritoryAssignment assignment, AccountReason? reason) => new()
    {
        AccountId = assignment.AccountId,
        RepId = assignment.RepId,
        Moved = account.CurrentRepId is { } current && current != assignment.RepId,
        Travel = assignment.Travel,
        MoveCost = assignment.MoveCost,
        ReasonCode = reason is null ? "" : WireNames.Code(reason.Code),
        Reason = reason?.Sentence ?? "",
    };

    private static Wire.TerritoryConflict Conflict(Core.TerritoryConflict conflict)
    {
        var wire = new Wire.TerritoryConflict { Conflict = conflict.Sentence, RepId = conflict.RepId ?? "", AccountIds = { conflict.AccountIds } };
        if (conflict.Tolerance is { } tolerance)
            wire.Tolerance = tolerance;
        return wire;
    }
}
