using System.Globalization;

namespace PlanningEngine.Allocation.Territories;

/// <summary>Conflicts that can be seen without a search: each is a proof that no plan keeps every rule.</summary>
internal static class TerritoryConflicts
{
    /// <summary>Loads that differ by less than this part of the target are equal: sums are not exact.</summary>
    public const double Slack = 1e-9;

    public static IReadOnlyList<TerritoryConflict> Find(TerritoryModel model)
    {
        var found = new List<TerritoryConflict>();
        var allowed = Enumerable.Range(0, model.Accounts).Select(account => Enumerable.Range(0, model.Reps).Where(rep => double.IsFinite(model.Cost[account * model.Reps + rep])).ToArray()).ToArray();
        for (var account = 0; account < model.Accounts; account++)
        {
            if (allowed[account].Length == 0)
            {
                var id = model.Problem.Accounts[account].Id;
                found.Add(new TerritoryConflict($"No rep may have account {id}. Maybe lift its lock or one of its forbidden pairs, or give a travel cost for it.", null, [id], null));
            }
        }

        for (var m = 0; m < model.Measured; m++)
        {
            for (var rep = 0; rep < model.Reps; rep++)
                Compare(model, m, rep, allowed, found);
            TooLarge(model, m, allowed, found);
        }

        for (var m = 0; m < model.Measured && found.Count == 0 && model.Measured > 1; m++)
            TerritoryMisfits.Find(model, full: m, wanting: 1 - m, allowed, found);
        TerritoryIslands.Find(model, allowed, found);
        return found;
    }

    /// <summary>What a rep must have against the upper end of its band, and what it can have against the lower.</summary>
    private static void Compare(TerritoryModel model, int m, int rep, int[][] allowed, List<TerritoryConflict> found)
    {
        var (must, can, fixedAccounts) = (0.0, 0.0, new List<string>());
        for (var account = 0; account < model.Accounts; account++)
        {
            if (!allowed[account].Contains(rep))
                continue;
            can += model.Size[m][account];
            if (allowed[account].Length > 1)
                continue;
            must += model.Size[m][account];
            fixedAccounts.Add(model.Problem.Accounts[account].Id);
        }

        var (name, target, slack) = (model.Problem.Reps[rep].Id, model.Target[m][rep], Slack * model.Target[m][rep]);
        var word = model.Measures[m] == BalanceMeasure.Workload ? "workload" : "potential";
        if (must > model.Most[m][rep] + slack)
        {
            var needed = must / target - 1;
            found.Add(new TerritoryConflict(
                Text($"The {fixedAccounts.Count} accounts that only rep {name} may have carry a {word} of {must:0.###}, but its band ends at {model.Most[m][rep]:0.###}. Maybe raise the tolerance to {needed:0.####} or release {must - model.Most[m][rep]:0.###} of them."),
                name, fixedAccounts, needed));
        }

        if (can < model.Least[m][rep] - slack)
        {
            var needed = 1 - can / target;
            found.Add(new TerritoryConflict(
                Text($"All accounts that rep {name} may have carry a {word} of {can:0.###}, but its band begins at {model.Least[m][rep]:0.###}. Maybe raise the tolerance to {needed:0.####} or allow it {model.Least[m][rep] - can:0.###} more."),
                name, [], needed));
        }
    }

    /// <summary>Accounts that are larger than the band of every rep who may have them.</summary>
    private static void TooLarge(TerritoryModel model, int m, int[][] allowed, List<TerritoryConflict> found)
    {
        for (var account = 0; account < model.Accounts; account++)
        {
            var size = model.Size[m][account];
            if (allowed[account].Length < 2 || allowed[account].Any(rep => size <= model.Most[m][rep] * (1 + Slack)))
                continue;
            var needed = allowed[account].Min(rep => size / model.Target[m][rep]) - 1;
            var (id, word) = (model.Problem.Accounts[account].Id, model.Measures[m] == BalanceMeasure.Workload ? "workload" : "potential");
            found.Add(new TerritoryConflict(
                Text($"Account {id} alone has a {word} of {size:0.###}, above the band of every rep who may have it. Maybe raise the tolerance to {needed:0.####} or divide the account."),
                null, [id], double.IsFinite(needed) ? needed : null));
        }
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
