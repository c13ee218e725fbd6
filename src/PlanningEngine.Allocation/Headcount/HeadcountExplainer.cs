namespace PlanningEngine.Allocation.Headcount;

/// <summary>Says what each hire is for, and why what is missing is missing.</summary>
internal static class HeadcountExplainer
{
    public static IReadOnlyList<HeadcountReason> Explain(HeadcountProblem problem, CapacityTable table, HeadcountPlan plan, LinearPrices prices)
    {
        var words = new HeadcountWords(problem);
        var roles = problem.Roles.Select((role, i) => (role.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        List<HeadcountReason> reasons = [.. plan.Hires.Select(hires => OfHires(problem, table, plan, prices, words, roles[hires.RoleId], hires))];
        for (var i = 0; i < plan.Work.Count; i++)
        {
            if (plan.Work[i].Shortfall > 0 && problem.Work[i / problem.Months.Count].ShortfallCost is { } cost)
                reasons.Add(OfShortfall(problem, table, words, i / problem.Months.Count, plan.Work[i], cost));
        }

        return reasons;
    }

    private static HeadcountReason OfHires(HeadcountProblem problem, CapacityTable table, HeadcountPlan plan, LinearPrices prices, HeadcountWords words, int role, PlannedHires hires)
    {
        var (work, month) = MainUse(problem, table, plan, prices, role, hires.Month);
        var staff = Enumerable.Range(0, problem.Roles.Count).Sum(other => table.Ratio[other][work] * table.OfStaff[other][month]);
        var purpose = month == hires.Month ? " for that month" : $", mostly for {problem.Months[month]}";
        var ramp = CapacityTable.Ramp(problem.Roles[role], month - hires.Month);
        var ramped = ramp >= 1 ? "" : $"; by then they are ramped {HeadcountWords.Percent(ramp)}";
        var sentence = FormattableString.Invariant($"{hires.Count} x {words.Role(role)} hired in {problem.Months[hires.Month]}{purpose}: it needs ")
            + $"{HeadcountWords.Number(problem.Work[work].Required[month])} of capacity{words.ForWork(work)} where the present staff can give at most {HeadcountWords.Number(staff)}{ramped}.";
        return new("HIRED", hires.RoleId, hires.Month, sentence);
    }

    /// <summary>The requirement a hire relieves most, in money of the linear relaxation; without prices the tightest one from then on.</summary>
    private static (int Work, int Month) MainUse(HeadcountProblem problem, CapacityTable table, HeadcountPlan plan, LinearPrices prices, int role, int hired)
    {
        var months = problem.Months.Count;
        var best = (Relief: double.NegativeInfinity, Spare: double.PositiveInfinity, Work: 0, Month: hired);
        for (var work = 0; work < problem.Work.Count; work++)
        {
            for (var month = hired; month < months && table.Ratio[role][work] > 0; month++)
            {
                var effect = table.Ratio[role][work] * table.OfHire[role][month - hired];
                var of = plan.Work[(work * months) + month];
                var spare = effect > 0 ? (of.Capacity - of.Required) / effect : double.PositiveInfinity;
                var relief = prices.Of(work, month) * effect;
                if (relief > best.Relief || (relief == best.Relief && spare < best.Spare))
                    best = (relief, spare, work, month);
            }
        }

        return (best.Work, best.Month);
    }

    private static HeadcountReason OfShortfall(HeadcountProblem problem, CapacityTable table, HeadcountWords words, int work, WorkMonth of, double cost)
    {
        var reachable = HeadcountConflictFinder.Reachable(problem, table, work, of.Month, 1_000, CancellationToken.None);
        var start = $"{problem.Months[of.Month]} is short {HeadcountWords.Number(of.Shortfall)} of {HeadcountWords.Number(of.Required)} of capacity{words.ForWork(work)}";
        return reachable < of.Required - (HeadcountPlanReader.Tolerance * Math.Max(1, of.Required))
            ? new("SHORT_BY_LIMIT", of.WorkId, of.Month, $"{start}: at most {HeadcountWords.Number(reachable)} {words.EvenWith(table, work, of.Month)}{words.AsRamped(table, work, of.Month)}.")
            : new("SHORT_BY_COST", of.WorkId, of.Month, $"{start} because another hire would cost more than the {HeadcountWords.Money(cost)} per missing unit it saves.");
    }
}
