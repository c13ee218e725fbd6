using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Allocation.Tests.Budgets;

/// <summary>Budget problems for tests, and their optimality conditions checked without the solver.</summary>
internal static class Spending
{
    public static BudgetItem Item(string id, ResponseCurve curve, double least = 0, double? most = null, string? group = null) => new(id, "", curve, least, most, group);

    public static PiecewiseLinearCurve Line(params (double Spend, double Response)[] points) => new([.. points.Select(p => new ResponsePoint(p.Spend, p.Response))]);

    public static ResponseCurve Concave(Random random) => random.Next(5) switch
    {
        0 => new PowerCurve(random.NextDouble() * 20, 0.1 + (0.8 * random.NextDouble())),
        1 => new LogCurve(random.NextDouble() * 50, 0.1 + (random.NextDouble() * 30)),
        2 => new SaturationCurve(random.NextDouble() * 100, 0.1 + (random.NextDouble() * 30)),
        3 => new HillCurve(random.NextDouble() * 100, 0.1 + (random.NextDouble() * 30), random.Next(2) == 0 ? 1 : 0.2 + (0.8 * random.NextDouble())),
        _ => Pieces(random),
    };

    public static PiecewiseLinearCurve Pieces(Random random)
    {
        var (spend, response, slope) = (0.0, (double)random.Next(3), 8.0);
        var points = new List<ResponsePoint> { new(spend, response) };
        for (var k = random.Next(4); k >= 0; k--)
        {
            slope *= random.Next(1, 5) / 4.0;
            spend += random.Next(1, 10);
            response += slope * (spend - points[^1].Spend);
            points.Add(new(spend, response));
        }

        return new(points);
    }

    /// <summary>Random items in a tree of groups with limits that can be met.</summary>
    public static BudgetProblem Random(int seed, Func<Random, ResponseCurve> curve, int items = 12)
    {
        var random = new Random(seed);
        string? Group() => random.Next(4) is var g && g == 0 ? null : $"G{g - 1}";
        var list = Enumerable.Range(0, items).Select(i => Item($"{i}", curve(random), random.Next(3) == 0 ? random.Next(3) : 0, random.Next(3) == 0 ? 3 + random.Next(20) : null, Group())).ToList();
        return new(30 + random.Next(150), list,
        [
            new BudgetGroup("G0", "North", 0, 30 + random.Next(30)),
            new BudgetGroup("G1", "South", 0, null, "G0"),
            new BudgetGroup("G2", "", 0, 20 + random.Next(60), random.Next(2) == 0 ? "G1" : null),
        ]);
    }

    /// <summary>Limits are kept, nothing is left while something returns, and each item stands where its price says.</summary>
    public static void AssertOptimal(BudgetProblem problem, BudgetResult result, double tolerance = 1e-7)
    {
        var slack = 1e-9 * (1 + problem.Budget);
        Assert.True(result.Spend <= problem.Budget * (1 + 1e-12));
        Assert.Equal(result.Spend, result.Items.Sum(item => item.Spend), slack);
        foreach (var group in problem.Groups ?? [])
        {
            var spend = result.Groups.Single(g => g.GroupId == group.Id).Spend;
            Assert.True(spend >= group.Least - slack && spend <= (group.Most ?? double.PositiveInfinity) + slack);
        }

        for (var i = 0; i < problem.Items.Count; i++)
        {
            var (item, plan) = (problem.Items[i], result.Items[i]);
            Assert.True(plan.Spend >= item.Least - slack && plan.Spend <= (item.Most ?? double.PositiveInfinity) + slack);
            if (plan.Spend > item.Least + slack)
                Assert.True(plan.Last >= plan.Price * (1 - tolerance) - 1e-9, $"The last unit of {item.Id} returns {plan.Last}, below {plan.Price}.");
            if (plan.Spend < (item.Most ?? double.PositiveInfinity) - slack)
                Assert.True(Math.Min(plan.Next, item.Curve.Marginal(plan.Spend + 1e-12)) <= (plan.Price * (1 + tolerance)) + 1e-9, $"The next unit of {item.Id} returns {plan.Next}, above {plan.Price}.");
        }
    }
}
