using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Territories;

namespace PlanningEngine.Benchmarks;

/// <summary>Aligns 2,000 accounts with 100 reps at 5 %, five times; the bound is verified by the checker.</summary>
internal static class TerritoryFigures
{
    private const int Seeds = 5;
    private const double Tolerance = 0.05;

    public static void Add(Report report, CancellationToken ct)
    {
        Add(report, "territories", null, 0.015, ct);
        Add(report, "territories-with-potential", Tolerance, 0.03, ct);
    }

    private static void Add(Report report, string name, double? potentialTolerance, double goal, CancellationToken ct)
    {
        var (gap, cpu, planned, impossible) = (0.0, 0.0, 0, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var problem = Generate(reps: 100, accounts: 2_000, seed, potentialTolerance);
            var (result, seconds) = Measure.Cpu(() => TerritorySolver.Solve(problem, cancellationToken: ct));
            ct.ThrowIfCancellationRequested();
            if (TerritoryPlanChecker.Check(problem, result) is { Count: > 0 } wrong)
                throw new BenchmarkException($"The alignment of seed {seed} does not hold: {wrong[0].Message}");
            Report.Progress(FormattableString.Invariant($"{name}, seed {seed}: {result.Status}, cost {result.Plan?.Cost:0}, bound {result.Bound:0}, gap {result.Gap:P2}, {seconds:0.0} CPU s"));
            cpu = Math.Max(cpu, seconds);
            // A problem that cannot be solved has no gap: the answer is the proof.
            if (result.Status == SolveStatus.Infeasible)
            {
                Report.Progress(result.Conflicts[0].Sentence);
                impossible++;
                continue;
            }

            planned += result.Status is SolveStatus.Optimal or SolveStatus.Feasible ? 1 : 0;
            gap = Math.Max(gap, result.Gap);
        }

        report.Add(new Figure($"allocation.{name}-planned", planned, "seeds"));
        report.Add(new Figure($"allocation.{name}-impossible", impossible, "seeds") { Goal = FormattableString.Invariant($"planned+impossible={Seeds}"), Holds = planned + impossible == Seeds });
        report.Add(new Figure($"allocation.{name}-gap", 100 * gap, "percent") { Goal = FormattableString.Invariant($"<={100 * goal}"), Holds = gap <= goal });
        report.Add(new Figure($"allocation.{name}-slowest", cpu, "CPU-s") { Goal = "<=10", Holds = cpu <= 10 });
    }

    /// <summary>
    /// Clustered geography and lumpy accounts: two clusters per five reps on a square of 1,000 km, their weights uniform on 0.3 .. 1.3; accounts and homes of reps normal around a cluster with 35 km; workload
    /// lognormal (sigma 0.75), potential the workload times another lognormal (sigma 0.5). The current rep is the nearest with probability 0.7, else one of the five nearest; a move costs as much as 20 km.
    /// </summary>
    private static TerritoryProblem Generate(int reps, int accounts, int seed, double? potentialTolerance)
    {
        var random = new Random(seed);
        var clusters = Enumerable.Range(0, Math.Max(1, reps * 2 / 5)).Select(_ => (X: 1000 * random.NextDouble(), Y: 1000 * random.NextDouble(), Weight: 0.3 + random.NextDouble())).ToArray();
        (double X, double Y) Place()
        {
            var (left, at) = (random.NextDouble() * clusters.Sum(cluster => cluster.Weight), 0);
            while (at < clusters.Length - 1 && left > clusters[at].Weight)
                left -= clusters[at++].Weight;
            return (clusters[at].X + 35 * random.Normal(), clusters[at].Y + 35 * random.Normal());
        }

        Rep[] team = [.. Enumerable.Range(0, reps).Select(i => (Id: $"R{i}", At: Place())).Select(rep => new Rep(rep.Id, rep.At.X, rep.At.Y))];
        Account Draw(int i)
        {
            var (x, y) = Place();
            var workload = Math.Exp(0.75 * random.Normal());
            var nearest = team.OrderBy(rep => double.Hypot(rep.X - x, rep.Y - y)).Take(5).ToArray();
            var current = nearest[random.NextDouble() < 0.7 ? 0 : random.Next(nearest.Length)];
            return new Account($"A{i}", Math.Round(workload, 3), Math.Round(workload * Math.Exp(0.5 * random.Normal()), 3), Math.Round(x, 2), Math.Round(y, 2), current.Id, MoveCost: 20);
        }

        return new TerritoryProblem([.. Enumerable.Range(0, accounts).Select(Draw)], team, Tolerance, potentialTolerance);
    }
}
