using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Raises the shares of demands until cuts hold them back.</summary>
internal sealed class WaterFilling
{
    private const double FinestSteps = 1L << 52;
    private const long Refinement = 1000;
    private const int Open = -1;

    private readonly long _refinement;
    private readonly long[] _available;
    private readonly long[] _wanted;
    private readonly long[] _least;
    private readonly long[] _fixed;
    private readonly string[] _limit;
    private readonly FlowProblem _shape;
    private readonly CancellationToken _cancellationToken;
    private FlowResult? _previous;

    public WaterFilling(SupplyNetwork network, CancellationToken cancellationToken)
    {
        (Network, _cancellationToken) = (network, cancellationToken);
        _refinement = (network.Available.Sum(units => (double)units) + network.Wanted.Sum(units => (double)units)) * Refinement < FinestSteps ? Refinement : 1;
        _available = Array.ConvertAll(network.Available, units => units * _refinement);
        _wanted = Array.ConvertAll(network.Wanted, units => units * _refinement);
        _least = Array.ConvertAll(network.Required, units => units * _refinement);
        // Until their turn comes, demands hold what their minimum fill asks for.
        _fixed = [.. _least];
        _limit = new string[_wanted.Length];
        Array.Fill(_limit, "");
        _shape = Shape(network, _refinement);
    }

    public SupplyNetwork Network { get; }

    public int Solves { get; private set; }

    public bool MinimumsFit() => Cut(_fixed) is null && !_cancellationToken.IsCancellationRequested;

    /// <summary>Units a demand is entitled to, and what holds it back.</summary>
    public (double Units, string Limit) TargetOf(int demand) => (_fixed[demand] / (Network.Quantities.StepsPerUnit * _refinement), _limit[demand]);

    /// <summary>Settles the demands of one rank.</summary>
    public void Fill(int rank, FairShareRule rule)
    {
        var open = Enumerable.Range(0, _wanted.Length).Where(demand => Network.Rank[demand] == rank).ToHashSet();
        foreach (var demand in open)
            _fixed[demand] = Open;
        while (open.Count > 0 && !_cancellationToken.IsCancellationRequested)
        {
            var (share, held, limit) = LargestShare(open);
            // Newton's last cut holds some demands back; without one nothing does.
            var settled = rule == FairShareRule.Proportional || held.Count == 0 ? open.ToArray() : [.. held];
            foreach (var demand in settled)
            {
                _fixed[demand] = Target(demand, share);
                _limit[demand] = limit;
                open.Remove(demand);
            }
        }

        foreach (var demand in open)
            _fixed[demand] = _least[demand];
    }

    /// <summary>The largest share all open demands can have, the ones its cut holds back, and the cut in words.</summary>
    private (double Share, HashSet<int> Held, string Limit) LargestShare(HashSet<int> open)
    {
        var share = 1.0;
        var held = new HashSet<int>();
        var limit = "";
        while (true)
        {
            var targets = Array.ConvertAll(_fixed, units => units);
            foreach (var demand in open)
                targets[demand] = Target(demand, share);
            if (Cut(targets) is not { } cut || _cancellationToken.IsCancellationRequested)
                return (share, held, limit);
            // Outside the cut demands ask for more than can come in: what grows with the share among them must give way.
            var inside = cut.Nodes.ToHashSet();
            var outside = open.Where(demand => !inside.Contains(Network.DemandNode(demand))).ToArray();
            held = [.. outside.Where(demand => share * _wanted[demand] > _least[demand])];
            var growing = held.Sum(demand => (double)_wanted[demand]);
            limit = Describe(inside);
            var lower = (held.Sum(demand => (double)Target(demand, share)) - cut.Shortfall) / growing;
            share = Math.Max(0, Math.Min(lower, Math.BitDecrement(share)));
            if (held.Count == 0 || share == 0)
                return (0, held.Count == 0 ? [.. open] : held, limit);
        }
    }

    private long Target(int demand, double share) => Math.Max(_least[demand], (long)Math.Floor(share * _wanted[demand]));

    /// <summary>Null when the targets fit; otherwise the minimum cut that says why not.</summary>
    private FlowCut? Cut(long[] targets)
    {
        var (sources, demands) = (_available.Length, targets.Length);
        var supply = new long[sources + demands + 2];
        _available.CopyTo(supply, 0);
        for (var demand = 0; demand < demands; demand++)
            supply[sources + demand] = -targets[demand];
        // The rest node takes what is left; a lack of units altogether comes from a node without ways out.
        var left = _available.Sum() - targets.Sum();
        supply[^2] = -Math.Max(0, left);
        supply[^1] = Math.Max(0, -left);
        _previous = FlowSolver.Solve(_shape with { Supply = supply }, previous: _previous, cancellationToken: _cancellationToken);
        Solves++;
        return _previous.Cut;
    }

    /// <summary>Lanes as arcs, and an arc per source for what is left over.</summary>
    private static FlowProblem Shape(SupplyNetwork network, long refinement)
    {
        var (lanes, sources) = (network.Lanes.Count, network.Sources.Count);
        var (from, to, capacity) = (new int[lanes + sources], new int[lanes + sources], new long[lanes + sources]);
        var most = network.Wanted.Sum() * refinement;
        for (var lane = 0; lane < lanes; lane++)
        {
            (from[lane], to[lane]) = (network.Lanes.Source[lane], network.DemandNode(network.Lanes.Demand[lane]));
            capacity[lane] = network.Flow.CapacityOf(lane) >= most / refinement ? most : network.Flow.CapacityOf(lane) * refinement;
        }

        for (var source = 0; source < sources; source++)
            (from[lanes + source], to[lanes + source], capacity[lanes + source]) = (source, sources + network.Demands.Count, network.Available[source] * refinement);
        return new FlowProblem([], from, to, new long[lanes + sources], capacity);
    }

    private string Describe(HashSet<int> inside)
    {
        var used = Enumerable.Range(0, _available.Length).Where(source => !inside.Contains(source)).Select(source => PlannerWords.UsedUp(Network.Problem.Sources[Network.Sources.Input[source]])).ToArray();
        return used.Length switch
        {
            0 => "the lanes that would serve it carry their maximum",
            1 => used[0] + " and is shared fairly",
            2 => $"{used[0]} and {used[1]}, and they are shared fairly",
            _ => $"{used[0]}, {used[1]} and {used.Length - 2} more are used up and shared fairly",
        };
    }
}
