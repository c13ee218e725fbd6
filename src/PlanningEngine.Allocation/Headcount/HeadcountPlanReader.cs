namespace PlanningEngine.Allocation.Headcount;

/// <summary>Reads the plan off a solved model; everything but the whole hires is computed anew from them.</summary>
internal static class HeadcountPlanReader
{
    /// <summary>Share of a requirement that may be missing unnoticed: the solver's tolerance.</summary>
    public const double Tolerance = 1e-6;

    public static HeadcountPlan Read(HeadcountProblem problem, CapacityTable table, HeadcountModel model)
    {
        var hires = model.Hires();
        var (roles, works, months) = (problem.Roles.Count, problem.Work.Count, problem.Months.Count);
        var planned = new List<PlannedHires>();
        var ofRoles = new List<RoleMonth>(roles * months);
        var given = new double[works, months];
        for (var month = 0; month < months; month++)
        {
            for (var role = 0; role < roles; role++)
            {
                var id = problem.Roles[role].Id;
                if (hires[role][month] > 0)
                    planned.Add(new(id, month, hires[role][month], hires[role][month] * table.CostOfHire[role][month]));
                var capacity = table.Of(role, month, hires[role]);
                ofRoles.Add(new(id, month, table.People(role, month, hires[role]), capacity));
                for (var work = 0; work < works; work++)
                    given[work, month] += model.Given(role, work, month, capacity);
            }
        }

        var (ofWork, shortfallCost) = (new List<WorkMonth>(works * months), 0.0);
        for (var work = 0; work < works; work++)
        {
            for (var month = 0; month < months; month++)
            {
                var required = problem.Work[work].Required[month];
                var missing = Math.Max(0, required - given[work, month]);
                if (missing <= Tolerance * Math.Max(1, required))
                    missing = 0;
                ofWork.Add(new(problem.Work[work].Id, month, required, given[work, month], missing));
                shortfallCost += missing * (problem.Work[work].ShortfallCost ?? 0);
            }
        }

        return new(planned, ofRoles, ofWork, planned.Sum(hire => hire.Cost), shortfallCost, table.CostOfStaff);
    }
}
