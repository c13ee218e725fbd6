using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A supply problem as an exact integer network: sources, demands with a positive quantity, and a root where unused supply ends and unmet demand begins.</summary>
/// <remarks>
/// Arcs, in this order: the lanes sorted by source and demand id; per source an arc to the root (unused); per demand an arc from the root (unmet above the
/// minimum); per demand with a minimum fill another one (unmet below it). Ids are sorted, so the order of the input has no influence.
/// <para>Penalties are linear in the rank and still lexicographic: a simple cycle passes the root at most once, so it trades at most one unmet unit for one
/// other. It therefore changes the ranks by their difference, and a weight above the money any cycle can move keeps the order. Textbook weights for
/// lexicographic goals grow exponentially with the number of levels; these do not. The weight is more than twice that money, so rank and money can be
/// read back from a sum.</para>
/// </remarks>
internal sealed class SupplyNetwork
{
    private const double QuantityLimit = 1L << 52;
    private const double MoneyLimit = 1L << 59;

    private SupplyNetwork(SupplyProblem problem, NodeOrder sources, NodeOrder demands, LaneOrder lanes)
    {
        Problem = problem;
        Sources = sources;
        Demands = demands;
        Lanes = lanes;
    }

    public SupplyProblem Problem { get; }

    public NodeOrder Sources { get; }

    public NodeOrder Demands { get; }

    public LaneOrder Lanes { get; }

    public Grid Quantities { get; private set; }

    public Grid Money { get; private set; }

    public long RankWeight { get; private set; }

    /// <summary>Priority of each rank; entry 0 is unused. Empty when money alone decides.</summary>
    public int[] RankPriority { get; private set; } = [];

    /// <summary>Rank of an unmet minimum fill, above all priorities.</summary>
    public int MinimumRank => Math.Max(1, RankPriority.Length);

    public long[] Available { get; private set; } = [];

    public long[] Wanted { get; private set; } = [];

    public long[] Required { get; private set; } = [];

    public int[] Rank { get; private set; } = [];

    public FlowNetwork Flow { get; private set; } = null!;

    /// <summary>Arc of the unmet quantity below the minimum fill per demand, -1 where there is none.</summary>
    public int[] MinimumArc { get; private set; } = [];

    public int UnusedArc(int source) => Lanes.Count + source;

    public int UnmetArc(int demand) => Lanes.Count + Sources.Count + demand;

    public int DemandNode(int demand) => Sources.Count + demand;

    public long UnusedOf(int source) => Flow.Flow[UnusedArc(source)];

    public long BelowMinimumOf(int demand) => MinimumArc[demand] < 0 ? 0 : Flow.Flow[MinimumArc[demand]];

    public long UnmetOf(int demand) => Flow.Flow[UnmetArc(demand)] + BelowMinimumOf(demand);

    public long RoomOf(int arc) => Flow.Capacity![arc] - Flow.Flow[arc];

    /// <summary>Splits a sum of costs into its rank and its money in steps.</summary>
    public (int Rank, long Money) Split(long cost)
    {
        var rank = (cost + RankWeight / 2) / RankWeight;
        if (cost + RankWeight / 2 < rank * RankWeight)
            rank--;
        return ((int)rank, cost - rank * RankWeight);
    }

    public static SupplyNetwork Build(SupplyProblem problem)
    {
        var total = problem.Demands.Sum(demand => demand.Quantity);
        var quantities = ChooseQuantityGrid(problem, total);
        var sources = NodeOrder.Of(problem.Sources.Select(source => source.Id), _ => true);
        var demands = NodeOrder.Of(problem.Demands.Select(demand => demand.Id), i => quantities.Down(problem.Demands[i].Quantity) > 0);
        var network = new SupplyNetwork(problem, sources, demands, LaneOrder.Of(problem, sources, demands)) { Quantities = quantities };
        network.SetQuantities(total);
        network.SetRanks();
        network.SetMoney();
        network.Flow = network.BuildFlow();
        return network;
    }

    /// <summary>Supply beyond twice all demand changes nothing and would only coarsen the grid.</summary>
    private static double UsefulSupply(SupplySource source, double total) => total > 0 ? Math.Min(source.Available, 2 * total) : source.Available;

    private static bool IsLimit(Lane lane, Demand demand) => lane.Maximum <= demand.Quantity;

    private static Grid ChooseQuantityGrid(SupplyProblem problem, double total)
    {
        var quantityOf = problem.Demands.ToDictionary(demand => demand.Id, StringComparer.Ordinal);
        var exact = problem.Demands.Select(demand => demand.Quantity)
            .Concat(problem.Sources.Where(source => source.Available == UsefulSupply(source, total)).Select(source => source.Available))
            .Concat(problem.Lanes.Where(lane => IsLimit(lane, quantityOf[lane.DemandId])).Select(lane => lane.Maximum!.Value))
            .ToArray();
        var required = problem.Demands.Select(demand => demand.MinimumFill * demand.Quantity).ToArray();
        var largest = problem.Demands.Max(demand => demand.Quantity);
        if (problem.Sources.Count > 0)
            largest = Math.Max(largest, problem.Sources.Max(source => UsefulSupply(source, total)));
        return Grid.For(exact, required, largest, QuantityLimit);
    }

