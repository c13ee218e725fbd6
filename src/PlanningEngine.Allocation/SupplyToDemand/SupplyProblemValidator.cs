using System.Globalization;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Finds everything that is wrong with a <see cref="SupplyProblem"/> at once.</summary>
public static class SupplyProblemValidator
{
    /// <summary>Largest quantity or amount of money per unit.</summary>
    public const double Largest = 1e15;

    /// <summary>Least units of a source per unit of a demand; the most are its inverse.</summary>
    internal const double SmallestRatio = 1e-6;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static IReadOnlyList<Violation> Validate(SupplyProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Sources);
        ArgumentNullException.ThrowIfNull(problem.Demands);
        ArgumentNullException.ThrowIfNull(problem.Lanes);
        var found = new List<Violation>();
        if (problem.Demands.Count == 0)
            found.Add(new("EMPTY", "demands", "The demands (0) of the problem must be at least one. Maybe the filter that selected them is too narrow."));
        if (!Enum.IsDefined(problem.Rule))
            found.Add(new("UNKNOWN_RULE", "rule", $"The priority rule ({(int)problem.Rule}) must be Strict or ByValue. Maybe leave it out to get Strict."));
        var sources = CheckSources(problem.Sources, found);
        var demands = CheckDemands(problem.Demands, found);
        CheckLanes(problem.Lanes, sources, demands, found);
        return found;
    }

    private static HashSet<string> CheckSources(IReadOnlyList<SupplySource> sources, List<Violation> found)
    {
        var ids = new HashSet<string>(sources.Count, StringComparer.Ordinal);
        for (var i = 0; i < sources.Count; i++)
        {
            if (!CheckId(sources[i]?.Id, "source", "sources", i, ids, found))
                continue;
            var source = sources[i];
            CheckNumber(source.Available, "available quantity", $"source ({source.Id})", $"sources[{source.Id}].Available", 0, found);
            if (!Enum.IsDefined(source.Kind))
                found.Add(new("UNKNOWN_KIND", $"sources[{source.Id}].Kind", $"The kind ({(int)source.Kind}) of source ({source.Id}) must be Stock or Capacity. Maybe it was not set."));
        }

        return ids;
    }

    private static HashSet<string> CheckDemands(IReadOnlyList<Demand> demands, List<Violation> found)
    {
        var ids = new HashSet<string>(demands.Count, StringComparer.Ordinal);
        for (var i = 0; i < demands.Count; i++)
        {
            if (!CheckId(demands[i]?.Id, "demand", "demands", i, ids, found))
                continue;
            var demand = demands[i];
            var owner = $"demand ({demand.Id})";
            CheckNumber(demand.Quantity, "quantity", owner, $"demands[{demand.Id}].Quantity", 0, found);
            CheckNumber(demand.UnitValue, "unit value", owner, $"demands[{demand.Id}].UnitValue", -Largest, found);
            if (demand.Priority < 1)
                found.Add(new("OUT_OF_RANGE", $"demands[{demand.Id}].Priority", $"The priority ({demand.Priority}) of {owner} must be at least 1, the highest. Maybe priorities were counted from 0."));
            if (!(demand.MinimumFill >= 0 && demand.MinimumFill <= 1))
                found.Add(new("OUT_OF_RANGE", $"demands[{demand.Id}].MinimumFill", $"The minimum fill ({Show(demand.MinimumFill)}) of {owner} must be between 0 and 1. Maybe a percentage was given: 80 % is 0.8."));
        }

        return ids;
    }

    private static void CheckLanes(IReadOnlyList<Lane> lanes, HashSet<string> sources, HashSet<string> demands, List<Violation> found)
    {
        var pairs = new HashSet<(string, string)>(lanes.Count);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (lane is null)
            {
                found.Add(new("EMPTY", $"lanes[{i}]", $"The lane at position {i} must not be null. Maybe drop it."));
                continue;
            }

            var subject = $"lanes[{lane.SourceId}->{lane.DemandId}]";
            var known = CheckEnd(lane.SourceId, "source", subject, i, sources, found) & CheckEnd(lane.DemandId, "demand", subject, i, demands, found);
            var owner = $"lane ({lane.SourceId} -> {lane.DemandId})";
            CheckNumber(lane.UnitCost, "unit cost", owner, subject + ".UnitCost", 0, found);
            if (lane.Maximum is { } maximum)
                CheckNumber(maximum, "maximum", owner, subject + ".Maximum", 0, found);
            if (!(lane.UnitsPerUnit >= SmallestRatio && lane.UnitsPerUnit <= 1 / SmallestRatio))
                found.Add(new("OUT_OF_RANGE", subject + ".UnitsPerUnit", $"The units per unit ({Show(lane.UnitsPerUnit)}) of {owner} must lie between {Show(SmallestRatio)} and {Show(1 / SmallestRatio)}. Maybe leave it at 1."));
            if (known && !pairs.Add((lane.SourceId, lane.DemandId)))
                found.Add(new("DUPLICATE", subject, $"The {owner} must appear once. Maybe merge the two: the cheaper cost, the sum of the maximums."));
        }
    }

    private static bool CheckId(string? id, string kind, string list, int position, HashSet<string> ids, List<Violation> found)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            found.Add(new("EMPTY", $"{list}[{position}].Id", $"The id ({id}) of the {kind} at position {position} must not be empty. Maybe use its key or code."));
            return false;
        }

        if (!ids.Add(id))
            found.Add(new("DUPLICATE", $"{list}[{id}].Id", $"The id ({id}) of the {kind} at position {position} must be unique. Maybe add place and period to it."));
        return true;
    }

    private static bool CheckEnd(string? id, string kind, string subject, int position, HashSet<string> known, List<Violation> found)
    {
        if (id is not null && known.Contains(id))
            return true;
        found.Add(new($"UNKNOWN_{kind.ToUpperInvariant()}", subject, $"The {kind} ({id}) of the lane at position {position} must be one of the {known.Count} {kind}s. Maybe add it or drop the lane."));
        return false;
    }

    private static void CheckNumber(double value, string name, string owner, string subject, double least, List<Violation> found)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            found.Add(new("NOT_FINITE", subject, $"The {name} ({Show(value)}) of {owner} must be a finite number. Maybe a missing value was read as a number."));
        else if (value < least && least == 0)
            found.Add(new("NEGATIVE", subject, $"The {name} ({Show(value)}) of {owner} must not be negative. Maybe set it to 0."));
        else if (value > Largest || value < least)
            found.Add(new("TOO_LARGE", subject, $"The {name} ({Show(value)}) of {owner} must be at most {Show(Largest)} in size. Maybe use a larger unit of measure."));
    }

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
