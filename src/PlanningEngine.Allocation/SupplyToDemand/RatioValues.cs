namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>One-sided values of a problem with ratios, from linear programs over the directions in which its optimum can move.</summary>
/// <remarks>
/// The derivative of the optimal value in a direction of the limits is the least cost of a direction that keeps what is tight (Fiacco 1983, "Introduction to Sensitivity and Stability Analysis in Nonlinear
/// Programming", for linear programs), goal by goal; moving along that direction stays optimal until the next limit is met, which is the range. Duals alone lie between the two one-sided values.
/// </remarks>
internal sealed class RatioValues
{
    private const double Tight = 1e-9;

    private readonly RatioShape _shape;
    private readonly LexicographicProgram _program;
    private readonly ProgramSolution _solution;
    private readonly double[] _rowSlack;
    private readonly ProgramBounds _directions;
    private readonly CancellationToken _cancellationToken;

    public RatioValues(RatioShape shape, LexicographicProgram program, ProgramSolution solution, CancellationToken cancellationToken)
    {
        (_shape, _program, _solution, _cancellationToken) = (shape, program, solution, cancellationToken);
        _rowSlack = [.. shape.Problem.Sources.Select(source => source.Available / shape.Scale)];
        for (var lane = 0; lane < shape.Lanes.Length; lane++)
            _rowSlack[shape.Source[lane]] -= shape.Lanes[lane].UnitsPerUnit * solution.Columns[lane];
        _directions = new ProgramBounds(new double[shape.ColumnCount], new double[shape.ColumnCount], new double[shape.Bounds.RowMost.Length], new double[shape.Bounds.RowMost.Length]);
        for (var column = 0; column < shape.ColumnCount; column++)
        {
            _directions.Least[column] = solution.Columns[column] <= Tight ? 0 : double.NegativeInfinity;
            _directions.Most[column] = IsFull(column) ? 0 : double.PositiveInfinity;
        }

        for (var source = 0; source < shape.Problem.Sources.Count; source++)
        {
            _directions.RowLeast[source] = double.NegativeInfinity;
            _directions.RowMost[source] = _rowSlack[source] <= Tight ? 0 : double.PositiveInfinity;
        }
    }

    /// <summary>One per source; the dearest are worked out from both sides, the others carry their dual price, which holds for 0.</summary>
    public SourceValue[] Sources(int limit)
    {
        var dear = Enumerable.Range(0, _shape.Problem.Sources.Count).Where(source => _rowSlack[source] <= Tight).OrderByDescending(Size).ThenBy(source => source).Take(limit).ToHashSet();
        return [.. _shape.Problem.Sources.Select((source, i) => Source(source, i, dear.Contains(i)))];

        double Size(int source) => -_solution.Prices[^1][source];
    }

    /// <summary>The demands with the dearest units, as many as asked for.</summary>
    public DemandValue[] Demands(int limit) =>
        [.. Enumerable.Range(0, _shape.Problem.Demands.Count).Where(demand => _shape.Problem.Demands[demand].Quantity > 0)
            .OrderByDescending(demand => _solution.Prices[^1][_shape.DemandRow(demand)]).ThenBy(demand => demand).Take(limit).Order()
            .TakeWhile(_ => !_cancellationToken.IsCancellationRequested).Select(Demand).OfType<DemandValue>()];

    /// <summary>Lanes that carry their maximum, the dearest first.</summary>
    public LaneValue[] LimitedLanes(int limit) =>
        [.. Enumerable.Range(0, _shape.Lanes.Length).Where(IsFull)
            .OrderBy(Reduced).ThenBy(lane => lane).Take(limit)
            .TakeWhile(_ => !_cancellationToken.IsCancellationRequested).Select(Limit).OfType<LaneValue>()];

    /// <summary>Unused lanes that have room, the nearest to being used first.</summary>
    public RefusedLane[] RefusedLanes(int limit) =>
        [.. Enumerable.Range(0, _shape.Lanes.Length).Where(lane => _solution.Columns[lane] <= Tight && !IsFull(lane))
            .Select(lane => (Lane: _shape.Lanes[lane], Rank: Rank(lane), Reduced: Reduced(lane) * _shape.MoneyScale))
            .OrderBy(refused => refused.Rank).ThenBy(refused => refused.Reduced).Take(limit)
            .Select(refused => new RefusedLane(refused.Lane.SourceId, refused.Lane.DemandId, refused.Reduced, refused.Rank))];

    private bool IsFull(int column) => _solution.Columns[column] >= _shape.Bounds.Most[column] - Tight;

    private double Reduced(int lane) => Reduced(_shape.Stages.Length - 1, lane, _shape.Lanes[lane].UnitCost / _shape.MoneyScale);

    private double Reduced(int goal, int lane, double cost) =>
        cost - _shape.Lanes[lane].UnitsPerUnit * _solution.Prices[goal][_shape.Source[lane]] - _solution.Prices[goal][_shape.DemandRow(_shape.Demand[lane])];

    /// <summary>Ranks that using the lane would hurt: the lowest priority has 1.</summary>
    private int Rank(int lane)
    {
        for (var goal = 0; goal < _shape.Stages.Length - 1; goal++)
        {
            if (Reduced(goal, lane, 0) > Tight)
                return _shape.Stages.Length - 1 - goal;
        }

        return 0;
    }

