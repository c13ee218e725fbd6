namespace PlanningEngine.Allocation.Networks;

/// <summary>Answer to a <see cref="FlowProblem"/>; immutable, safe to read from many threads.</summary>
/// <remarks>It holds the spanning tree it ended with, from which <see cref="FlowSolver"/> can start again after a change.</remarks>
public sealed class FlowResult
{
    private readonly Lazy<long[]> _flow;

    internal FlowResult(FlowProblem problem, NetworkSimplex simplex, SolveStatus status, Int128 cost, double gap, FlowCut? cut)
    {
        (Problem, Simplex, Status, Cost, Gap, Cut, Pivots) = (problem, simplex, status, cost, gap, cut, simplex.Pivots);
        _flow = new Lazy<long[]>(WriteFlow);
    }

    /// <summary>The problem answered.</summary>
    public FlowProblem Problem { get; }

    /// <summary>Optimal, Feasible (stopped early), Infeasible, or NoSolutionFound (stopped before every unit found a way).</summary>
    public SolveStatus Status { get; }

    /// <summary>Cost of the flow, exact. Unless every unit found a way, that of the part that did.</summary>
    public Int128 Cost { get; }

    /// <summary>How far the cost can be above the optimum; exactly 0 when <see cref="SolveStatus.Optimal"/>, infinite when nothing is known.</summary>
    public double Gap { get; }

    /// <summary>Why there is no flow; null unless <see cref="SolveStatus.Infeasible"/>.</summary>
    public FlowCut? Cut { get; }

    /// <summary>Work done.</summary>
    public long Pivots { get; }

    /// <summary>Units on each arc, in the order of the problem; written at the first use.</summary>
    public IReadOnlyList<long> Flow => _flow.Value;

    /// <summary>The arcs that carry something, in no particular order.</summary>
    public IEnumerable<(int Arc, long Units)> PositiveFlows => Simplex.PositiveFlows();

    internal NetworkSimplex Simplex { get; }

    /// <summary>Node potentials: at the optimum, an arc costs at least <c>potential[to] - potential[from]</c> where it has room, at most that where it carries something.</summary>
    public long[] Potentials() => Simplex.Potentials()[..Problem.Supply.Length];

    private long[] WriteFlow()
    {
        var flow = new long[Problem.From.Length];
        foreach (var (arc, units) in Simplex.PositiveFlows())
            flow[arc] = units;
        return flow;
    }
}

/// <summary>A minimum cut that proves a problem infeasible: the nodes inside must send out more than the arcs that leave can carry.</summary>
/// <param name="Nodes">Nodes inside, ascending.</param>
/// <param name="Surplus">Sum of their supplies.</param>
/// <param name="Outflow">Capacity of the arcs that leave.</param>
public sealed record FlowCut(IReadOnlyList<int> Nodes, long Surplus, long Outflow)
{
    /// <summary>Surplus less outflow: the least total by which supplies or capacities must change.</summary>
    public long Shortfall => Surplus - Outflow;
}
