namespace PlanningEngine.Allocation.Headcount;

/// <summary>A role: what one person of it can do, costs, and how many may be hired.</summary>
/// <param name="Id">Unique among the roles, not empty.</param>
/// <param name="Label">Words for one person, for example "account executive"; empty uses the id.</param>
/// <param name="Productivity">Capacity of one fully productive person per month, 0 .. 1e15.</param>
/// <param name="Ramp">Share of full productivity by month of tenure, 0 .. 1.5 each, from the month of hire on; the last one holds from then on. At least one.</param>
/// <param name="MonthlyAttrition">Share of the people that leaves each month, from 0 to below 1.</param>
/// <param name="HireCost">Money per hire, once.</param>
/// <param name="MonthlyCost">Money per person and month, paid for as long as the person is there.</param>
/// <param name="MostHires">Most hires, one per month, null where there is no limit; null for no limits.</param>
/// <param name="Staff">People that are there at the start of the first month; null for nobody.</param>
/// <param name="Serves">Work the role can do; null: every kind at ratio 1.</param>
public sealed record HeadcountRole(
    string Id,
    string Label,
    double Productivity,
    IReadOnlyList<double> Ramp,
    double MonthlyAttrition,
    double HireCost,
    double MonthlyCost,
    IReadOnlyList<int?>? MostHires = null,
    IReadOnlyList<StaffGroup>? Staff = null,
    IReadOnlyList<WorkRatio>? Serves = null);

/// <summary>People of equal tenure.</summary>
/// <param name="Count">Number of people; full-time equivalents may be fractions.</param>
/// <param name="TenureMonths">Whole months they have been there when the first month starts; 0 is hired in it.</param>
public sealed record StaffGroup(double Count, int TenureMonths);

/// <summary>How well a role does one kind of work.</summary>
/// <param name="WorkId">Id of the work.</param>
/// <param name="Ratio">Capacity for the work per unit of the role's capacity: 1 for its own, 0.6 for a stand-in; above 0, at most 1,000.</param>
public sealed record WorkRatio(string WorkId, double Ratio = 1);
