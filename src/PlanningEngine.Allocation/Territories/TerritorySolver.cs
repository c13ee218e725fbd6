using System.Globalization;

namespace PlanningEngine.Allocation.Territories;

/// <summary>Gives accounts to reps with little travel and disruption under balanced territories, and says how far the plan can be from the best one.</summary>
/// <remarks>
/// The linear relaxation gives prices of the balance bands and the bound; simulated annealing guided by these prices gives the plan. The answer depends on the input, the moves and the seed only, unless the
/// token is cancelled. Safe to call from many threads.
/// </remarks>
public static class TerritorySolver
{
    private const int MostMovesPerAccount = 10_000_000;
    private const double WarmHeat = 0.1;
    private const double ReheatHeat = 0.3;
    private const int Reheats = 3;
    private const int SmallProblem = 300;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan so far comes back with its bound, no exception is thrown.</param>
    /// <returns>Status, plan, bound with the prices that prove it, reasons and conflicts.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its required lists is null.</exception>
    public static TerritoryResult Solve(TerritoryProblem problem, TerritorySolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        var violations = TerritoryProblemValidator.Validate(problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
        options ??= new TerritorySolverOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MovesPerAccount, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MovesPerAccount, MostMovesPerAccount, nameof(options));

        var model = new TerritoryModel(problem);
        var conflicts = TerritoryConflicts.Find(model);
        if (conflicts.Any(conflict => conflict.RepId is null && conflict.Tolerance is null))
            return new TerritoryResult(SolveStatus.Infeasible, null, 0, [], [], conflicts);

        var prices = new BalancePrices(model);
        var previous = options.Previous is { } earlier ? EarlierPlan(model, earlier, prices) : null;
        if (conflicts.Count == 0)
            prices.Raise(previous is null ? 1 : WarmHeat, cancellationToken);
        var impossible = conflicts.Count > 0 || prices.Bound > model.LargestCost * (1 + 1e-9);
        var annealing = new TerritoryAnnealing(model, prices, options.Seed);
        var moves = (long)options.MovesPerAccount * model.Accounts / (impossible ? 10 : 1);
        annealing.Run(previous ?? prices.Choice, moves / 2, previous is null ? 1 : WarmHeat, freely: false, cancellationToken);
        var freely = model.Accounts <= SmallProblem;
        for (var reheat = 0; reheat < Reheats; reheat++)
        {
            annealing.Run(
                annealing.Best.Length > 0 ? annealing.Best : annealing.Nearest, moves / (2 * Reheats), freely ? 4 : previous is null ? ReheatHeat : WarmHeat, freely, cancellationToken);
        }

        return Answer(model, prices, annealing, conflicts, impossible);
    }

    private static TerritoryResult Answer(TerritoryModel model, BalancePrices prices, TerritoryAnnealing annealing, IReadOnlyList<TerritoryConflict> conflicts, bool impossible)
    {
        if (annealing.Best.Length == 0)
        {
            var nearest = PlanOf(model, annealing.Nearest);
            var named = conflicts.Count > 0 ? conflicts : [NearestConflict(model, annealing.Nearest, impossible)];
            return new TerritoryResult(
                impossible ? SolveStatus.Infeasible : SolveStatus.NoSolutionFound, nearest, impossible ? 0 : prices.Bound, impossible ? [] : PricesOf(model, prices), [], named);
        }

        var plan = PlanOf(model, annealing.Best);
        var optimal = plan.Cost <= prices.Bound + 1e-9 * Math.Abs(prices.Bound);
        return new TerritoryResult(
            optimal ? SolveStatus.Optimal : SolveStatus.Feasible, plan, prices.Bound, PricesOf(model, prices), new TerritoryExplainer(model, annealing.Best).Explain(), []);
    }

