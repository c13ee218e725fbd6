namespace PlanningEngine.Allocation.Headcount;

/// <summary>Whom to hire, and when, so that the capacity needed each month is there at least cost.</summary>
/// <remarks>People are counted as expected values: of ten hires at 2 % monthly attrition 9.8 are there a month later. Hires are whole numbers.</remarks>
/// <param name="Months">Words for the months in their order, for example "May 2026"; at least one, at most 120.</param>
/// <param name="Work">What capacity is needed for; at least one.</param>
/// <param name="Roles">Roles that staff is in and that can be hired; at least one.</param>
/// <param name="MostHires">Most hires of all roles together, one per month, null where there is no limit; null for no limits.</param>
public sealed record HeadcountProblem(
    IReadOnlyList<string> Months,
    IReadOnlyList<HeadcountWork> Work,
    IReadOnlyList<HeadcountRole> Roles,
    IReadOnlyList<int?>? MostHires = null);

/// <summary>A kind of work that capacity is needed for.</summary>
/// <param name="Id">Unique among the kinds of work, not empty.</param>
/// <param name="Label">Words for it, for example "field sales"; empty uses the id.</param>
/// <param name="Required">Capacity needed, one per month, 0 .. 1e15, in the unit of <see cref="HeadcountRole.Productivity"/>.</param>
/// <param name="ShortfallCost">Money per unit of capacity missing in a month; null: the requirement is hard.</param>
public sealed record HeadcountWork(string Id, string Label, IReadOnlyList<double> Required, double? ShortfallCost = null);
