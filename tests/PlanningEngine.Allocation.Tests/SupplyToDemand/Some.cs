using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

/// <summary>Small problems and random ones from a seed.</summary>
internal static class Some
{
    public static SupplySource Plant(string id, double available, SourceKind kind = SourceKind.Capacity) =>
        new(id, $"line {id}", kind, available, $"plant {id}", "May 2026");

    public static Demand Demand(string id, double quantity, int priority = 1, double value = 10, double minimumFill = 0) =>
        new(id, $"SKU-{id}", quantity, priority, value, minimumFill);

    public static SupplyProblem Problem(SupplySource[] sources, Demand[] demands, Lane[] lanes, PriorityRule rule = PriorityRule.Strict) =>
        new(sources, demands, lanes, rule);

    public static SupplyResult Solved(SupplyProblem problem, SupplySolverOptions? options = null) =>
        SupplySolver.Solve(problem, options, TestContext.Current.CancellationToken);

    /// <summary>Integers from small ranges, so that ties, degenerate vertices, zero supplies and closed lanes are the rule.</summary>
    public static SupplyProblem TiedProblem(int seed, PriorityRule rule, bool minimumFills, int mostNodes = 7)
    {
        var random = new Random(seed);
        var sources = Enumerable.Range(0, random.Next(0, mostNodes)).Select(i => Plant($"{i}", random.Next(0, 6), (SourceKind)random.Next(2))).ToArray();
        var demands = Enumerable.Range(0, random.Next(1, mostNodes))
            .Select(i => Demand($"{i}", random.Next(0, 6), random.Next(1, 4), random.Next(-1, 6), minimumFills && random.Next(3) == 0 ? random.Next(1, 4) / 4.0 : 0)).ToArray();
        return new SupplyProblem(sources, demands, RandomLanes(random, sources, demands, 0.7, () => random.Next(0, 5), () => random.Next(0, 5)), rule);
    }

    /// <summary>Real numbers over many magnitudes.</summary>
    public static SupplyProblem RealProblem(int seed, PriorityRule rule, double smallest = 1, double largest = 100)
    {
        var random = new Random(seed);
        double Size() => smallest * Math.Pow(largest / smallest, random.NextDouble());
        var sources = Enumerable.Range(0, random.Next(1, 12)).Select(i => Plant($"{i}", Size())).ToArray();
        var demands = Enumerable.Range(0, random.Next(1, 20)).Select(i => Demand($"{i}", Size(), random.Next(1, 5), Size(), random.Next(8) == 0 ? 0.1 : 0)).ToArray();
        return new SupplyProblem(sources, demands, RandomLanes(random, sources, demands, 0.6, Size, Size), rule);
    }

    public static SupplyProblem DenseProblem(int seed, int size, PriorityRule rule)
    {
        var random = new Random(seed);
        var sources = Enumerable.Range(0, size).Select(i => Plant($"{i}", random.Next(50, 150))).ToArray();
        var demands = Enumerable.Range(0, size).Select(i => Demand($"{i}", random.Next(50, 170), random.Next(1, 4), random.Next(100, 200))).ToArray();
        var lanes = sources.SelectMany(source => demands.Select(demand => new Lane(source.Id, demand.Id, random.Next(1, 101)))).ToArray();
        return new SupplyProblem(sources, demands, lanes, rule);
    }

    public static SupplyProblem Shuffled(SupplyProblem problem, int seed)
    {
        var random = new Random(seed);
        T[] Shuffle<T>(IReadOnlyList<T> items)
        {
            var copy = items.ToArray();
            random.Shuffle(copy);
            return copy;
        }

        return problem with { Sources = Shuffle(problem.Sources), Demands = Shuffle(problem.Demands), Lanes = Shuffle(problem.Lanes) };
    }

    private static Lane[] RandomLanes(Random random, SupplySource[] sources, Demand[] demands, double density, Func<double> cost, Func<double> limit)
    {
        var lanes = new List<Lane>();
        foreach (var source in sources)
        {
            foreach (var demand in demands)
            {
                if (random.NextDouble() < density)
                    lanes.Add(new Lane(source.Id, demand.Id, cost(), random.Next(3) == 0 ? limit() : null));
            }
        }

        return [.. lanes];
    }
}
