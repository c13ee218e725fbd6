using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Benchmarks.Flows;

/// <summary>Generated flow problems in whole numbers; the last node of each takes what is left over for nothing, so that they balance.</summary>
internal static class FlowInstances
{
    private const int DearestLane = 1000;

    /// <summary>Every source may serve every demand.</summary>
    public static FlowProblem Dense(int size, int seed)
    {
        var random = new Random(seed);
        var supply = Draw(random, size, 80, 160);
        var demand = Draw(random, size, 50, 160);
        supply[0] += Math.Max(0, demand.Sum() - supply.Sum());
        var builder = new FlowBuilder(2 * size + 1, size * (size + 1));
        for (var source = 0; source < size; source++)
        {
            for (var taker = 0; taker < size; taker++)
                builder.Add(source, size + taker, random.Next(1, DearestLane), supply[source]);
            builder.Add(source, 2 * size, 0, supply[source]);
        }

        return builder.Build([.. supply, .. demand.Select(units => -units), demand.Sum() - supply.Sum()]);
    }

    /// <summary>Every source may serve some demands, drawn at random; a plan that serves all exists by construction.</summary>
    public static FlowProblem Sparse(int size, int lanesPerSource, int seed)
    {
        var random = new Random(seed);
        var supply = new long[size];
        var demand = new long[size];
        var lanes = new SortedSet<int>[size];
        for (var source = 0; source < size; source++)
        {
            lanes[source] = [source];
            while (lanes[source].Count < lanesPerSource)
                lanes[source].Add(random.Next(size));
            foreach (var taker in lanes[source].Where(taker => taker == source || random.Next(lanesPerSource / 2) == 0))
            {
                var units = random.Next(20, 80);
                demand[taker] += units;
                supply[source] += units;
            }

            supply[source] += random.Next(0, 20);
        }

        var builder = new FlowBuilder(2 * size + 1, size * (lanesPerSource + 1));
        for (var source = 0; source < size; source++)
        {
            foreach (var taker in lanes[source])
                builder.Add(source, size + taker, random.Next(1, DearestLane), supply[source]);
            builder.Add(source, 2 * size, 0, supply[source]);
        }

        return builder.Build([.. supply, .. demand.Select(units => -units), demand.Sum() - supply.Sum()]);
    }

    /// <summary>Plants ship to warehouses a period ahead, warehouses hold stock from period to period within their space and serve customers; what is not served costs a penalty.</summary>
    public static FlowProblem TimeExpanded(int periods, int plants, int warehouses, int customers, int seed)
    {
        const long penalty = 10_000;
        var random = new Random(seed);
        int places = plants + warehouses + customers, rest = periods * places, unserved = rest + 1;
        var supply = new long[rest + 2];
        var builder = new FlowBuilder(rest + 2, periods * (plants * (warehouses + 1) + warehouses * (customers / 4 + 2) + 2 * customers + 1) + 1);
        var near = Enumerable.Range(0, warehouses).Select(_ => Enumerable.Range(0, customers).Where(_ => random.Next(5) == 0).ToArray()).ToArray();
        for (var period = 0; period < periods; period++)
        {
            int plant0 = period * places, warehouse0 = plant0 + plants, customer0 = warehouse0 + warehouses;
            for (var plant = plant0; plant < warehouse0; plant++)
            {
                supply[plant] = random.Next(1000, 3000);
                for (var warehouse = 0; warehouse < warehouses && period + 1 < periods; warehouse++)
                    builder.Add(plant, warehouse0 + places + warehouse, random.Next(20, 200), random.Next(100, 400));
                builder.Add(plant, rest, 0, supply[plant]);
            }

            for (var warehouse = 0; warehouse < warehouses; warehouse++)
            {
                supply[warehouse0 + warehouse] = period == 0 ? random.Next(500, 2000) : 0;
                foreach (var customer in near[warehouse])
                    builder.Add(warehouse0 + warehouse, customer0 + customer, random.Next(5, 100), random.Next(20, 200));
                builder.Add(warehouse0 + warehouse, period + 1 < periods ? warehouse0 + places + warehouse : rest, 3, 1500);
                builder.Add(warehouse0 + warehouse, rest, 0, 1_000_000);
            }

            for (var customer = customer0; customer < customer0 + customers; customer++)
                supply[customer] = -random.Next(20, 160);
        }

        var wanted = -supply.Sum(units => Math.Min(0, units));
        for (var node = 0; node < rest; node++)
        {
            if (supply[node] < 0)
                builder.Add(unserved, node, penalty, wanted);
        }

        builder.Add(unserved, rest, 0, wanted);
        supply[unserved] = wanted;
        supply[rest] = -supply.Sum();
        return builder.Build(supply);
    }

    /// <summary>The same problem with a share of its demands changed, their sum kept.</summary>
    public static FlowProblem WithOtherDemands(FlowProblem problem, double share, int seed)
    {
        var random = new Random(seed);
        var supply = (long[])problem.Supply.Clone();
        var demands = Enumerable.Range(0, supply.Length - 1).Where(node => supply[node] < 0).ToArray();
        random.Shuffle(demands);
        for (var i = 0; i + 1 < demands.Length * share; i += 2)
        {
            var units = Math.Min(-supply[demands[i]], random.Next(1, 11));
            supply[demands[i]] += units;
            supply[demands[i + 1]] -= units;
        }

        return problem with { Supply = supply };
    }

    private static long[] Draw(Random random, int count, int least, int most) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(least, most))];

    private sealed class FlowBuilder(int nodes, int arcs)
    {
        private int[] _from = new int[arcs];
        private int[] _to = new int[arcs];
        private long[] _cost = new long[arcs];
        private long[] _capacity = new long[arcs];
        private int _count;

        public void Add(int from, int to, long cost, long capacity)
        {
            if (_count == _from.Length)
                Resize(2 * _count);
            (_from[_count], _to[_count], _cost[_count], _capacity[_count]) = (from, to, cost, capacity);
            _count++;
        }

        public FlowProblem Build(long[] supply)
        {
            if (_count < _from.Length)
                Resize(_count);
            return supply.Length == nodes ? new FlowProblem(supply, _from, _to, _cost, _capacity) : throw new BenchmarkException($"{supply.Length} supplies for {nodes} nodes.");
        }

        private void Resize(int length)
        {
            Array.Resize(ref _from, length);
            Array.Resize(ref _to, length);
            Array.Resize(ref _cost, length);
            Array.Resize(ref _capacity, length);
        }
    }
}
