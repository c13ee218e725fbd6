namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A problem whose lanes take other than unit for unit, as a linear program in numbers of size 1.</summary>
/// <remarks>
/// Columns: the lanes sorted by source and demand id, per demand what is unmet above its minimum, per demand what is unmet below it. Rows: the sources, the demands. A source with a million times what its lanes
/// could take has no limit. Quantities are parts of the largest wanted, money parts of the largest per unit.
/// </remarks>
internal sealed class RatioShape
{
    private const double Plenty = 1e6;

    private readonly double _digits;

    public RatioShape(SupplyProblem problem)
    {
        Problem = problem;
        Scale = Math.Max(double.Epsilon, problem.Demands.Max(demand => demand.Quantity));
        MoneyScale = Math.Max(problem.Demands.Max(demand => Math.Abs(demand.UnitValue)), problem.Lanes.Select(lane => lane.UnitCost).DefaultIfEmpty().Max());
        MoneyScale = MoneyScale > 0 ? MoneyScale : 1;
        _digits = Math.Pow(10, Math.Clamp(11 - Math.Floor(Math.Log10(Scale)), 0, 15));
        var sources = problem.Sources.Select((source, i) => (source.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var demands = problem.Demands.Select((demand, i) => (demand.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        Lanes = [.. problem.Lanes.OrderBy(lane => lane.SourceId, StringComparer.Ordinal).ThenBy(lane => lane.DemandId, StringComparer.Ordinal)];
        Source = Array.ConvertAll(Lanes, lane => sources[lane.SourceId]);
        Demand = Array.ConvertAll(Lanes, lane => demands[lane.DemandId]);
        Stages = [.. GoalStage.Of(problem)];
        Bounds = MakeBounds();
    }

    public SupplyProblem Problem { get; }

    public Lane[] Lanes { get; }

    /// <summary>[lane]: position of its source.</summary>
    public int[] Source { get; }

    /// <summary>[lane]: position of its demand.</summary>
    public int[] Demand { get; }

    public GoalStage[] Stages { get; }

    public ProgramBounds Bounds { get; }

    public double Scale { get; }

    public double MoneyScale { get; }

    public int ColumnCount => Lanes.Length + 2 * Problem.Demands.Count;

    public int Above(int demand) => Lanes.Length + demand;

    public int Below(int demand) => Lanes.Length + Problem.Demands.Count + demand;

    public int DemandRow(int demand) => Problem.Sources.Count + demand;

    public LexicographicProgram Program()
    {
        var columns = new IReadOnlyList<(int, double)>[ColumnCount];
        for (var lane = 0; lane < Lanes.Length; lane++)
            columns[lane] = [(Source[lane], Lanes[lane].UnitsPerUnit), (DemandRow(Demand[lane]), 1)];
        for (var demand = 0; demand < Problem.Demands.Count; demand++)
            columns[Above(demand)] = columns[Below(demand)] = [(DemandRow(demand), 1)];
        return new LexicographicProgram(Problem.Sources.Count + Problem.Demands.Count, columns, Array.ConvertAll(Stages, Costs));
    }

    /// <summary>Cost of each column for a goal.</summary>
    public double[] Costs(GoalStage stage)
    {
        var costs = new double[ColumnCount];
        for (var lane = 0; stage.IsMoney && lane < Lanes.Length; lane++)
            costs[lane] = Lanes[lane].UnitCost / MoneyScale;
        for (var demand = 0; demand < Problem.Demands.Count; demand++)
        {
            var money = stage.IsMoney ? Problem.Demands[demand].UnitValue / MoneyScale : 0;
            costs[Above(demand)] = money + (stage.Priority == Problem.Demands[demand].Priority ? 1 : 0);
            costs[Below(demand)] = money + (stage.IsBreach ? 1 : 0);
        }

        return costs;
    }

    /// <summary>Shipments of a solution, rounded to twelve digits of the largest quantity and cut until their sums keep every limit in double arithmetic.</summary>
    public Shipment[] Shipments(double[] columns)
    {
        var units = new double[Lanes.Length];
        for (var lane = 0; lane < units.Length; lane++)
        {
            var quantity = columns[lane] <= LexicographicProgram.Zero ? 0 : Math.Round(columns[lane] * Scale * _digits) / _digits;
            units[lane] = Math.Min(quantity, Lanes[lane].Maximum ?? double.PositiveInfinity);
        }

        var byDemand = Enumerable.Range(0, units.Length).ToLookup(lane => Demand[lane]);
        var bySource = Enumerable.Range(0, units.Length).ToLookup(lane => Source[lane]);
        foreach (var lanes in byDemand)
            Cut(units, [.. lanes], _ => 1, Problem.Demands[lanes.Key].Quantity);
        foreach (var lanes in bySource)
            Cut(units, [.. lanes], lane => Lanes[lane].UnitsPerUnit, Problem.Sources[lanes.Key].Available);
        return [.. Enumerable.Range(0, units.Length).Where(lane => units[lane] > 0)
            .Select(lane => new Shipment(Lanes[lane].SourceId, Lanes[lane].DemandId, units[lane], Lanes[lane].UnitCost, Lanes[lane].UnitsPerUnit))];
    }

    /// <summary>Takes from the largest until the sum keeps a limit.</summary>
    public static void Cut(double[] units, int[] lanes, Func<int, double> ratio, double limit)
    {
        for (var excess = Excess(); excess > 0; excess = Excess())
        {
            var largest = lanes.MaxBy(lane => units[lane] * ratio(lane));
            units[largest] = Math.Max(0, Math.Min(Math.BitDecrement(units[largest]), units[largest] - excess / ratio(largest)));
        }

        double Excess() => lanes.Sum(lane => units[lane] * ratio(lane)) - limit;
    }

    private ProgramBounds MakeBounds()
    {
        var rows = Problem.Sources.Count + Problem.Demands.Count;
        var bounds = new ProgramBounds(new double[ColumnCount], new double[ColumnCount], new double[rows], new double[rows]);
        var takes = new double[Problem.Sources.Count];
        for (var lane = 0; lane < Lanes.Length; lane++)
        {
            var most = Lanes[lane].Maximum ?? double.PositiveInfinity;
            bounds.Most[lane] = most / Scale;
            takes[Source[lane]] += Lanes[lane].UnitsPerUnit * Math.Min(most, Problem.Demands[Demand[lane]].Quantity);
        }

        for (var source = 0; source < takes.Length; source++)
        {
            bounds.RowLeast[source] = double.NegativeInfinity;
            bounds.RowMost[source] = takes[source] * Plenty < Problem.Sources[source].Available ? double.PositiveInfinity : Problem.Sources[source].Available / Scale;
        }

        for (var demand = 0; demand < Problem.Demands.Count; demand++)
        {
            var input = Problem.Demands[demand];
            bounds.Most[Below(demand)] = input.MinimumFill * input.Quantity / Scale;
            bounds.Most[Above(demand)] = (1 - input.MinimumFill) * input.Quantity / Scale;
            bounds.RowLeast[DemandRow(demand)] = bounds.RowMost[DemandRow(demand)] = input.Quantity / Scale;
        }

        return bounds;
    }
}