    private void SetQuantities(double total)
    {
        Available = Sources.Select(i => Quantities.Down(UsefulSupply(Problem.Sources[i], total)));
        Wanted = Demands.Select(i => Quantities.Down(Problem.Demands[i].Quantity));
        Required = new long[Demands.Count];
        for (var demand = 0; demand < Demands.Count; demand++)
        {
            var input = Problem.Demands[Demands.Input[demand]];
            Required[demand] = Math.Min(Wanted[demand], Quantities.Nearest(input.MinimumFill * input.Quantity));
        }
    }

    private void SetRanks()
    {
        if (Problem.Rule == PriorityRule.ByValue)
        {
            Rank = new int[Demands.Count];
            return;
        }

        var priorities = Demands.Input.Select(i => Problem.Demands[i].Priority).Distinct().OrderDescending().ToArray();
        RankPriority = [0, .. priorities];
        var rankOf = priorities.Select((priority, i) => (priority, rank: i + 1)).ToDictionary(pair => pair.priority, pair => pair.rank);
        Rank = Demands.Input.Select(i => rankOf[Problem.Demands[i].Priority]).ToArray();
    }

    private void SetMoney()
    {
        var costs = Lanes.Input.Select(i => Problem.Lanes[i].UnitCost).ToArray();
        var values = Demands.Input.Select(i => Problem.Demands[i].UnitValue).ToArray();
        var movable = MovableMoney(costs, values);
        Money = Grid.For([.. costs, .. values], [], movable, MoneyLimit / (MinimumRank + 3));
        var money = Money;
        var exact = MovableMoney([.. costs.Select(cost => (double)money.Nearest(cost))], [.. values.Select(value => (double)money.Nearest(value))]);
        RankWeight = 2 * ((long)(exact * (1 + 1e-9)) + 2);
    }

    /// <summary>More than the money any path or cycle of the network can gather: both ends, and per inner source (or demand) the range of its lanes.</summary>
    private double MovableMoney(double[] costs, double[] values)
    {
        double sourceRanges = 0, demandRanges = 0, largestCost = 0, largestValue = 0;
        for (var source = 0; source < Sources.Count; source++)
            sourceRanges += Range(costs.AsSpan(Lanes.SourceStart[source], Lanes.SourceStart[source + 1] - Lanes.SourceStart[source]));
        for (var demand = 0; demand < Demands.Count; demand++)
        {
            var lanes = Lanes.Into(demand);
            double least = double.PositiveInfinity, most = double.NegativeInfinity;
            foreach (var lane in lanes)
            {
                least = Math.Min(least, costs[lane]);
                most = Math.Max(most, costs[lane]);
            }

            demandRanges += lanes.Length == 0 ? 0 : most - least;
        }

        foreach (var cost in costs)
            largestCost = Math.Max(largestCost, cost);
        foreach (var value in values)
            largestValue = Math.Max(largestValue, Math.Abs(value));
        return 2 * largestValue + 2 * largestCost + Math.Min(sourceRanges, demandRanges);
    }

    private static double Range(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return 0;
        double least = values[0], most = values[0];
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return most - least;
    }

    private FlowNetwork BuildFlow()
    {
        MinimumArc = new int[Demands.Count];
        Array.Fill(MinimumArc, -1);
        var arcs = Lanes.Count + Sources.Count + Demands.Count;
        for (var demand = 0; demand < Demands.Count; demand++)
        {
            if (Required[demand] > 0)
                MinimumArc[demand] = arcs++;
        }

        var root = Sources.Count + Demands.Count;
        var supply = new long[root + 1];
        var start = new int[root];
        var artificialCost = (MinimumRank + 2) * RankWeight;
        var flow = new FlowNetwork(root + 1, root, supply, new int[arcs], new int[arcs], new long[arcs], new long[arcs], artificialCost) { Flow = new long[arcs], StartArc = start };
        for (var arc = 0; arc < Lanes.Count; arc++)
        {
            var lane = Problem.Lanes[Lanes.Input[arc]];
            var demand = Lanes.Demand[arc];
            var limited = IsLimit(lane, Problem.Demands[Demands.Input[demand]]);
            Set(flow, arc, Lanes.Source[arc], DemandNode(demand), Money.Nearest(lane.UnitCost), limited ? Quantities.Down(lane.Maximum!.Value) : FlowNetwork.Unbounded, 0);
        }

        for (var source = 0; source < Sources.Count; source++)
        {
            Set(flow, UnusedArc(source), source, root, 0, FlowNetwork.Unbounded, Available[source]);
            start[source] = UnusedArc(source);
            supply[source] = Available[source];
        }

        for (var demand = 0; demand < Demands.Count; demand++)
        {
            var value = Money.Nearest(Problem.Demands[Demands.Input[demand]].UnitValue);
            var above = Wanted[demand] - Required[demand];
            Set(flow, UnmetArc(demand), root, DemandNode(demand), value + Rank[demand] * RankWeight, above, above);
            if (MinimumArc[demand] >= 0)
                Set(flow, MinimumArc[demand], root, DemandNode(demand), value + MinimumRank * RankWeight, Required[demand], Required[demand]);
            supply[DemandNode(demand)] = -Wanted[demand];
            start[DemandNode(demand)] = MinimumArc[demand] >= 0 ? MinimumArc[demand] : UnmetArc(demand);
        }

        return flow;
    }

    private static void Set(FlowNetwork network, int arc, int from, int to, long cost, long capacity, long flow)
    {
        network.From[arc] = from;
        network.To[arc] = to;
        network.Cost[arc] = cost;
        network.Capacity![arc] = capacity;
        network.Flow[arc] = flow;
    }
}
