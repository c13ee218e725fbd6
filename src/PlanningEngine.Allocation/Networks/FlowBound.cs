namespace PlanningEngine.Allocation.Networks;

/// <summary>What the potentials prove about a flow that is not optimal: how far it can be from it, or that there is none.</summary>
internal static class FlowBound
{
    /// <summary>Cost less dual bound, as the sum over the arcs of reduced cost times the flow that contradicts it: no term is negative.</summary>
    public static double Gap(FlowProblem problem, NetworkSimplex simplex)
    {
        var potential = simplex.Potentials();
        var most = problem.Supply.Sum(units => Math.Max(0, units));
        var flow = new long[problem.From.Length];
        foreach (var (arc, units) in simplex.PositiveFlows())
            flow[arc] = units;
        var gap = 0.0;
        for (var arc = 0; arc < flow.Length; arc++)
        {
            var reduced = (double)(problem.Cost[arc] + potential[problem.From[arc]] - potential[problem.To[arc]]);
            gap += reduced > 0 ? reduced * flow[arc] : -reduced * (Math.Min(problem.Capacity?[arc] ?? most, Math.Max(most, flow[arc])) - flow[arc]);
        }

        return gap;
    }

    /// <summary>What surplus that found no way can still reach is the inside of a minimum cut (Ford and Fulkerson 1956).</summary>
    public static FlowCut Cut(FlowProblem problem, NetworkSimplex simplex)
    {
        var nodes = problem.Supply.Length;
        var flow = new long[problem.From.Length];
        var left = (long[])problem.Supply.Clone();
        foreach (var (arc, units) in simplex.PositiveFlows())
        {
            flow[arc] = units;
            left[problem.From[arc]] -= units;
            left[problem.To[arc]] += units;
        }

        var inside = Array.ConvertAll(left, units => units > 0);
        var pending = new Stack<int>(Enumerable.Range(0, nodes).Where(node => inside[node]));
        var (outStart, outArc) = GroupBy(problem.From, nodes);
        var (inStart, inArc) = GroupBy(problem.To, nodes);
        while (pending.TryPop(out var node))
        {
            foreach (var arc in outArc.AsSpan(outStart[node], outStart[node + 1] - outStart[node]))
            {
                if (problem.Capacity is null || flow[arc] < problem.Capacity[arc])
                    Reach(problem.To[arc]);
            }

            foreach (var arc in inArc.AsSpan(inStart[node], inStart[node + 1] - inStart[node]))
            {
                if (flow[arc] > 0)
                    Reach(problem.From[arc]);
            }
        }

        long surplus = 0, outflow = 0;
        for (var node = 0; node < nodes; node++)
            surplus += inside[node] ? problem.Supply[node] : 0;
        for (var arc = 0; arc < flow.Length; arc++)
            outflow += inside[problem.From[arc]] && !inside[problem.To[arc]] ? problem.Capacity![arc] : 0;
        return new FlowCut([.. Enumerable.Range(0, nodes).Where(node => inside[node])], surplus, outflow);

        void Reach(int node)
        {
            if (inside[node])
                return;
            inside[node] = true;
            pending.Push(node);
        }
    }

    private static (int[] Start, int[] Arc) GroupBy(int[] key, int keys)
    {
        var start = new int[keys + 1];
        foreach (var node in key)
            start[node + 1]++;
        for (var node = 0; node < keys; node++)
            start[node + 1] += start[node];
        var next = start[..keys];
        var arcs = new int[key.Length];
        for (var arc = 0; arc < arcs.Length; arc++)
            arcs[next[key[arc]]++] = arc;
        return (start, arcs);
    }
}