    private SourceValue Source(SupplySource source, int position, bool workOut)
    {
        if (_rowSlack[position] > Tight)
        {
            return new SourceValue(source.Id, Nothing(double.PositiveInfinity), Nothing(_rowSlack[position] * _shape.Scale), false);
        }

        Change[] change = [new(position, IsRow: true, 1)];
        var more = (workOut ? OneSided(+1, change, 0) : null) ?? Dual(position);
        var less = source.Available == 0 ? null : (workOut ? OneSided(-1, change, 0) : null) ?? Dual(position);
        return new SourceValue(source.Id, more, less, more.Money != 0 || more.Shortages.Count > 0);
    }

    private DemandValue? Demand(int position)
    {
        var demand = _shape.Problem.Demands[position];
        Change[] quantity = [new(_shape.DemandRow(position), IsRow: true, 1), new(_shape.Above(position), IsRow: false, 1)];
        Change[] minimum = [new(_shape.Below(position), IsRow: false, 1), new(_shape.Above(position), IsRow: false, -1)];
        var hasAbove = _shape.Bounds.Most[_shape.Above(position)] > 0;
        var more = OneSided(+1, quantity, demand.UnitValue);
        return more is null ? null : new DemandValue(
            demand.Id,
            more,
            hasAbove ? OneSided(-1, quantity, demand.UnitValue) : null,
            hasAbove ? OneSided(+1, minimum, 0) : null,
            demand.MinimumFill > 0 ? OneSided(-1, minimum, 0) : null);
    }

    private LaneValue? Limit(int lane)
    {
        Change[] change = [new(lane, IsRow: false, 1)];
        var more = OneSided(+1, change, 0);
        return more is null ? null : new LaneValue(_shape.Lanes[lane].SourceId, _shape.Lanes[lane].DemandId, more, _shape.Lanes[lane].Maximum > 0 ? OneSided(-1, change, 0) : null);
    }

    /// <summary>The derivative from above (+1) or below (-1), per unit more; null when it was stopped.</summary>
    private MarginalValue? OneSided(int sign, Change[] changes, double moneyPerUnit)
    {
        var bounds = _directions.Copy();
        foreach (var change in changes)
        {
            if (change.IsRow && change.Index < _shape.Problem.Sources.Count)
                bounds.RowMost[change.Index] = sign * change.PerUnit;
            else if (change.IsRow)
                bounds.RowLeast[change.Index] = bounds.RowMost[change.Index] = sign * change.PerUnit;
            else if (IsFull(change.Index))
                bounds.Most[change.Index] = sign * change.PerUnit;
        }

        if (_program.Minimise(bounds, _cancellationToken) is not { } direction)
            return null;
        var rates = new List<ShortageRate>();
        for (var goal = 0; goal < _shape.Stages.Length - 1; goal++)
        {
            if (Math.Abs(direction.Goals[goal]) > Tight)
                rates.Add(new ShortageRate(_shape.Stages[goal].Priority, sign * direction.Goals[goal]));
        }

        return new MarginalValue(moneyPerUnit - sign * direction.Goals[^1] * _shape.MoneyScale, Range(direction.Columns, sign, changes) * _shape.Scale, rates);
    }

    /// <summary>How far the optimum can move before it meets the next limit.</summary>
    private double Range(double[] direction, int sign, Change[] changes)
    {
        var range = double.PositiveInfinity;
        var rowRate = new double[_shape.Problem.Sources.Count];
        for (var column = 0; column < direction.Length; column++)
        {
            var upward = direction[column] - (changes.FirstOrDefault(change => !change.IsRow && change.Index == column)?.PerUnit * sign ?? 0);
            if (direction[column] < -Tight && _solution.Columns[column] > Tight)
                range = Math.Min(range, _solution.Columns[column] / -direction[column]);
            if (upward > Tight && !IsFull(column))
                range = Math.Min(range, (_shape.Bounds.Most[column] - _solution.Columns[column]) / upward);
            if (column < _shape.Lanes.Length)
                rowRate[_shape.Source[column]] += _shape.Lanes[column].UnitsPerUnit * direction[column];
        }

        for (var source = 0; source < rowRate.Length; source++)
        {
            if (rowRate[source] > Tight && _rowSlack[source] > Tight)
                range = Math.Min(range, _rowSlack[source] / rowRate[source]);
        }

        return range;
    }

    private MarginalValue Dual(int source)
    {
        var rates = new List<ShortageRate>();
        for (var goal = 0; goal < _shape.Stages.Length - 1; goal++)
        {
            if (_solution.Prices[goal][source] != 0)
                rates.Add(new ShortageRate(_shape.Stages[goal].Priority, _solution.Prices[goal][source]));
        }

        return new MarginalValue(-_solution.Prices[^1][source] * _shape.MoneyScale, 0, rates);
    }

    private static MarginalValue Nothing(double holdsFor) => new(0, holdsFor, []);

    /// <summary>A limit that moves: the right-hand side of a row, or the most of a column.</summary>
    private sealed record Change(int Index, bool IsRow, double PerUnit);
}
