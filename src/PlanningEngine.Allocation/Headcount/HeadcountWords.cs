using System.Globalization;

namespace PlanningEngine.Allocation.Headcount;

/// <summary>Numbers, months, work and roles as a planner reads them, in the invariant format.</summary>
internal sealed class HeadcountWords(HeadcountProblem problem)
{
    public static string Number(double value) => value.ToString("#,0.0##", CultureInfo.InvariantCulture);

    public static string Money(double value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);

    public string Work(int work) => Named(problem.Work[work].Label, problem.Work[work].Id);

    public string ForWork(int work) => problem.Work.Count == 1 ? "" : $" for {Work(work)}";

    public string Role(int role) => Named(problem.Roles[role].Label, problem.Roles[role].Id);

    /// <summary>How many may be hired until the month, in words.</summary>
    public string EvenWith(CapacityTable table, int work, int month)
    {
        var roles = Enumerable.Range(0, problem.Roles.Count).Where(role => table.Ratio[role][work] > 0).ToArray();
        var allowed = Enumerable.Range(0, month + 1)
            .Select(at => Math.Min(problem.MostHires?[at] ?? double.PositiveInfinity, roles.Sum(role => table.MostHires(role, at)))).ToArray();
        if (roles.Length == 0)
            return "since no role does this work";
        if (allowed.Sum() == 0)
            return "since no hires are allowed";
        if (double.IsPositiveInfinity(allowed.Sum()))
            return "however many are hired";
        return allowed.All(count => count == allowed[0])
            ? FormattableString.Invariant($"even with all {allowed[0]:0} hires allowed each month")
            : FormattableString.Invariant($"even with all {allowed.Sum():0} hires allowed until then");
    }

    /// <summary>The role whose latest hires are furthest from full productivity, in words; empty when all are there.</summary>
    public string AsRamped(CapacityTable table, int work, int month)
    {
        var hired = Math.Max(0, month - 1);
        var slowest = problem.Roles.Where((_, role) => table.Ratio[role][work] > 0 && table.MostHires(role, hired) > 0)
            .OrderBy(role => CapacityTable.Ramp(role, month - hired)).FirstOrDefault();
        return slowest is null || CapacityTable.Ramp(slowest, month - hired) >= 1 ? ""
            : $", as those hired in {problem.Months[hired]} are ramped {Percent(CapacityTable.Ramp(slowest, month - hired))} by then";
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    private static string Named(string label, string id) => string.IsNullOrWhiteSpace(label) ? id : label;
}
