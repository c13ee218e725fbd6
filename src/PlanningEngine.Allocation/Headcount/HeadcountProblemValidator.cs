namespace PlanningEngine.Allocation.Headcount;

/// <summary>Finds everything that is wrong with a <see cref="HeadcountProblem"/> at once.</summary>
public static class HeadcountProblemValidator
{
    /// <summary>Most months of a problem.</summary>
    public const int MostMonths = 120;

    /// <summary>Largest limit on hires.</summary>
    public const int LargestHires = 1_000_000;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its required lists is null.</exception>
    public static IReadOnlyList<Violation> Validate(HeadcountProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Months);
        ArgumentNullException.ThrowIfNull(problem.Work);
        ArgumentNullException.ThrowIfNull(problem.Roles);
        var check = new InputCheck();
        var months = problem.Months.Count;
        check.Require(months is > 0 and <= MostMonths, "OUT_OF_RANGE", "months", $"The months ({months}) of the problem must be between 1 and {MostMonths}. Maybe plan a shorter time, or use quarters.");
        check.Require(problem.Work.Count > 0, "EMPTY", "work", $"The kinds of work (0) must be at least one. Maybe name one kind that all roles do.");
        check.Require(problem.Roles.Count > 0, "EMPTY", "roles", $"The roles (0) must be at least one. Maybe the filter that selected them is too narrow.");
        Limits(problem.MostHires, "all roles together", "mostHires", months, check);
        var work = CheckWork(problem.Work, months, check);
        CheckRoles(problem.Roles, work, months, check);
        return check.Found;
    }

    private static HashSet<string> CheckWork(IReadOnlyList<HeadcountWork> work, int months, InputCheck check)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < work.Count; i++)
        {
            if (!check.Id(work[i]?.Id, "work", "work", i, ids))
                continue;
            var (subject, owner) = ($"work[{work[i].Id}]", $"work ({work[i].Id})");
            if (Length(work[i].Required?.Count ?? 0, "capacities required", owner, subject + ".Required", months, check))
            {
                for (var month = 0; month < months; month++)
                    check.Number(work[i].Required![month], $"capacity required in month {month + 1}", owner, $"{subject}.Required[{month}]");
            }

            if (work[i].ShortfallCost is { } cost)
                check.Number(cost, "cost of shortfall", owner, subject + ".ShortfallCost");
        }

        return ids;
    }

    private static void CheckRoles(IReadOnlyList<HeadcountRole> roles, HashSet<string> work, int months, InputCheck check)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < roles.Count; i++)
        {
            if (!check.Id(roles[i]?.Id, "role", "roles", i, ids))
                continue;
            var role = roles[i];
            var (subject, owner) = ($"roles[{role.Id}]", $"role ({role.Id})");
            check.Number(role.Productivity, "productivity", owner, subject + ".Productivity");
            check.Number(role.HireCost, "cost of a hire", owner, subject + ".HireCost");
            check.Number(role.MonthlyCost, "monthly cost", owner, subject + ".MonthlyCost");
            check.Require(role.MonthlyAttrition is >= 0 and < 1, "OUT_OF_RANGE", subject + ".MonthlyAttrition",
                $"The monthly attrition ({role.MonthlyAttrition:R}) of {owner} must be at least 0 and below 1. Maybe a percentage was given: 2 % is 0.02.");
            check.Require(role.Ramp is { Count: > 0 }, "EMPTY", subject + ".Ramp", $"The ramp of {owner} must have at least one month. Maybe use a single 1 for people who are productive at once.");
            for (var k = 0; k < (role.Ramp?.Count ?? 0); k++)
                check.Number(role.Ramp![k], $"ramp in month {k} of tenure", owner, $"{subject}.Ramp[{k}]", 0, 1.5);
            Limits(role.MostHires, owner, subject + ".MostHires", months, check);
            CheckStaff(role, owner, subject, check);
            CheckServes(role, owner, subject, work, check);
        }
    }

    private static void CheckStaff(HeadcountRole role, string owner, string subject, InputCheck check)
    {
        for (var k = 0; k < (role.Staff?.Count ?? 0); k++)
        {
            var group = role.Staff![k];
            if (!check.Require(group is not null, "EMPTY", $"{subject}.Staff[{k}]", $"The staff at position {k} of {owner} must not be null. Maybe drop it."))
                continue;
            check.Number(group!.Count, "count of staff", owner, $"{subject}.Staff[{k}].Count");
            check.Require(group.TenureMonths >= 0, "NEGATIVE", $"{subject}.Staff[{k}].TenureMonths", $"The tenure ({group.TenureMonths}) of staff of {owner} must not be negative. Maybe the people start later: plan them as hires.");
        }
    }

    private static void CheckServes(HeadcountRole role, string owner, string subject, HashSet<string> work, InputCheck check)
    {
        var served = new HashSet<string>(StringComparer.Ordinal);
        for (var k = 0; k < (role.Serves?.Count ?? 0); k++)
        {
            var ratio = role.Serves![k];
            var at = $"{subject}.Serves[{k}]";
            if (!check.Require(ratio?.WorkId is { } id && work.Contains(id), "UNKNOWN_WORK", at, $"The work ({ratio?.WorkId}) that {owner} serves must be one of the {work.Count} kinds of work. Maybe add it."))
                continue;
            check.Require(served.Add(ratio!.WorkId), "DUPLICATE", at, $"The work ({ratio.WorkId}) must appear once in {owner}. Maybe keep the larger ratio.");
            check.Require(ratio.Ratio is > 0 and <= 1000, "OUT_OF_RANGE", at + ".Ratio", $"The ratio ({ratio.Ratio:R}) of {owner} for work ({ratio.WorkId}) must be above 0 and at most 1000. Maybe leave the work out where the role cannot do it.");
        }
    }

    private static void Limits(IReadOnlyList<int?>? limits, string owner, string subject, int months, InputCheck check)
    {
        if (limits is null || !Length(limits.Count, "limits on hires", owner, subject, months, check))
            return;
        for (var month = 0; month < months; month++)
            check.Require(limits[month] is not (< 0 or > LargestHires), "OUT_OF_RANGE", $"{subject}[{month}]", $"The limit on hires ({limits[month]}) of {owner} in month {month + 1} must lie between 0 and {LargestHires}. Maybe leave it out for no limit.");
    }

    private static bool Length(int count, string name, string owner, string subject, int months, InputCheck check) =>
        check.Require(count == months, "LENGTH", subject, $"The {name} ({count}) of {owner} must be one per month ({months}). Maybe a month is missing.");
}
