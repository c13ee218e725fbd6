namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Names the minimum fills that cannot be met together where lanes take other than unit for unit: those that have a price in the program of the least breach, with what holds them back.</summary>
internal static class RatioConflicts
{
    public static IReadOnlyList<MinimumFillConflict> Find(RatioShape shape, ProgramSolution solution)
    {
        var problem = shape.Problem;
        if (solution.Goals[0] <= LexicographicProgram.Zero)
            return [];
        var prices = solution.Prices[0];
        var demands = Enumerable.Range(0, problem.Demands.Count).Where(demand => prices[shape.DemandRow(demand)] > 0).ToArray();
        var sources = Enumerable.Range(0, problem.Sources.Count).Where(source => prices[source] < 0).ToArray();
        var lanes = Enumerable.Range(0, shape.Lanes.Length)
            .Where(lane => -shape.Lanes[lane].UnitsPerUnit * prices[shape.Source[lane]] - prices[shape.DemandRow(shape.Demand[lane])] < -LexicographicProgram.Zero)
            .Select(lane => shape.Lanes[lane]).ToArray();
        var required = demands.Sum(demand => problem.Demands[demand].MinimumFill * problem.Demands[demand].Quantity);
        var shortfall = solution.Goals[0] * shape.Scale;
        var relaxations = Enumerable.Range(0, problem.Demands.Count).Where(demand => solution.Columns[shape.Below(demand)] > LexicographicProgram.Zero)
            .Select(demand => new MinimumFillRelaxation(problem.Demands[demand].Id, solution.Columns[shape.Below(demand)] * shape.Scale)).ToArray();
        return [MinimumFillConflict.Of(problem, [.. demands.Select(demand => problem.Demands[demand])], [.. sources.Select(source => problem.Sources[source])], lanes, required, required - shortfall, relaxations)];
    }
}
