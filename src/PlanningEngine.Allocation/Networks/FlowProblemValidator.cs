namespace PlanningEngine.Allocation.Networks;

/// <summary>Finds everything that is wrong with a <see cref="FlowProblem"/>; of each rule the first breach and how many there are.</summary>
public static class FlowProblemValidator
{
    /// <summary>Largest sum of supplies, largest capacity, and largest cost times number of nodes.</summary>
    public const long Largest = 1L << 60;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>All violations; empty when it can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its required arrays is null.</exception>
    public static IReadOnlyList<Violation> Validate(FlowProblem problem) => Validate(problem, null);

    /// <summary>Checks a problem, less the arrays it shares with one that was checked.</summary>
    internal static List<Violation> Validate(FlowProblem problem, FlowProblem? isChecked)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Supply);
        ArgumentNullException.ThrowIfNull(problem.From);
        ArgumentNullException.ThrowIfNull(problem.To);
        ArgumentNullException.ThrowIfNull(problem.Cost);
        var found = new List<Violation>();
        CheckLengths(problem, found);
        if (found.Count > 0)
            return found;
        CheckSupplies(problem.Supply, found);
        if (isChecked is null || isChecked.Supply.Length != problem.Supply.Length || isChecked.From != problem.From || isChecked.To != problem.To)
            CheckEnds(problem, found);
        if (isChecked is null || isChecked.Supply.Length != problem.Supply.Length || isChecked.Cost != problem.Cost || isChecked.Capacity != problem.Capacity)
            CheckCostsAndCapacities(problem, found);
        return found;
    }

    private static void CheckLengths(FlowProblem problem, List<Violation> found)
    {
        if (problem.Supply.Length == 0)
            found.Add(new("EMPTY", "Supply", "The nodes (0) of the problem must be at least one. Maybe the network was not read."));
        Length("To", problem.To.Length);
        Length("Cost", problem.Cost.Length);
        if (problem.Capacity is not null)
            Length("Capacity", problem.Capacity.Length);

        void Length(string name, int length)
        {
            if (length != problem.From.Length)
                found.Add(new("LENGTH", name, $"The length ({length}) of {name} must be that of From ({problem.From.Length}). Maybe an arc was left out of one of them."));
        }
    }

    private static void CheckSupplies(long[] supply, List<Violation> found)
    {
        Int128 gives = 0, takes = 0;
        foreach (var units in supply)
            _ = units > 0 ? gives += units : takes -= units;
        if (gives > Largest || takes > Largest)
            found.Add(new("TOO_LARGE", "Supply", $"The sum of supplies ({Int128.Max(gives, takes)}) must be at most 2^60. Maybe use a larger unit of measure."));
        if (gives != takes)
            found.Add(new("UNBALANCED", "Supply", $"The units given ({gives}) and the units taken ({takes}) must be equal. Maybe add a node that gives or takes the rest."));
    }

    private static void CheckEnds(FlowProblem problem, List<Violation> found)
    {
        int first = -1, count = 0, firstLoop = -1, loops = 0;
        for (var arc = 0; arc < problem.From.Length; arc++)
        {
            if ((uint)problem.From[arc] >= (uint)problem.Supply.Length || (uint)problem.To[arc] >= (uint)problem.Supply.Length)
                first = count++ == 0 ? arc : first;
            else if (problem.From[arc] == problem.To[arc])
                firstLoop = loops++ == 0 ? arc : firstLoop;
        }

        if (count > 0)
            found.Add(new("UNKNOWN_NODE", $"arcs[{first}]", $"The ends ({problem.From[first]} -> {problem.To[first]}) of arc {first} must be nodes 0 to {problem.Supply.Length - 1}{AndMore(count)}. Maybe nodes were counted from 1."));
        if (loops > 0)
            found.Add(new("LOOP", $"arcs[{firstLoop}]", $"The ends ({problem.From[firstLoop]} -> {problem.To[firstLoop]}) of arc {firstLoop} must differ{AndMore(loops)}. Maybe leave it out: it moves nothing."));
    }

    private static void CheckCostsAndCapacities(FlowProblem problem, List<Violation> found)
    {
        var largestCost = Largest / (problem.Supply.Length + 1) - 1;
        Int128 gaining = 0;
        int costly = -1, costlyCount = 0, bad = -1, badCount = 0, unbounded = -1, unboundedCount = 0;
        for (var arc = 0; arc < problem.Cost.Length; arc++)
        {
            var cost = problem.Cost[arc];
            if (cost > largestCost || cost < -largestCost)
                costly = costlyCount++ == 0 ? arc : costly;
            if (problem.Capacity is { } capacity && capacity[arc] is < 0 or > Largest)
                bad = badCount++ == 0 ? arc : bad;
            if (cost < 0 && problem.Capacity is null)
                unbounded = unboundedCount++ == 0 ? arc : unbounded;
            gaining += cost < 0 && problem.Capacity is not null ? problem.Capacity[arc] : 0;
        }

        if (costlyCount > 0)
            found.Add(new("TOO_LARGE", $"arcs[{costly}].Cost", $"The cost ({problem.Cost[costly]}) of arc {costly} must be at most {largestCost} in size{AndMore(costlyCount)}. Maybe use a larger unit of money."));
        if (badCount > 0)
            found.Add(new("OUT_OF_RANGE", $"arcs[{bad}].Capacity", $"The capacity ({problem.Capacity![bad]}) of arc {bad} must be between 0 and 2^60{AndMore(badCount)}. Maybe leave capacities out where there is no limit."));
        if (gaining > Largest)
            found.Add(new("TOO_LARGE", "Capacity", $"The sum of capacities ({gaining}) of the arcs with a negative cost must be at most 2^60. Maybe use a larger unit of measure."));
        if (unboundedCount > 0)
            found.Add(new("UNBOUNDED", $"arcs[{unbounded}].Cost", $"The cost ({problem.Cost[unbounded]}) of arc {unbounded} must not be negative, since it has no capacity{AndMore(unboundedCount)}. Maybe give capacities."));
    }

    private static string AndMore(int count) => count == 1 ? "" : $", and {count - 1} more arcs like it";
}
