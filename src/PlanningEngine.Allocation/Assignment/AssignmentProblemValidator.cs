using System.Globalization;

namespace PlanningEngine.Allocation.Assignment;

/// <summary>Finds everything that is wrong with an <see cref="AssignmentProblem"/> at once.</summary>
public static class AssignmentProblemValidator
{
    /// <summary>Largest load or capacity, and largest total of costs.</summary>
    public const long Largest = 1_000_000_000_000_000;

    /// <summary>Largest cost of one pair in size.</summary>
    public const long LargestCost = 1_000_000_000_000;

    private const int MostPairs = 50_000_000;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static IReadOnlyList<Violation> Validate(AssignmentProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Cost);
        ArgumentNullException.ThrowIfNull(problem.Load);
        ArgumentNullException.ThrowIfNull(problem.Capacity);
        var found = new List<Violation>();
        if (!Enum.IsDefined(problem.Goal))
            found.Add(new("UNKNOWN_GOAL", "goal", $"The goal ({(int)problem.Goal}) must be Minimise or Maximise. Maybe leave it out to get Minimise."));
        if (!CheckSizes(problem.Agents, problem.Jobs, ("agents", "jobs"), found))
            return found;
        var pairs = problem.Agents * problem.Jobs;
        var whole = CheckCount(problem.Cost, pairs, "cost", "one per agent and job", found);
        whole &= CheckCount(problem.Load, pairs, "load", "one per agent and job", found);
        whole &= CheckCount(problem.Capacity, problem.Agents, "capacity", "one per agent", found);
        if (!whole)
            return found;
        CheckCosts(problem, found);
        CheckRange(problem.Load, "load", found);
        CheckRange(problem.Capacity, "capacity", found);
        return found;
    }

    /// <summary>Checks that both sides are there and that their pairs can be held.</summary>
    internal static bool CheckSizes(int first, int second, (string First, string Second) names, List<Violation> found)
    {
        var before = found.Count;
        if (first < 1)
            found.Add(new("EMPTY", names.First, $"The {names.First} ({first}) must be at least one. Maybe the filter that selected them is too narrow."));
        if (second < 1)
            found.Add(new("EMPTY", names.Second, $"The {names.Second} ({second}) must be at least one. Maybe the filter that selected them is too narrow."));
        if (first > 0 && second > 0 && (long)first * second > MostPairs)
            found.Add(new("TOO_LARGE", names.First, $"The pairs ({(long)first * second}) of {names.First} and {names.Second} must be at most {MostPairs}. Maybe divide the problem by region."));
        return found.Count == before;
    }

    /// <summary>Checks the length of a list.</summary>
    internal static bool CheckCount(IReadOnlyList<long> list, int count, string name, string meaning, List<Violation> found)
    {
        if (list.Count == count)
            return true;
        found.Add(new("WRONG_COUNT", name, $"The {name} has {list.Count} numbers and must have {count}, {meaning}. Maybe rows and columns were swapped or cut."));
        return false;
    }

    /// <summary>Checks that numbers lie between 0 and <see cref="Largest"/>.</summary>
    internal static void CheckRange(IReadOnlyList<long> list, string name, List<Violation> found)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] < 0)
                found.Add(new("NEGATIVE", Subject(name, i), $"The {name} ({list[i]}) at position {i} must not be negative. Maybe set it to 0."));
            else if (list[i] > Largest)
                found.Add(new("TOO_LARGE", Subject(name, i), $"The {name} ({list[i]}) at position {i} must be at most {Largest}. Maybe use a larger unit of measure."));
        }
    }

    private static void CheckCosts(AssignmentProblem problem, List<Violation> found)
    {
        var largest = new double[problem.Jobs];
        for (var i = 0; i < problem.Cost.Count; i++)
        {
            var size = Math.Abs((double)problem.Cost[i]);
            largest[i % problem.Jobs] = Math.Max(largest[i % problem.Jobs], size);
            if (size > LargestCost)
                found.Add(new("TOO_LARGE", Subject("cost", i), $"The cost ({problem.Cost[i]}) at position {i} must be at most {LargestCost} in size. Maybe use a larger unit of money, or a smaller number for what is forbidden."));
        }

        if (largest.Sum() > Largest)
            found.Add(new("TOO_LARGE", "cost", $"The largest costs of all jobs add up to {largest.Sum().ToString("R", CultureInfo.InvariantCulture)} and must be at most {Largest}. Maybe use a larger unit of money."));
    }

    private static string Subject(string name, int position) => string.Create(CultureInfo.InvariantCulture, $"{name}[{position}]");
}
