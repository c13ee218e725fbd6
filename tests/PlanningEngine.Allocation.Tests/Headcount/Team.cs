using PlanningEngine.Allocation.Headcount;

namespace PlanningEngine.Allocation.Tests.Headcount;

/// <summary>Small headcount problems, and their optimum by trying every plan.</summary>
internal static class Team
{
    private static readonly string[] Names = ["April 2026", "May 2026", "June 2026", "July 2026", "August 2026", "September 2026"];

    public static IReadOnlyList<string> Months(int count) => [.. Enumerable.Range(0, count).Select(i => i < Names.Length ? Names[i] : $"month {i + 1}")];

    /// <summary>One role, one kind of work: 10 units per person, 50 % in the month of hire, no attrition.</summary>
    public static HeadcountProblem Simple(double[] required, double? shortfallCost = null, int? mostHires = 6, double staff = 0) => new(
        Months(required.Length),
        [new HeadcountWork("W", "", required, shortfallCost)],
        [new HeadcountRole("AE", "account executive", 10, [0.5, 1], 0, 1000, 500, [.. required.Select(_ => mostHires)], [new StaffGroup(staff, 24)])]);

    public static HeadcountProblem Random(int seed, bool hard)
    {
        var random = new Random(seed);
        var months = random.Next(1, 4);
        var works = random.Next(1, 3);
        double Round(double value) => Math.Round(value, 2);
        return new HeadcountProblem(
            Months(months),
            [.. Enumerable.Range(0, works).Select(w => new HeadcountWork($"W{w}", "", [.. Enumerable.Range(0, months).Select(_ => Round(random.NextDouble() * 25))], hard ? null : Round(random.NextDouble() * 400)))],
            [.. Enumerable.Range(0, 2).Select(r => new HeadcountRole($"R{r}", "", 5 + random.Next(6), [Round(random.NextDouble()), 1], random.Next(2) * 0.1, random.Next(1000), random.Next(300),
                [.. Enumerable.Range(0, months).Select(_ => (int?)random.Next(3))],
                [new StaffGroup(random.Next(2), random.Next(3))],
                r == 0 ? null : [new WorkRatio("W0", Round(0.5 + random.NextDouble()))]))],
            random.Next(2) == 0 ? null : [.. Enumerable.Range(0, months).Select(_ => (int?)3)]);
    }

    /// <summary>Least total shortfall of hard work, and least cost among the plans with it. Role 1 serves W0 alone, role 0 everything.</summary>
    public static (double Missing, double Cost) BruteForce(HeadcountProblem problem)
    {
        var months = problem.Months.Count;
        var hires = new int[2 * months];
        var best = (Missing: double.PositiveInfinity, Cost: double.PositiveInfinity);
        Visit(0);
        return best;

        void Visit(int at)
        {
            if (at == hires.Length)
            {
                var plan = Price();
                if (plan.Missing < best.Missing - 1e-9 || (plan.Missing < best.Missing + 1e-9 && plan.Cost < best.Cost))
                    best = plan;
                return;
            }

            for (hires[at] = 0; hires[at] <= problem.Roles[at / months].MostHires![at % months]; hires[at]++)
                Visit(at + 1);
            hires[at] = 0;
        }

        (double Missing, double Cost) Price()
        {
            var (missing, cost) = (0.0, 0.0);
            for (var month = 0; month < months; month++)
            {
                if (problem.MostHires?[month] < hires[month] + hires[months + month])
                    return (double.PositiveInfinity, double.PositiveInfinity);
                var own = Capacity(0, month);
                var first = Math.Max(0, problem.Work[0].Required[month] - (Capacity(1, month) * problem.Roles[1].Serves![0].Ratio));
                var second = problem.Work.Count > 1 ? problem.Work[1].Required[month] : 0;
                cost += Enumerable.Range(0, 2).Sum(role => hires[(role * months) + month] * HireCost(role, month));
                // What both leave open is filled by role 0, the dearer shortfall first.
                var open = Math.Max(0, first + second - own);
                if (problem.Work[0].ShortfallCost is not { } price)
                    missing += open;
                else if (problem.Work.Count == 1)
                    cost += open * price;
                else
                    cost += Dear(first, second, price, problem.Work[1].ShortfallCost!.Value, own);
            }

            return (missing, cost);
        }

        double Dear(double first, double second, double price, double other, double own)
        {
            var (dear, dearPrice, cheap, cheapPrice) = price >= other ? (first, price, second, other) : (second, other, first, price);
            var left = Math.Max(0, own - dear);
            return (Math.Max(0, dear - own) * dearPrice) + (Math.Max(0, cheap - left) * cheapPrice);
        }

        double Capacity(int role, int month)
        {
            var of = problem.Roles[role];
            var group = of.Staff![0];
            var people = group.Count * of.Ramp[Math.Min(1, group.TenureMonths + month)] * Math.Pow(1 - of.MonthlyAttrition, month);
            for (var hired = 0; hired <= month; hired++)
                people += hires[(role * months) + hired] * of.Ramp[Math.Min(1, month - hired)] * Math.Pow(1 - of.MonthlyAttrition, month - hired);
            return people * of.Productivity;
        }

        double HireCost(int role, int month)
        {
            var of = problem.Roles[role];
            var cost = of.HireCost;
            for (var later = month; later < months; later++)
                cost += of.MonthlyCost * Math.Pow(1 - of.MonthlyAttrition, later - month);
            return cost;
        }
    }
}
