namespace PlanningEngine.Allocation.Headcount;

/// <summary>What people can do and cost month by month: ramp times survival.</summary>
internal sealed class CapacityTable
{
    private readonly HeadcountProblem _problem;

    public CapacityTable(HeadcountProblem problem)
    {
        _problem = problem;
        var months = problem.Months.Count;
        OfHire = [.. problem.Roles.Select(role => Enumerable.Range(0, months).Select(tenure => role.Productivity * Ramp(role, tenure) * Survival(role, tenure)).ToArray())];
        OfStaff = [.. problem.Roles.Select(role => Enumerable.Range(0, months).Select(month => Capacity(role, month)).ToArray())];
        CostOfHire = [.. problem.Roles.Select(role => Enumerable.Range(0, months).Select(month => role.HireCost + (role.MonthlyCost * PersonMonths(role, months - month))).ToArray())];
        CostOfStaff = problem.Roles.Sum(role => (role.Staff ?? []).Sum(group => group.Count) * role.MonthlyCost * PersonMonths(role, months));
        Ratio = [.. problem.Roles.Select(role => problem.Work.Select(work => RatioOf(role, work)).ToArray())];
    }

    /// <summary>[role][months since the hire]: expected capacity of one hire.</summary>
    public double[][] OfHire { get; }

    /// <summary>[role][month]: expected capacity of the staff that is there already.</summary>
    public double[][] OfStaff { get; }

    /// <summary>[role][month of hire]: money for one hire until the end of the plan.</summary>
    public double[][] CostOfHire { get; }

    /// <summary>Money for the staff that is there already.</summary>
    public double CostOfStaff { get; }

    /// <summary>[role][work]: ratio, 0 where the role cannot do the work.</summary>
    public double[][] Ratio { get; }

    /// <summary>Capacity of a role in a month under the given hires by month.</summary>
    public double Of(int role, int month, IReadOnlyList<int> hires)
    {
        var capacity = OfStaff[role][month];
        for (var hired = 0; hired <= month; hired++)
            capacity += hires[hired] * OfHire[role][month - hired];
        return capacity;
    }

    /// <summary>Expected people of a role in a month under the given hires by month.</summary>
    public double People(int role, int month, IReadOnlyList<int> hires)
    {
        var of = _problem.Roles[role];
        var people = (of.Staff ?? []).Sum(group => group.Count) * Survival(of, month);
        for (var hired = 0; hired <= month; hired++)
            people += hires[hired] * Survival(of, month - hired);
        return people;
    }

    /// <summary>Most hires of a role in a month: its own limit and that of all roles.</summary>
    public double MostHires(int role, int month) =>
        Math.Min(_problem.Roles[role].MostHires?[month] ?? double.PositiveInfinity, _problem.MostHires?[month] ?? double.PositiveInfinity);

    public static double Ramp(HeadcountRole role, int tenure) => role.Ramp[Math.Min(tenure, role.Ramp.Count - 1)];

    private static double Survival(HeadcountRole role, int months) => Math.Pow(1 - role.MonthlyAttrition, months);

    private static double PersonMonths(HeadcountRole role, int months) => Enumerable.Range(0, months).Sum(k => Survival(role, k));

    private static double Capacity(HeadcountRole role, int month) =>
        (role.Staff ?? []).Sum(group => group.Count * Ramp(role, (int)Math.Min((long)group.TenureMonths + month, int.MaxValue))) * role.Productivity * Survival(role, month);

    private static double RatioOf(HeadcountRole role, HeadcountWork work) =>
        role.Serves is null ? 1 : role.Serves.FirstOrDefault(ratio => ratio.WorkId == work.Id)?.Ratio ?? 0;
}
