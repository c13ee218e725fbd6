namespace PlanningEngine.Allocation.Territories;

/// <summary>Conflicts between connected territories and the other rules that need no search: each is a proof.</summary>
/// <remarks>A territory that hangs together lies in one component of the accounts its rep may have, and each component of all accounts is divided among whole territories.</remarks>
internal static class TerritoryIslands
{
    public static void Find(TerritoryModel model, int[][] allowed, List<TerritoryConflict> found)
    {
        if (model.Neighbours is not { } links)
            return;
        for (var rep = 0; rep < model.Reps; rep++)
        {
            var may = Array.ConvertAll(allowed, reps => reps.Contains(rep));
            var islands = Components(links, may);
            if (!Apart(model, rep, islands, allowed, found))
                TooSmall(model, rep, islands, found);
        }

        if (found.Count > 0)
            return;
        var all = Components(links, Array.ConvertAll(allowed, _ => true));
        for (var m = 0; m < model.Measured; m++)
            Divided(model, m, all, found);
    }

    /// <summary>Accounts that only one rep may have, on different islands of what that rep may have.</summary>
    private static bool Apart(TerritoryModel model, int rep, List<int[]> islands, int[][] allowed, List<TerritoryConflict> found)
    {
        var fixedOnes = islands.Select(island => island.FirstOrDefault(account => allowed[account].Length == 1, -1)).Where(account => account >= 0).Select(account => model.Problem.Accounts[account].Id).ToArray();
        if (fixedOnes.Length < 2)
            return false;
        var (name, ids) = (model.Problem.Reps[rep].Id, string.Join(", ", fixedOnes.Take(5)));
        found.Add(new TerritoryConflict(
            $"Only rep {name} may have the accounts {ids}, but no chain of linked accounts that {name} may have joins them: the territory cannot hang together. Maybe add links, release one of them, or let {name} have the accounts between.",
            name, fixedOnes, null));
        return true;
    }

    /// <summary>A rep whose largest island does not reach the lower end of its band.</summary>
    private static void TooSmall(TerritoryModel model, int rep, List<int[]> islands, List<TerritoryConflict> found)
    {
        for (var m = 0; m < model.Measured; m++)
        {
            var largest = islands.Select(island => island.Sum(account => model.Size[m][account])).DefaultIfEmpty(0).Max();
            var target = model.Target[m][rep];
            if (largest >= model.Least[m][rep] - TerritoryConflicts.Slack * target)
                continue;
            var (name, needed) = (model.Problem.Reps[rep].Id, 1 - largest / target);
            found.Add(new TerritoryConflict(
                TerritoryConflicts.Text($"The largest group of linked accounts that rep {name} may have carries a {Word(model, m)} of {largest:0.###}, but its band begins at {model.Least[m][rep]:0.###}. Maybe add links or raise the tolerance to {needed:0.####}."),
                name, [], needed));
        }
    }

    /// <summary>Components that no number of reps can divide among themselves, and more components than reps.</summary>
    private static void Divided(TerritoryModel model, int m, List<int[]> components, List<TerritoryConflict> found)
    {
        var (fewest, most) = (0, 0);
        foreach (var component in components)
        {
            var load = component.Sum(account => model.Size[m][account]);
            var counts = Enumerable.Range(1, model.Reps).Where(count => Needed(model, m, load, count) <= model.Tolerance(m) + TerritoryConflicts.Slack).ToArray();
            if (counts.Length == 0)
            {
                found.Add(Indivisible(model, m, component, load));
                continue;
            }

            (fewest, most) = (fewest + counts[0], most + counts[^1]);
        }

        if (found.Count > 0 || (fewest <= model.Reps && (most >= model.Reps || model.Tolerance(m) >= 1)))
            return;
        found.Add(new TerritoryConflict(
            TerritoryConflicts.Text($"The accounts fall into {components.Count} groups without links between them, which by their {Word(model, m)} can be divided among {fewest} to {most} connected territories, but there are {model.Reps} reps. Maybe add links between the groups or raise the tolerance."),
            null, [.. components.Select(component => model.Problem.Accounts[component[0]].Id)], null));
    }

    private static TerritoryConflict Indivisible(TerritoryModel model, int m, int[] component, double load)
    {
        var needed = Enumerable.Range(1, model.Reps).Min(count => Needed(model, m, load, count));
        var ids = component.Select(account => model.Problem.Accounts[account].Id).ToArray();
        return new TerritoryConflict(
            TerritoryConflicts.Text($"The {component.Length} accounts linked with account {ids[0]} and with no other carry a {Word(model, m)} of {load:0.###}: no number of connected territories within their bands adds up to that. Maybe link them with others or raise the tolerance to {needed:0.####}."),
            null, ids, needed);
    }

    /// <summary>The least tolerance at which a number of territories, whichever they are, can carry a load together.</summary>
    private static double Needed(TerritoryModel model, int m, double load, int count)
    {
        var (smallest, largest) = (model.Target[m].Order().Take(count).Sum(), model.Target[m].OrderDescending().Take(count).Sum());
        return largest == 0 ? load > 0 ? double.PositiveInfinity : 0 : Math.Max(0, Math.Max(smallest > 0 ? 1 - load / smallest : 0, load / largest - 1));
    }

    private static List<int[]> Components(int[][] links, bool[] may)
    {
        var (seen, components, pending) = (new bool[may.Length], new List<int[]>(), new Stack<int>());
        for (var start = 0; start < may.Length; start++)
        {
            if (!may[start] || seen[start])
                continue;
            var component = new List<int>();
            seen[start] = true;
            pending.Push(start);
            while (pending.TryPop(out var account))
            {
                component.Add(account);
                foreach (var next in links[account])
                {
                    if (!may[next] || seen[next])
                        continue;
                    seen[next] = true;
                    pending.Push(next);
                }
            }

            components.Add([.. component.Order()]);
        }

        return components;
    }

    private static string Word(TerritoryModel model, int measure) => model.Measures[measure] == BalanceMeasure.Workload ? "workload" : "potential";
}
