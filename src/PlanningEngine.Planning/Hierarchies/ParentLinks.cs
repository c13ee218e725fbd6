namespace PlanningEngine.Planning.Hierarchies;

/// <summary>Checks on a child-to-parent mapping before it is taken for a tree.</summary>
public static class ParentLinks
{
    /// <summary>Finds every cycle.</summary>
    /// <param name="parents">Parent code by code; null or empty at a root; parents that are no key end a path.</param>
    /// <returns>The members of each cycle in path order from the ordinally smallest code; cycles in order of that code.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> FindCycles(IReadOnlyDictionary<string, string?> parents)
    {
        ArgumentNullException.ThrowIfNull(parents);
        var visitedIn = new Dictionary<string, int>(StringComparer.Ordinal);
        var cycles = new List<IReadOnlyList<string>>();
        var walk = 0;
        foreach (var start in parents.Keys.Order(StringComparer.Ordinal))
        {
            walk++;
            var code = start;
            while (!string.IsNullOrEmpty(code) && parents.TryGetValue(code, out var parent) && visitedIn.TryAdd(code, walk))
                code = parent;
            if (!string.IsNullOrEmpty(code) && parents.ContainsKey(code) && visitedIn[code] == walk)
                cycles.Add(MembersFrom(parents, code));
        }

        return [.. cycles.OrderBy(c => c[0], StringComparer.Ordinal)];
    }

    private static List<string> MembersFrom(IReadOnlyDictionary<string, string?> parents, string entry)
    {
        var members = new List<string> { entry };
        for (var code = parents[entry]!; code != entry; code = parents[code]!)
            members.Add(code);
        var smallest = members.IndexOf(members.Min(StringComparer.Ordinal)!);
        return [.. members.Skip(smallest), .. members.Take(smallest)];
    }
}
