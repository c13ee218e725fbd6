using Google.OrTools.LinearSolver;
using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Benchmarks;

/// <summary>A quota tree with bounds, locks, over-assignment, fairness, seasons and a last version: time, residual and exactness, each judged by the checker.</summary>
/// <remarks>The peer solves what is left to do at our solution: CLP of OR-Tools looks for a better plan along the tangent of the objective there and must find none. That is one linear program,
/// the least that any method built on linear programs has to solve.</remarks>
internal static class QuotaBenchmark
{
    private const string Peer = "CLP, one linear program at the solution";

    public static void Run(Report report, CancellationToken ct)
    {
        const int Nodes = 100_000;
        Solve(Company(1_000, seed: 1), ct); // Warms up.
        Report.Progress($"quota tree of {Nodes} nodes");
        var runs = Enumerable.Range(1, 3).Select(seed => Company(Nodes, seed)).Select(problem => (Problem: problem, Run: Measure.Cpu(() => Solve(problem, ct)))).ToArray();
        var checks = runs.Select(r => QuotaPlanChecker.Check(r.Problem, r.Run.Result)).ToArray();
        var exact = checks.All(c => c.Violations.Count == 0);
        var seconds = Measure.Median([.. runs.Select(r => r.Run.CpuSeconds)]);
        ct.ThrowIfCancellationRequested();
        var ((better, there), peer) = Measure.Cpu(() => Tangent(runs[0].Problem, runs[0].Run.Result));
        report.Add(new Figure($"allocation.quota-{Nodes}", seconds, "CPU-s") { Peer = peer, PeerName = Peer, Goal = "<1", Holds = seconds < 1 });
        var residual = checks.Max(c => c.KktResidual);
        report.Add(new Figure($"allocation.quota-{Nodes}-kkt", Math.Log10(Math.Max(residual, 1e-300)), "log10") { Goal = "<=-8", Holds = residual <= 1e-8 });
        var rounding = checks.Max(c => c.RoundingError);
        report.Add(new Figure($"allocation.quota-{Nodes}-rounding", rounding, "money") { Goal = "<0.01", Holds = exact && rounding < 0.01 });
        var sums = (double)checks.Max(c => c.SumError);
        report.Add(new Figure($"allocation.quota-{Nodes}-sums", sums, "money") { Goal = "<0.01", Holds = exact && sums < 0.01 });
        report.Add(new Figure($"allocation.quota-{Nodes}-tangent", there, "objective") { Peer = better, PeerName = Peer, Goal = "equal", Holds = Math.Abs(there - better) <= 1e-6 * (1 + Math.Abs(there)) });
    }

    private static QuotaResult Solve(QuotaProblem problem, CancellationToken ct)
    {
        var result = QuotaSolver.Solve(problem, cancellationToken: ct);
        ct.ThrowIfCancellationRequested();
        return result.Status == SolveStatus.Optimal ? result : throw new BenchmarkException($"The quota tree ended as {result.Status}: {string.Join(" ", result.Conflicts.Take(3).Select(c => c.Sentence))}");
    }

    /// <summary>Eight children a node; of the leaves a fifth may grow by a part only, a twentieth is locked, and measures spread over two orders of magnitude.</summary>
    private static QuotaProblem Company(int count, int seed)
    {
        const int Children = 8;
        var random = new Random(seed);
        var nodes = new QuotaNode[count];
        var target = 1_000m * count;
        for (var i = 0; i < count; i++)
        {
            var isLeaf = (Children * i) + 1 >= count;
            var node = new QuotaNode($"N{i}", i == 0 ? -1 : (i - 1) / Children) { Target = i == 0 ? target : null, OverAssignment = isLeaf ? 0 : 0.02m };
            if (isLeaf)
            {
                double Size() => 10 * Math.Pow(100, random.NextDouble());
                node = node with { History = Size(), Potential = Size(), Last = decimal.Round((decimal)Size() * 5, 2) };
                node = (i % 20) switch
                {
                    1 => node with { Locked = decimal.Round((decimal)Size(), 2) },
                    5 or 9 or 13 or 17 => node with { MaximumChange = 0.5, MinimumChange = -0.5 },
                    _ => node,
                };
            }

            nodes[i] = node;
        }

        return new QuotaProblem(nodes) { Fairness = 0.3, Seasonality = [0.8, 1, 0.9, 1.3] };
    }

    /// <summary>Least value of the objective's tangent over all plans, and its value at the solution; derivatives come from the certified prices.</summary>
    private static (double Better, double There) Tangent(QuotaProblem problem, QuotaResult result)
    {
        using var solver = Solver.CreateSolver("CLP");
        var (nodes, prices) = (problem.Nodes, result.Certificate!.Nodes);
        var amounts = new Variable[nodes.Count];
        var sums = new Google.OrTools.LinearSolver.Constraint?[nodes.Count];
        var there = 0.0;
        for (var i = 0; i < amounts.Length; i++)
        {
            var (node, quota) = (nodes[i], result.Plan.Nodes[i]);
            var isFixed = (node.Target ?? node.Locked) is not null;
            var least = isFixed ? quota.Continuous : node.MinimumChange is { } down ? Math.Ceiling((double)node.Last! * (1 + down) * 100 - 1e-6) / 100 : 0;
            var most = isFixed ? quota.Continuous : node.MaximumChange is { } up ? Math.Floor((double)node.Last! * (1 + up) * 100 + 1e-6) / 100 : double.PositiveInfinity;
            amounts[i] = solver.MakeNumVar(least, most, node.Code);
            var hasChildren = quota.HandedDown > 0;
            var ratio = isFixed && hasChildren ? (double)(quota.HandedDown / quota.Amount) : 1 + (double)node.OverAssignment;
            var slope = (i == 0 ? 0 : prices[node.Parent].SumPrice) - (hasChildren ? ratio * prices[i].SumPrice : 0) + prices[i].LimitPrice;
            there += slope * quota.Continuous;
            solver.Objective().SetCoefficient(amounts[i], slope);
            if (hasChildren)
                (sums[i] = solver.MakeConstraint(0, 0)).SetCoefficient(amounts[i], -ratio);
            if (i > 0)
                sums[node.Parent]!.SetCoefficient(amounts[i], 1);
        }

        solver.Objective().SetMinimization();
        var status = solver.Solve();
        return status == Solver.ResultStatus.OPTIMAL ? (solver.Objective().Value(), there) : throw new BenchmarkException($"OR-Tools ended as {status}.");
    }
}
