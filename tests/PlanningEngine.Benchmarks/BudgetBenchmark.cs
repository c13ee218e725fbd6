using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Benchmarks;

/// <summary>A budget over 100,000 response curves of all families in 100 groups, a tenth of them at a limit.</summary>
internal static class BudgetBenchmark
{
    private const int Items = 100_000;
    private const int Groups = 100;

    public static void Run(Report report, CancellationToken ct)
    {
        Solve(Items / 10, 1, ct); // Warms up.
        Report.Progress($"budget over {Items} response curves");
        var runs = new[] { 2, 3, 4 }.Select(seed => Solve(Items, seed, ct)).ToArray();
        var seconds = Measure.Median([.. runs.Select(run => run.Seconds)]);
        report.Add(new Figure("budget.curves-100000", seconds, "CPU-s") { Goal = "<1", Holds = seconds < 1 });
        var gap = runs.Max(run => run.Result.Gap / run.Result.Bound);
        report.Add(new Figure("budget.curves-100000-gap", gap * 1e9, "1e-9") { Goal = "<=1", Holds = gap <= 1e-9 });
        var curved = Enumerable.Range(1, 10).Select(seed => SShaped(seed, ct)).ToArray();
        gap = curved.Max(run => run.Result.Gap / run.Result.Bound);
        report.Add(new Figure("budget.s-shapes-200-gap", gap * 1e6, "1e-6") { Goal = "<=1", Holds = gap <= 1e-6 });
        report.Add(new Figure("budget.s-shapes-200-slowest", curved.Max(run => run.Seconds), "CPU-s"));
    }

    /// <summary>200 items in ten groups, half of these at a limit, three in four items S-shaped.</summary>
    private static (BudgetResult Result, double Seconds) SShaped(int seed, CancellationToken ct)
    {
        const int Count = 200;
        const int Parts = 10;
        var random = new Random(seed);
        BudgetItem[] items =
        [
            .. Enumerable.Range(0, Count).Select(i => new BudgetItem(
                $"{i}", "", random.Next(4) == 0 ? new LogCurve(10 * random.NextDouble(), 1 + (10 * random.NextDouble())) : new HillCurve(5 + (20 * random.NextDouble()), 5 + (20 * random.NextDouble()), 1.5 + (3 * random.NextDouble())), 0, null, $"G{i % Parts}")),
        ];
        var problem = new BudgetProblem(Count * 8, items, [.. Enumerable.Range(0, Parts).Select(i => new BudgetGroup($"G{i}", "", 0, i % 2 == 0 ? 0.8 * Count * 8 / Parts : null))]);
        return Measure.Cpu(() => BudgetSolver.Solve(problem, cancellationToken: ct));
    }

    private static (BudgetResult Result, double Seconds) Solve(int items, int seed, CancellationToken ct)
    {
        var random = new Random(seed);
        ResponseCurve Curve(int i) => (i % 5) switch
        {
            0 => new PowerCurve(20 * random.NextDouble(), 0.2 + (0.6 * random.NextDouble())),
            1 => new LogCurve(50 * random.NextDouble(), 1 + (30 * random.NextDouble())),
            2 => new SaturationCurve(100 * random.NextDouble(), 1 + (30 * random.NextDouble())),
            3 => new HillCurve(100 * random.NextDouble(), 1 + (30 * random.NextDouble()), 0.3 + (0.7 * random.NextDouble())),
            _ => new PiecewiseLinearCurve([new(0, 0), new(5, 40 * random.NextDouble()), new(1e6, 40)]),
        };
        var problem = new BudgetProblem(
            items * 10.0,
            [.. Enumerable.Range(0, items).Select(i => new BudgetItem($"{i}", "", Curve(i), 0, i % 3 == 0 ? 15 : null, $"G{i % Groups}"))],
            [.. Enumerable.Range(0, Groups).Select(i => new BudgetGroup($"G{i}", "", 0, i % 10 == 1 ? items / Groups * 5.0 : null))]);
        var (result, seconds) = Measure.Cpu(() => BudgetSolver.Solve(problem, cancellationToken: ct));
        return result.Status == SolveStatus.Optimal ? (result, seconds) : throw new BenchmarkException($"The budget problem ended as {result.Status}.");
    }
}
