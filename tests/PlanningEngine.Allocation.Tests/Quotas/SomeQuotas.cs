using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Allocation.Tests.Quotas;

/// <summary>Small quota problems and random ones from a seed.</summary>
internal static class SomeQuotas
{
    public static QuotaNode Node(string code, int parent, double history = 0, double potential = 0) => new(code, parent) { History = history, Potential = potential };

    /// <summary>A company with two regions and two reps each.</summary>
    public static QuotaProblem Company(decimal target = 1000m, Func<QuotaNode, QuotaNode>? change = null)
    {
        QuotaNode[] nodes =
        [
            Node("ALL", -1) with { Target = target },
            Node("N", 0), Node("S", 0),
            Node("N1", 1, 300, 200), Node("N2", 1, 100, 200), Node("S1", 2, 200, 300), Node("S2", 2, 400, 300),
        ];
        return new QuotaProblem([.. nodes.Select(n => change?.Invoke(n) ?? n)]);
    }

    public static QuotaResult Solved(QuotaProblem problem, QuotaSolverOptions? options = null) => QuotaSolver.Solve(problem, options, TestContext.Current.CancellationToken);

    public static decimal Amount(this QuotaResult result, string code) => result.Plan.Nodes.Single(n => n.Code == code).Amount;

    public static QuotaReason Reason(this QuotaResult result, string code) => result.Reasons.Single(r => r.Code == code);

    /// <summary>Random trees of every shape: bounds, locks, over-assignment, seasons, zero measures and targets at any level.</summary>
    public static QuotaProblem Random(int seed, int mostNodes = 40, bool whole = true)
    {
        var random = new Random(seed);
        var count = random.Next(1, mostNodes);
        var bushy = random.NextDouble();
        var season = random.Next(3) == 0 ? Enumerable.Range(0, random.Next(1, 5)).Select(p => p == 0 ? 1 : random.Next(0, 4) * random.NextDouble()).ToArray() : null;
        var target = random.Next(1, 1_000_000) / 100m * (whole ? 1 : 1000);
        var nodes = new QuotaNode[count];
        for (var i = 0; i < count; i++)
        {
            var typical = (double)target / Math.Max(1, count / 2);
            decimal Cents(double most) => decimal.Round((decimal)(random.NextDouble() * most), 2);
            bool One(int of) => random.Next(of) == 0;
            nodes[i] = new QuotaNode($"{i}", i == 0 ? -1 : random.NextDouble() < bushy ? random.Next(Math.Max(0, i - 3), i) : random.Next(0, i))
            {
                History = One(5) ? 0 : random.NextDouble() * 100,
                Potential = One(5) ? 0 : random.NextDouble() * 1000,
                Capacity = One(4) ? new SellingCapacity(random.NextDouble() * 50, random.Next(-1, 3), random.Next(0, 4), random.NextDouble() / 10) : null,
                Weight = One(3) ? random.NextDouble() * 5 + 0.1 : 1,
                OverAssignment = One(3) ? random.Next(0, 60) / 100m : 0,
                Target = i == 0 ? target : null,
                Locked = i > 0 && One(9) ? Cents(typical) : null,
                Minimum = One(6) ? Cents(typical / 2) : null,
                Maximum = i > 0 && One(5) ? Cents(typical * 3) : null,
                Last = One(3) ? null : Cents(typical * 2),
            };
            if (nodes[i].Last is not null && One(6))
                nodes[i] = nodes[i] with { MaximumChange = 0.5 * random.NextDouble() + 0.5, MinimumChange = One(2) ? -0.9 : null };
        }

        for (var i = 0; i < count && season is not null; i++)
        {
            if (random.Next(6) == 0 && nodes[i] is { Target: null, Locked: null } && nodes.All(n => n.Parent != i))
                nodes[i] = nodes[i] with { LockedPeriods = [.. season.Select(_ => random.Next(2) == 0 ? (decimal?)decimal.Round((decimal)random.NextDouble() * target / (2 * count), 2) : null)] };
        }

        if (random.Next(4) == 0 && count > 3)
        {
            nodes[0] = nodes[0] with { Target = null };
            for (var i = 1; i < count; i++)
            {
                if (nodes[i].Parent == 0)
                    nodes[i] = nodes[i] with { Target = nodes[i].Locked ?? decimal.Round(target / count, 2), Locked = null, LockedPeriods = null };
            }
        }

        return new QuotaProblem(nodes)
        {
            Blend = new QuotaBlend(random.NextDouble() + 0.1, random.NextDouble(), random.Next(2)),
            Fairness = random.Next(3) == 0 ? random.NextDouble() : random.Next(8) == 0 ? 1 : 0,
            Seasonality = season,
        };
    }
}
