using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>The least weighted relaxation as a minimum-cost flow of the required units.</summary>
internal sealed class RelaxationFlow
{
    private readonly SupplyNetwork _network;
    private readonly Grid _weights;
    private readonly List<(int From, int To, long Cost, long Capacity)> _arcs = [];
    private readonly long _total;

    private RelaxationFlow(SupplyNetwork network, RelaxationCosts costs)
    {
        _network = network;
        _total = network.Required.Sum();
        double[] finite = [.. costs.MinimumFill.Concat(costs.Availability).Concat(costs.LaneMaximum).Where(double.IsFinite)];
        _weights = Grid.For(finite, [], finite.DefaultIfEmpty().Max(), FlowProblemValidator.Largest / 4 / (network.Flow.NodeCount + 2));
    }

    public static (SolveStatus Status, RelaxedAmounts? Amounts) Find(SupplyProblem problem, RelaxationCosts costs, CancellationToken cancellationToken)
    {
        var flow = new RelaxationFlow(SupplyNetwork.Build(problem), costs);
        return flow.Solve(problem, costs, cancellationToken);
    }

    private (SolveStatus Status, RelaxedAmounts? Amounts) Solve(SupplyProblem problem, RelaxationCosts costs, CancellationToken cancellationToken)
    {
        var (root, sources) = (_network.Flow.Root, _network.Sources.Count);
        var (more, wider, below) = (new int[problem.Sources.Count], new int[problem.Lanes.Count], new int[problem.Demands.Count]);
        for (var source = 0; source < sources; source++)
        {
            _arcs.Add((root, source, 0, Math.Min(_total, _network.Available[source])));
            more[_network.Sources.Input[source]] = Relaxing(root, source, costs.Availability[_network.Sources.Input[source]], _total);
        }

        for (var lane = 0; lane < _network.Lanes.Count; lane++)
        {
            var (from, to, input) = (_network.Lanes.Source[lane], _network.DemandNode(_network.Lanes.Demand[lane]), _network.Lanes.Input[lane]);
            _arcs.Add((from, to, 0, Math.Min(_total, _network.Flow.CapacityOf(lane))));
            wider[input] = Relaxing(from, to, costs.LaneMaximum[input], _total);
        }

        for (var demand = 0; demand < _network.Demands.Count; demand++)
        {
            var input = _network.Demands.Input[demand];
            below[input] = Relaxing(root, _network.DemandNode(demand), costs.MinimumFill[input], _network.Required[demand]);
        }

        var supply = new long[_network.Flow.NodeCount];
        for (var demand = 0; demand < _network.Demands.Count; demand++)
            supply[_network.DemandNode(demand)] = -_network.Required[demand];
        supply[root] = _total;
        var result = FlowSolver.Solve(new FlowProblem(supply, [.. _arcs.Select(arc => arc.From)], [.. _arcs.Select(arc => arc.To)], [.. _arcs.Select(arc => arc.Cost)], [.. _arcs.Select(arc => arc.Capacity)]), cancellationToken: cancellationToken);
        if (result.Status is not (SolveStatus.Optimal or SolveStatus.Feasible))
            return (result.Status, null);
        double Units(int arc) => arc == 0 ? 0 : _network.Quantities.ToUnits(result.Flow[arc - 1]);
        return (result.Status, new RelaxedAmounts(Array.ConvertAll(below, Units), Array.ConvertAll(more, Units), Array.ConvertAll(wider, Units)));
    }

    /// <summary>Adds an arc for giving way; its number from 1, or 0 where nothing may give way.</summary>
    private int Relaxing(int from, int to, double cost, long most)
    {
        if (!double.IsFinite(cost) || most == 0)
            return 0;
        _arcs.Add((from, to, _weights.Nearest(cost), most));
        return _arcs.Count;
    }
}
