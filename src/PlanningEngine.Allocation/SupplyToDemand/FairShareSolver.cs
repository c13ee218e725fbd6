namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Shares what is scarce fairly: shares first, then the cheapest plan that serves them.</summary>
/// <remarks>
/// Priorities go one after the other, the highest first (all together under <see cref="PriorityRule.ByValue"/>); unit values decide nothing. Minimum fills hold for all priorities from the start. The largest share
/// that all open demands can have is found by Newton's method on minimum cuts (Megiddo 1974; Radzik 1998): a share that is too large names a set of sources and lanes that cannot give it, and the
/// share this set can give is tried next. It ends with a share that fits and the demands held back by the last cut; under <see cref="FairShareRule.MaxMin"/> those are settled and the rest goes on. Quantities are whole steps of the
/// problem's grid, refined a thousandfold where it fits: a share is met to one step.
/// </remarks>
public static class FairShareSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="cancellationToken">Stops the solve without a plan.</param>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static FairShareResult Solve(SupplyProblem problem, FairShareRule rule, CancellationToken cancellationToken = default)
    {
        var violations = SupplyProblemValidator.Validate(problem);
        if (!Enum.IsDefined(rule))
            violations = [.. violations, new Violation("UNKNOWN_RULE", "rule", $"The fair share rule ({(int)rule}) must be Proportional or MaxMin. Maybe it was not set.")];
        // Shares in a generalised flow are no polymatroid: raising the smallest can take more than it gives.
        if (problem.Lanes.Any(lane => lane is not null && lane.UnitsPerUnit != 1))
            violations = [.. violations, new Violation("NOT_SUPPORTED", "lanes", "The lanes must take unit for unit (units per unit of 1) under a fair share. Maybe state sources in the units of the demands.")];
        InputCheck.ThrowIfAny(violations);
        var filling = new WaterFilling(SupplyNetwork.Build(problem), cancellationToken);
        if (!filling.MinimumsFit())
            return cancellationToken.IsCancellationRequested ? Stopped(filling) : new FairShareResult(SolveStatus.Infeasible, [], null, SupplySolver.Solve(problem, null, cancellationToken).Conflicts, filling.Solves);
        foreach (var priority in filling.Network.Rank.Distinct().OrderDescending())
            filling.Fill(priority, rule);
        if (cancellationToken.IsCancellationRequested)
            return Stopped(filling);

        var shares = problem.Demands.Select((demand, i) => Share(filling, demand, i)).ToArray();
        var targets = problem with { Demands = [.. problem.Demands.Select((demand, i) => demand with { Quantity = shares[i].Target, MinimumFill = 0, Priority = 1, UnitValue = 0 })], Rule = PriorityRule.Strict };
        var served = SupplySolver.Solve(targets, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0 }, cancellationToken);
        return served is { Status: SolveStatus.Optimal, Plan: { } plan } ? new FairShareResult(SolveStatus.Optimal, shares, ForQuantities(problem, plan), [], filling.Solves + 1) : Stopped(filling);
    }

    private static FairShareResult Stopped(WaterFilling filling) => new(SolveStatus.NoSolutionFound, [], null, [], filling.Solves);

    private static DemandShare Share(WaterFilling filling, Demand demand, int position)
    {
        if (demand.Quantity == 0)
            return new DemandShare(demand.Id, 0, 0, 1, "");
        var place = filling.Network.Demands.Place[position];
        var (target, limit) = place < 0 ? (0, "its quantity is too small next to the others of the problem") : filling.TargetOf(place);
        if (target >= demand.Quantity || (place >= 0 && limit.Length == 0))
            return new DemandShare(demand.Id, demand.Quantity, demand.Quantity, 1, "");
        var subject = PlannerWords.Demand(demand);
        var share = target / demand.Quantity;
        return new DemandShare(demand.Id, demand.Quantity, target, share,
            FormattableString.Invariant($"D{subject[1..]} gets {PlannerWords.Quantity(target)} of {PlannerWords.Quantity(demand.Quantity)}, a share of {100 * share:0.#} %, because {limit}."));
    }

    /// <summary>The plan for the targets, told for the quantities that were wanted.</summary>
    private static SupplyPlan ForQuantities(SupplyProblem problem, SupplyPlan plan)
    {
        var demands = problem.Demands.Zip(plan.Demands, (demand, planned) => planned with
        {
            Quantity = demand.Quantity,
            Unmet = Math.Max(0, demand.Quantity - planned.Served),
            Required = demand.MinimumFill * demand.Quantity,
        }).ToArray();
        var value = problem.Demands.Zip(demands).Sum(pair => pair.First.UnitValue * pair.Second.Served);
        return plan with { Demands = demands, Unmet = demands.Sum(demand => demand.Unmet), NetValue = value - plan.Cost };
    }
}
