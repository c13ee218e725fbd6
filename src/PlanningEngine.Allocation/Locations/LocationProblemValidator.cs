using PlanningEngine.Allocation.Assignment;

namespace PlanningEngine.Allocation.Locations;

/// <summary>Finds everything that is wrong with a <see cref="LocationProblem"/> at once.</summary>
public static class LocationProblemValidator
{
    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static IReadOnlyList<Violation> Validate(LocationProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Distance);
        ArgumentNullException.ThrowIfNull(problem.Demand);
        ArgumentNullException.ThrowIfNull(problem.Capacity);
        var found = new List<Violation>();
        if (!AssignmentProblemValidator.CheckSizes(problem.Sites, problem.Customers, ("sites", "customers"), found))
            return found;
        if (problem.MostOpen < 1 || problem.MostOpen > problem.Sites)
            found.Add(new("OUT_OF_RANGE", "mostOpen", $"The most open sites ({problem.MostOpen}) must be between 1 and the number of sites ({problem.Sites}). Maybe set it to the number of territories wanted."));
        var whole = AssignmentProblemValidator.CheckCount(problem.Distance, problem.Sites * problem.Customers, "distance", "one per site and customer", found);
        whole &= AssignmentProblemValidator.CheckCount(problem.Demand, problem.Customers, "demand", "one per customer", found);
        whole &= AssignmentProblemValidator.CheckCount(problem.Capacity, problem.Sites, "capacity", "one per site", found);
        if (!whole)
            return found;
        AssignmentProblemValidator.CheckRange(problem.Distance, "distance", found);
        AssignmentProblemValidator.CheckRange(problem.Demand, "demand", found);
        AssignmentProblemValidator.CheckRange(problem.Capacity, "capacity", found);
        if (found.Count == 0 && (double)problem.Distance.Max() * problem.Customers > AssignmentProblemValidator.Largest)
            found.Add(new("TOO_LARGE", "distance", $"The largest distance ({problem.Distance.Max()}) times the customers ({problem.Customers}) must be at most {AssignmentProblemValidator.Largest}. Maybe use a larger unit of length."));
        return found;
    }
}