    /// <summary>Rep of each account in an earlier plan, -1 where unknown; its prices are offered.</summary>
    private static int[] EarlierPlan(TerritoryModel model, TerritoryResult earlier, BalancePrices prices)
    {
        var offered = new double[model.Reps * model.Measures.Length];
        foreach (var price in earlier.Prices)
        {
            var m = Array.IndexOf(model.Measures, price.Measure);
            if (m >= 0 && model.RepIndex.TryGetValue(price.RepId, out var rep))
                offered[m * model.Reps + rep] = price.Price;
        }

        prices.Offer(offered);
        var known = (earlier.Plan?.Assignments ?? []).ToDictionary(assignment => assignment.AccountId, assignment => assignment.RepId, StringComparer.Ordinal);
        return [.. model.Problem.Accounts.Select(account => known.TryGetValue(account.Id, out var id) && model.RepIndex.TryGetValue(id, out var rep) ? rep : -1)];
    }

    private static TerritoryPlan PlanOf(TerritoryModel model, int[] at)
    {
        var problem = model.Problem;
        var assignments = at.Select((rep, account) => new TerritoryAssignment(
            problem.Accounts[account].Id,
            problem.Reps[rep].Id,
            model.Travel[account * model.Reps + rep],
            model.Current[account] >= 0 && model.Current[account] != rep ? problem.Accounts[account].MoveCost : 0)).ToArray();
        var members = Enumerable.Range(0, at.Length).ToLookup(account => at[account]);
        var (shares, workload, potential) = (problem.Reps.Sum(rep => rep.Share), problem.Accounts.Sum(account => account.Workload), problem.Accounts.Sum(account => account.Potential));
        var territories = problem.Reps.Select((rep, index) => new RepTerritory(
            rep.Id,
            members[index].Count(),
            members[index].Sum(account => problem.Accounts[account].Workload),
            workload * rep.Share / shares,
            members[index].Sum(account => problem.Accounts[account].Potential),
            potential * rep.Share / shares,
            members[index].Sum(account => assignments[account].Travel))).ToArray();
        var (travel, moves) = (assignments.Sum(assignment => assignment.Travel), assignments.Sum(assignment => assignment.MoveCost));
        return new TerritoryPlan(assignments, territories, travel + moves, travel, moves);
    }

    private static BalancePrice[] PricesOf(TerritoryModel model, BalancePrices prices) =>
        [.. prices.Prices.Select((price, i) => new BalancePrice(model.Problem.Reps[i % model.Reps].Id, model.Measures[i / model.Reps], price)).Where(price => price.Price != 0)];

    /// <summary>What the nearest plan breaks most.</summary>
    private static TerritoryConflict NearestConflict(TerritoryModel model, int[] at, bool impossible)
    {
        var (worst, rep, measure, tolerance) = (double.NegativeInfinity, 0, 0, 0.0);
        for (var m = 0; m < model.Measures.Length; m++)
        {
            var load = new double[model.Reps];
            for (var account = 0; account < at.Length; account++)
                load[at[account]] += model.Size[m][account];
            for (var r = 0; r < model.Reps; r++)
            {
                var away = model.Target[m][r] > 0 ? Math.Abs(load[r] / model.Target[m][r] - 1) : 0;
                if (away - model.Tolerance(m) > worst)
                    (worst, rep, measure, tolerance) = (away - model.Tolerance(m), r, m, away);
            }
        }

        var (name, word) = (model.Problem.Reps[rep].Id, model.Measures[measure] == BalanceMeasure.Workload ? "workload" : "potential");
        var proof = impossible ? "No plan keeps every band, not even when accounts could be divided" : "No plan that keeps every rule was found";
        return worst > 0
            ? new TerritoryConflict(
                string.Create(CultureInfo.InvariantCulture, $"{proof}. In the nearest one rep {name} is {tolerance:P2} away from its {word} target, with a tolerance of {model.Tolerance(measure):P2}. Maybe raise the tolerance to {tolerance:0.####}: the plan shown keeps that."),
                name, [], tolerance)
            : new TerritoryConflict($"{proof}: in the nearest one a territory does not hang together. Maybe add links between its accounts or allow more moves.", null, [], null);
    }
}
