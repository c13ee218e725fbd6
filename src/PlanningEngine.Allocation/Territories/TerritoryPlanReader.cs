using System.Globalization;

namespace PlanningEngine.Allocation.Territories;

/// <summary>Turns what was found into the records of an answer.</summary>
internal static class TerritoryPlanReader
{
    public static TerritoryPlan PlanOf(TerritoryModel model, int[] at)
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

    public static BalancePrice[] PricesOf(TerritoryModel model, BalancePrices prices) =>
        [.. prices.Prices.Select((price, i) => new BalancePrice(model.Problem.Reps[i % model.Reps].Id, model.Measures[i / model.Reps], price)).Where(price => price.Price != 0)];

    /// <summary>What the nearest plan breaks most.</summary>
    /// <param name="model">The problem.</param>
    /// <param name="at">Rep of each account.</param>
    /// <param name="reason">Why there is no plan.</param>
    public static TerritoryConflict NearestConflict(TerritoryModel model, int[] at, string reason)
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
        return worst > 0
            ? new TerritoryConflict(
                string.Create(CultureInfo.InvariantCulture, $"{reason}. In the nearest one rep {name} is {tolerance:P2} away from its {word} target, with a tolerance of {model.Tolerance(measure):P2}. Maybe raise the tolerance to {tolerance:0.####}: the plan shown keeps that."),
                name, [], tolerance)
            : new TerritoryConflict($"{reason}: in the nearest one a territory does not hang together. Maybe add links between its accounts or allow more moves.", null, [], null);
    }
}
