using PlanningEngine.Allocation.Inventory;

namespace PlanningEngine.Allocation.Tests.Inventory;

/// <summary>Items and demand for inventory tests.</summary>
internal static class Stocked
{
    public static DemandPaths Paths(params double[][] paths) => new(paths);

    /// <summary>Independent demand that is nothing in some periods and skewed in the others.</summary>
    public static double[] Lumpy(int periods, int seed, bool whole)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, periods).Select(_ => random.NextDouble() < 0.4 ? 0 : Math.Exp(1.5 + (0.8 * Normal(random)))).Select(value => whole ? Math.Round(value) : value)];
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
