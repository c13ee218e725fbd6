namespace PlanningEngine.Allocation.Headcount;

/// <summary>Hires of one role in one month.</summary>
/// <param name="RoleId">Id of the role.</param>
/// <param name="Month">Index of the month, from 0.</param>
/// <param name="Count">People hired, greater than 0.</param>
/// <param name="Cost">Money until the end of the plan: the hires and their expected months.</param>
public sealed record PlannedHires(string RoleId, int Month, int Count, double Cost);

/// <summary>One role in one month.</summary>
/// <param name="RoleId">Id of the role.</param>
/// <param name="Month">Index of the month, from 0.</param>
/// <param name="People">People expected to be there, hires of the month included.</param>
/// <param name="Capacity">Their capacity, after ramp and attrition.</param>
public sealed record RoleMonth(string RoleId, int Month, double People, double Capacity);

/// <summary>One kind of work in one month.</summary>
/// <param name="WorkId">Id of the work.</param>
/// <param name="Month">Index of the month, from 0.</param>
/// <param name="Required">Capacity required.</param>
/// <param name="Capacity">Capacity given to it, what is to spare included.</param>
/// <param name="Shortfall">Capacity missing: 0 when it is less than a millionth of the requirement.</param>
public sealed record WorkMonth(string WorkId, int Month, double Required, double Capacity, double Shortfall);

/// <summary>Whom to hire when.</summary>
/// <param name="Hires">Positive hires, by month, then in the order of the roles.</param>
/// <param name="Roles">Every role in every month.</param>
/// <param name="Work">Every kind of work in every month.</param>
/// <param name="HireCost">Money for the hires until the end of the plan.</param>
/// <param name="ShortfallCost">Money for capacity missing, where that has a cost.</param>
/// <param name="StaffCost">Money for the staff that is there already; no decision changes it, and it is not in the objective.</param>
public sealed record HeadcountPlan(
    IReadOnlyList<PlannedHires> Hires,
    IReadOnlyList<RoleMonth> Roles,
    IReadOnlyList<WorkMonth> Work,
    double HireCost,
    double ShortfallCost,
    double StaffCost)
{
    /// <summary>What the plan minimises: hires and shortfalls.</summary>
    public double Objective => HireCost + ShortfallCost;
}
