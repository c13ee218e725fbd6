namespace PlanningEngine.Allocation.Budgets;

/// <summary>Finds everything that is wrong with a <see cref="BudgetProblem"/> at once.</summary>
public static class BudgetProblemValidator
{
    /// <summary>Most groups within groups.</summary>
    public const int MostNesting = 64;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or its items are null.</exception>
    public static IReadOnlyList<Violation> Validate(BudgetProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Items);
        var check = new InputCheck();
        check.Number(problem.Budget, "budget", "the problem", "budget");
        check.Require(problem.Items.Count > 0, "EMPTY", "items", $"The items (0) of the problem must be at least one. Maybe the filter that selected them is too narrow.");
        var groups = CheckGroups(problem.Groups ?? [], check);
        var ids = new HashSet<string>(problem.Items.Count, StringComparer.Ordinal);
        for (var i = 0; i < problem.Items.Count; i++)
        {
            if (!check.Id(problem.Items[i]?.Id, "item", "items", i, ids))
                continue;
            var item = problem.Items[i];
            var (subject, owner) = ($"items[{item.Id}]", $"item ({item.Id})");
            if (check.Require(item.Curve is not null, "EMPTY", subject + ".Curve", $"The curve of {owner} must not be null. Maybe fit one to its history."))
                item.Curve!.Check(check, owner, subject + ".Curve");
            Bounds(item.Least, item.Most, owner, subject, check);
            if (item.GroupId is { } group)
                check.Require(groups.Contains(group), "UNKNOWN_GROUP", subject + ".GroupId", $"The group ({group}) of {owner} must be one of the {groups.Count} groups. Maybe add it.");
        }

        return check.Found;
    }

    private static HashSet<string> CheckGroups(IReadOnlyList<BudgetGroup> groups, InputCheck check)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var parents = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < groups.Count; i++)
        {
            if (!check.Id(groups[i]?.Id, "group", "groups", i, ids))
                continue;
            parents[groups[i].Id] = groups[i].ParentId;
            Bounds(groups[i].Least, groups[i].Most, $"group ({groups[i].Id})", $"groups[{groups[i].Id}]", check);
        }

        foreach (var (id, parent) in parents)
        {
            if (parent is not null && check.Require(ids.Contains(parent), "UNKNOWN_GROUP", $"groups[{id}].ParentId", $"The parent ({parent}) of group ({id}) must be one of the {ids.Count} groups. Maybe add it."))
                check.Require(!Deep(id, parents), "CYCLE", $"groups[{id}].ParentId", $"The group ({id}) must not be part of itself, nor of more than {MostNesting} groups. Maybe a parent was entered the wrong way round.");
        }

        return ids;
    }

    /// <summary>Whether the way up from a group is longer than nesting may be, or never ends.</summary>
    private static bool Deep(string id, Dictionary<string, string?> parents)
    {
        string? at = id;
        for (var depth = 0; depth < MostNesting && at is not null; depth++)
            at = parents.GetValueOrDefault(at);
        return at is not null;
    }

    private static void Bounds(double least, double? most, string owner, string subject, InputCheck check)
    {
        var right = check.Number(least, "least amount", owner, subject + ".Least") & (most is null || check.Number(most.Value, "most amount", owner, subject + ".Most"));
        check.Require(!right || most is null || least <= most, "CROSSED_BOUNDS", subject, $"The least amount ({least:R}) of {owner} must not exceed its most ({most:R}). Maybe the two were exchanged.");
    }
}
