namespace PlanningEngine.Allocation.Territories;

/// <summary>Accounts that no territory can hold within both bands: what else it must hold for the one measure brings too much of the other.</summary>
/// <remarks>With the account in it, a territory needs more of the wanting measure. The accounts that bring it with the least of the full measure, the last one divided, are a bound (Dantzig 1957).</remarks>
internal static class TerritoryMisfits
{
    public static void Find(TerritoryModel model, int full, int wanting, int[][] allowed, List<TerritoryConflict> found)
    {
        var byRep = Enumerable.Range(0, model.Reps).Select(rep => Enumerable.Range(0, model.Accounts)
            .Where(account => double.IsFinite(model.Cost[account * model.Reps + rep]) && model.Size[wanting][account] > 0)
            .OrderBy(account => model.Size[full][account] / model.Size[wanting][account]).ToArray()).ToArray();
        for (var account = 0; account < model.Accounts; account++)
        {
            var needed = double.PositiveInfinity;
            foreach (var rep in allowed[account])
            {
                needed = Math.Min(needed, Least(model, full, wanting, account, rep, byRep[rep]) / model.Target[full][rep] - 1);
                if (needed <= model.Tolerance(full) + TerritoryConflicts.Slack)
                    break;
            }

            if (needed > model.Tolerance(full) + TerritoryConflicts.Slack && double.IsFinite(needed))
                found.Add(Conflict(model, full, wanting, account, needed));
        }
    }

    /// <summary>The least load of the full measure of a territory with the account.</summary>
    private static double Least(TerritoryModel model, int full, int wanting, int account, int rep, int[] byRatio)
    {
        var (load, missing) = (model.Size[full][account], model.Least[wanting][rep] - model.Size[wanting][account]);
        for (var i = 0; i < byRatio.Length && missing > 0; i++)
        {
            if (byRatio[i] == account)
                continue;
            var part = Math.Min(1, missing / model.Size[wanting][byRatio[i]]);
            load += part * model.Size[full][byRatio[i]];
            missing -= part * model.Size[wanting][byRatio[i]];
        }

        return missing > TerritoryConflicts.Slack * model.Target[wanting][rep] ? double.PositiveInfinity : load;
    }

    private static TerritoryConflict Conflict(TerritoryModel model, int full, int wanting, int account, double needed)
    {
        var (id, word, other) = (model.Problem.Accounts[account].Id, Word(model, full), Word(model, wanting));
        return new TerritoryConflict(
            TerritoryConflicts.Text($"Account {id} has a {word} of {model.Size[full][account]:0.###}: whatever a rep takes with it to reach the {other} band brings its {word} to {needed:P2} above the target or more, with a tolerance of {model.Tolerance(full):P2}. Maybe raise that tolerance to {needed:0.####} or divide the account."),
            null, [id], needed);
    }

    private static string Word(TerritoryModel model, int measure) => model.Measures[measure] == BalanceMeasure.Workload ? "workload" : "potential";
}
