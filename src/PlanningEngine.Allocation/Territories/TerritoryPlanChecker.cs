using System.Globalization;

namespace PlanningEngine.Allocation.Territories;

/// <summary>Verifies an answer from the problem alone: that the plan keeps every rule, costs what it says, and that the prices prove the bound.</summary>
/// <remarks>
/// It shares no code with the solver but the validation. Weak duality: for any prices, no plan costs less than the sum over accounts of the least priced cost, less what the prices charge for the
/// ends of the bands. Loads are compared to a millionth of a percent of the target, costs to 1e-9 of themselves.
/// </remarks>
public static class TerritoryPlanChecker
{
    private const double Tolerance = 1e-8;

    /// <summary>Checks an answer.</summary>
    /// <param name="problem">A valid problem.</param>
    /// <param name="result">The answer to it.</param>
    /// <returns>Everything that is wrong; empty when the answer holds.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<Violation> Check(TerritoryProblem problem, TerritoryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var invalid = TerritoryProblemValidator.Validate(problem);
        if (invalid.Count > 0)
            throw new InvalidProblemException(invalid);
        var found = new List<Violation>();
        if (result.Status is SolveStatus.Infeasible or SolveStatus.NoSolutionFound)
            return result.Conflicts.Count > 0 ? found : [new("NO_REASON", "conflicts", $"The conflicts (0) of status {result.Status} must name a reason. Maybe the answer was cut.")];
        if (result.Plan is not { } plan)
            return [new("NO_PLAN", "plan", $"The plan of status {result.Status} must not be null. Maybe the answer was cut.")];
        if (!EachAccountOnce(problem, plan, found))
            return found;
        var repOf = plan.Assignments.ToDictionary(assignment => assignment.AccountId, assignment => assignment.RepId, StringComparer.Ordinal);
        Costs(problem, plan, repOf, found);
        Bands(problem, repOf, found);
        Connection(problem, repOf, found);
        Bound(problem, result, plan.Cost, found);
        return found;
    }

    private static bool EachAccountOnce(TerritoryProblem problem, TerritoryPlan plan, List<Violation> found)
    {
        var (accounts, reps) = (problem.Accounts.Select(account => account.Id).ToHashSet(StringComparer.Ordinal), problem.Reps.Select(rep => rep.Id).ToHashSet(StringComparer.Ordinal));
        foreach (var assignment in plan.Assignments)
        {
            if (!accounts.Remove(assignment.AccountId) || !reps.Contains(assignment.RepId))
                found.Add(new("WRONG_PAIR", $"assignments[{assignment.AccountId}]", $"The account ({assignment.AccountId}) with rep ({assignment.RepId}) must be known and assigned once. Maybe the plan belongs to another problem."));
        }

        foreach (var missing in accounts)
            found.Add(new("UNASSIGNED", $"assignments[{missing}]", $"The account ({missing}) must have a rep. Maybe the plan was cut."));
        return found.Count == 0;
    }

    private static void Costs(TerritoryProblem problem, TerritoryPlan plan, Dictionary<string, string> repOf, List<Violation> found)
    {
        var cost = CostOfPairs(problem);
        var total = 0.0;
        foreach (var account in problem.Accounts)
        {
            if (cost(account, repOf[account.Id]) is not { } paid)
                found.Add(new("FORBIDDEN", $"assignments[{account.Id}]", $"The account ({account.Id}) must not go to rep ({repOf[account.Id]}). Maybe a lock or a forbidden pair was overlooked."));
            else
                total += paid;
        }

        if (found.Count == 0 && Math.Abs(total - plan.Cost) > 1e-9 * Math.Max(1, total))
            found.Add(new("WRONG_COST", "plan.Cost", $"The cost ({Show(plan.Cost)}) must be {Show(total)}. Maybe it was added up from other pairs."));
    }

    /// <summary>Cost of a pair, or null where it must not be.</summary>
    private static Func<Account, string, double?> CostOfPairs(TerritoryProblem problem)
    {
        var given = problem.Travel?.ToDictionary(travel => (travel.AccountId, travel.RepId), travel => travel.Cost);
        var forbidden = (problem.Forbidden ?? []).Select(pair => (pair.AccountId, pair.RepId)).ToHashSet();
        var reps = problem.Reps.ToDictionary(rep => rep.Id, StringComparer.Ordinal);
        return (account, repId) =>
        {
            if (forbidden.Contains((account.Id, repId)) || (account.LockedRepId is { } locked && locked != repId))
                return null;
            var travel = 0.0;
            if (given is null)
                travel = account.Visits * Length(problem.Distances, account, reps[repId]);
            else if (!given.TryGetValue((account.Id, repId), out travel))
                return null;
            return travel + (account.CurrentRepId is { } current && current != repId ? account.MoveCost : 0);
        };
    }

    private static double Length(DistanceKind kind, Account account, Rep rep)
    {
        if (kind == DistanceKind.Planar)
            return double.Hypot(account.X - rep.X, account.Y - rep.Y);
        // The angle between the two directions from the centre of the earth.
        var (a, b) = (Direction(account.X, account.Y), Direction(rep.X, rep.Y));
        var cross = double.Hypot(double.Hypot(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z), a.X * b.Y - a.Y * b.X);
        return 6371.0088 * Math.Atan2(cross, a.X * b.X + a.Y * b.Y + a.Z * b.Z);
    }

    private static (double X, double Y, double Z) Direction(double longitude, double latitude)
    {
        var (east, north) = (longitude * Math.PI / 180, latitude * Math.PI / 180);
        return (Math.Cos(north) * Math.Cos(east), Math.Cos(north) * Math.Sin(east), Math.Sin(north));
    }

    private static void Bands(TerritoryProblem problem, Dictionary<string, string> repOf, List<Violation> found)
    {
        foreach (var measure in Balanced(problem))
        {
            var load = problem.Reps.ToDictionary(rep => rep.Id, _ => 0.0, StringComparer.Ordinal);
            foreach (var account in problem.Accounts)
                load[repOf[account.Id]] += SizeOf(account, measure);
            foreach (var rep in problem.Reps)
            {
                var (least, most, target) = BandOf(problem, rep, measure);
                if (load[rep.Id] > most + Tolerance * target || load[rep.Id] < least - Tolerance * target)
                    found.Add(new("OUT_OF_BAND", $"territories[{rep.Id}]", $"The {measure} ({Show(load[rep.Id])}) of rep ({rep.Id}) must be between {Show(least)} and {Show(most)}. Maybe an account was moved afterwards."));
            }
        }
    }

    private static void Connection(TerritoryProblem problem, Dictionary<string, string> repOf, List<Violation> found)
    {
        if (problem.Links is not { } links)
            return;
        // Union of the accounts along links inside a territory: what is left as roots are its pieces.
        var parent = problem.Accounts.ToDictionary(account => account.Id, account => account.Id, StringComparer.Ordinal);
        string Root(string id)
        {
            while (parent[id] != id)
                id = parent[id] = parent[parent[id]];
            return id;
        }

        foreach (var link in links)
        {
            if (repOf[link.FirstId] == repOf[link.SecondId])
                parent[Root(link.FirstId)] = Root(link.SecondId);
        }

        foreach (var pieces in problem.Accounts.Select(account => Root(account.Id)).Distinct().GroupBy(root => repOf[root]).Where(group => group.Count() > 1))
            found.Add(new("NOT_CONNECTED", $"territories[{pieces.Key}]", $"The territory of rep ({pieces.Key}) has {pieces.Count()} pieces and must hang together. Maybe a link is missing."));
    }

    private static void Bound(TerritoryProblem problem, TerritoryResult result, double planCost, List<Violation> found)
    {
        if (!TerritoryBoundChecker.Proves(problem, result, BandOf, CostOfPairs(problem), result.Bound - 1e-7 * Math.Max(1, Math.Abs(result.Bound)), PlanIsConnected))
            found.Add(new("UNPROVEN_BOUND", "bound", $"The bound ({Show(result.Bound)}) must be at most what its proof shows. Maybe a price was lost."));
        if (planCost < result.Bound - 1e-7 * Math.Max(1, Math.Abs(result.Bound)))
            found.Add(new("BOUND_ABOVE_COST", "bound", $"The cost ({Show(planCost)}) must not be below the bound ({Show(result.Bound)}). Maybe a band or a cost differs."));
        if (result.Status == SolveStatus.Optimal && planCost > result.Bound + 1e-7 * Math.Max(1, planCost))
            found.Add(new("NOT_OPTIMAL", "status", $"The cost ({Show(planCost)}) of an optimal plan must equal the bound ({Show(result.Bound)}). Maybe the status is Feasible."));

        bool PlanIsConnected(Dictionary<string, string> repOf)
        {
            var broken = new List<Violation>();
            Connection(problem, repOf, broken);
            return broken.Count == 0;
        }
    }

    private static BalanceMeasure[] Balanced(TerritoryProblem problem) =>
        problem.PotentialTolerance is null ? [BalanceMeasure.Workload] : [BalanceMeasure.Workload, BalanceMeasure.Potential];

    private static double SizeOf(Account account, BalanceMeasure measure) => measure == BalanceMeasure.Workload ? account.Workload : account.Potential;

    private static (double Least, double Most, double Target) BandOf(TerritoryProblem problem, Rep rep, BalanceMeasure measure)
    {
        var target = rep.Share * problem.Accounts.Sum(account => SizeOf(account, measure)) / problem.Reps.Sum(other => other.Share);
        var tolerance = measure == BalanceMeasure.Workload ? problem.WorkloadTolerance : problem.PotentialTolerance ?? 0;
        return (target * Math.Max(0, 1 - tolerance), target * (1 + tolerance), target);
    }

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
