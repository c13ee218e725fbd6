using System.Diagnostics;
using Google.OrTools.Graph;
using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Benchmarks.Flows;

/// <summary>Minimum-cost flow beside OR-Tools and LEMON on the same problems in the same run, cold and after a change; the costs must be equal.</summary>
/// <remarks>Our time is that of the call with its validation, theirs that of the solve alone, without building.</remarks>
internal static class FlowBenchmark
{
    private const string OrTools = "OR-Tools min-cost flow";
    private const double ChangedShare = 0.01;
    private const int Repeats = 5;
    private const double Gibibyte = 1L << 30;

    public static void Run(bool withLargest, Report report, CancellationToken ct)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            foreach (var problem in new[] { FlowInstances.Dense(100, seed), FlowInstances.Sparse(300, 30, seed), FlowInstances.TimeExpanded(6, 3, 5, 30, seed) })
                Solve(FlowInstances.WithOtherDemands(problem, ChangedShare, seed), Solve(problem, null, ct), ct);
        }

        using var lemon = LemonPeer.Build();
        Compare("dense-1000", FlowInstances.Dense(1000, seed: 1), mostOfOrTools: 0.15, leastSpeedup: 3, lemon, report, ct);
        Compare("sparse-10000", FlowInstances.Sparse(10_000, 100, seed: 1), mostOfOrTools: 0.5, leastSpeedup: 10, lemon, report, ct);
        Compare("time-expanded", FlowInstances.TimeExpanded(52, 20, 50, 400, seed: 1), mostOfOrTools: null, leastSpeedup: null, lemon, report, ct);
        if (withLargest)
            Largest(report, ct);
    }

    private static void Compare(string name, FlowProblem problem, double? mostOfOrTools, double? leastSpeedup, LemonPeer? lemon, Report report, CancellationToken ct)
    {
        Report.Progress($"{name}: {problem.Supply.Length} nodes, {problem.From.Length} arcs");
        var cold = Enumerable.Range(0, Repeats).Select(_ => Measure.Cpu(() => Solve(problem, null, ct))).ToArray();
        var seconds = Measure.Median([.. cold.Select(run => run.CpuSeconds)]);
        var cost = (double)cold[0].Result.Cost;

        var (optimum, peer) = SolveByOrTools(problem);
        AddRatio(report, $"flow.{name}", seconds, "CPU-s", peer, OrTools, mostOfOrTools, atMost: true);
        report.Add(new Figure($"flow.{name}-cost", cost, "money") { Peer = optimum, PeerName = OrTools, Goal = "equal", Holds = cost == optimum });
        if (lemon?.Solve(problem) is { } other)
        {
            AddRatio(report, $"flow.{name}-lemon", seconds, "CPU-s", other.CpuSeconds, LemonPeer.Name, 2, atMost: true);
            report.Add(new Figure($"flow.{name}-cost-lemon", cost, "money") { Peer = other.Cost, PeerName = LemonPeer.Name, Goal = "equal", Holds = cost == other.Cost });
        }

        WarmStart(name, problem, cold[0].Result, leastSpeedup, report, ct);
    }

    private static void WarmStart(string name, FlowProblem problem, FlowResult previous, double? leastSpeedup, Report report, CancellationToken ct)
    {
        var runs = Enumerable.Range(1, Repeats).Select(seed =>
        {
            var changed = FlowInstances.WithOtherDemands(problem, ChangedShare, seed);
            return (Warm: Measure.Cpu(() => Solve(changed, previous, ct)), Cold: Measure.Cpu(() => Solve(changed, null, ct)));
        }).ToArray();
        var (warm, cold) = (Measure.Median([.. runs.Select(run => run.Warm.CpuSeconds)]), Measure.Median([.. runs.Select(run => run.Cold.CpuSeconds)]));
        AddRatio(report, $"flow.{name}-from-scratch", cold, "CPU-s", warm, "our start from the previous plan", leastSpeedup, atMost: false);
        report.Add(new Figure($"flow.{name}-warm-cost", (double)runs[^1].Warm.Result.Cost, "money")
        {
            Peer = (double)runs[^1].Cold.Result.Cost,
            PeerName = "our cold start",
            Goal = "equal",
            Holds = runs.All(run => run.Warm.Result.Cost == run.Cold.Result.Cost),
        });
    }

    private static void Largest(Report report, CancellationToken ct)
    {
        Report.Progress("25 million arcs");
        var (result, seconds) = Measure.Cpu(() => Solve(FlowInstances.Dense(5000, seed: 1), null, ct));
        using var process = Process.GetCurrentProcess();
        var memory = process.PeakWorkingSet64 / Gibibyte;
        report.Add(new Figure("flow.arcs", result.Problem.From.Length, "arcs") { Goal = ">=25000000", Holds = result.Problem.From.Length >= 25_000_000 });
        report.Add(new Figure("flow.arcs-time", seconds, "CPU-s") { Goal = "<60", Holds = seconds < 60 });
        report.Add(new Figure("flow.arcs-memory", memory, "GiB-peak") { Goal = "<4", Holds = memory < 4 });
    }

    private static void AddRatio(Report report, string name, double value, string unit, double peer, string peerName, double? goal, bool atMost) =>
        report.Add(new Figure(name, value, unit)
        {
            Peer = peer,
            PeerName = peerName,
            Goal = goal is { } bound ? FormattableString.Invariant($"{(atMost ? "ratio<=" : "ratio>=")}{bound}") : "",
            Holds = goal is { } limit ? (atMost ? value <= limit * peer : value >= limit * peer) : null,
        });

    private static FlowResult Solve(FlowProblem problem, FlowResult? previous, CancellationToken ct)
    {
        var result = FlowSolver.Solve(problem, previous: previous, cancellationToken: ct);
        ct.ThrowIfCancellationRequested();
        return result.Status == SolveStatus.Optimal ? result : throw new BenchmarkException($"A flow problem that has a solution ended as {result.Status}.");
    }

    private static (double Cost, double CpuSeconds) SolveByOrTools(FlowProblem problem)
    {
        using var flow = new MinCostFlow(problem.Supply.Length, problem.From.Length);
        for (var arc = 0; arc < problem.From.Length; arc++)
            flow.AddArcWithCapacityAndUnitCost(problem.From[arc], problem.To[arc], problem.Capacity![arc], problem.Cost[arc]);
        for (var node = 0; node < problem.Supply.Length; node++)
            flow.SetNodeSupply(node, problem.Supply[node]);
        var (status, seconds) = Measure.Cpu(flow.Solve);
        return status == MinCostFlowBase.Status.OPTIMAL ? (flow.OptimalCost(), seconds) : throw new BenchmarkException($"OR-Tools ended as {status}.");
    }
}
