namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Raises the bound of the relaxation by deflected subgradient steps.</summary>
/// <remarks>
/// Step length after Polyak (1969) towards a target, direction after Camerini, Fratta and Maffioli (Mathematical Programming Study 3, 1975). The weighted mean of the relaxed plans
/// estimates the fractional optimum (Barahona and Anbil, Mathematical Programming 87, 2000) and guides the branching. Multipliers stay on the model's grid, so bounds are exact.
/// </remarks>
internal sealed class DualAscent(AssignmentModel model, KnapsackRelaxation relaxation)
{
    private const double Memory = 0.85;

    private readonly double[] _current = new double[model.Jobs];
    private readonly double[] _direction = new double[model.Jobs];
    private double _step;
    private int _patience;
    private int _failures;

    /// <summary>Multipliers of the best bound.</summary>
    public double[] Best { get; } = new double[model.Jobs];

    /// <summary>The best bound since the start.</summary>
    public double Bound { get; private set; }

    /// <summary>Mean share of each pair in the relaxed plans, recent ones weighing more.</summary>
    public double[] Share { get; } = new double[model.Cost.Length];

    /// <summary>Length of the next step, as a part of Polyak's.</summary>
    public double StepLength => _step;

    /// <summary>Starts from given multipliers.</summary>
    public void Start(ReadOnlySpan<double> multiplier, double stepLength, int patience)
    {
        multiplier.CopyTo(_current);
        multiplier.CopyTo(Best);
        Array.Clear(_direction);
        (_step, _patience, _failures) = (stepLength, patience, 0);
        Bound = double.NegativeInfinity;
    }

    /// <summary>Evaluates the multipliers and moves on.</summary>
    /// <returns>False when the relaxed plan gives every job to exactly one agent: it is optimal, but for rounding of loads.</returns>
    public bool Step(Domain domain, double target)
    {
        relaxation.Evaluate(domain, _current);
        if (relaxation.Bound > Bound)
        {
            if (relaxation.Bound - Bound > 1e-6 * Math.Abs(relaxation.Bound))
                _failures = 0;
            Bound = relaxation.Bound;
            _current.CopyTo(Best, 0);
        }
        else if (++_failures >= _patience)
        {
            _failures = 0;
            _step /= 2;
            Best.CopyTo(_current, 0);
            Array.Clear(_direction);
        }

        Average();
        return Move(target);
    }

    private bool Move(double target)
    {
        var (along, size) = (0.0, 0.0);
        var complete = true;
        for (var job = 0; job < _current.Length; job++)
        {
            var missing = 1 - relaxation.Cover[job];
            complete &= missing == 0;
            along += missing * _direction[job];
            size += _direction[job] * _direction[job];
        }

        if (complete)
            return false;
        var deflection = size > 0 && along < 0 ? -1.5 * along / size : 0;
        var length = 0.0;
        for (var job = 0; job < _current.Length; job++)
        {
            _direction[job] = 1 - relaxation.Cover[job] + deflection * _direction[job];
            length += _direction[job] * _direction[job];
        }

        if (length == 0)
            return true;
        var step = _step * Math.Max(target - relaxation.Bound, model.Grid) / length;
        for (var job = 0; job < _current.Length; job++)
            _current[job] = Math.Round((_current[job] + step * _direction[job]) / model.Grid) * model.Grid;
        return true;
    }

    private void Average()
    {
        var jobs = model.Jobs;
        for (var agent = 0; agent < model.Agents; agent++)
        {
            var open = relaxation.Open[agent];
            var taken = relaxation.Taken.AsSpan(agent * jobs, jobs);
            var share = Share.AsSpan(agent * jobs, jobs);
            for (var job = 0; job < jobs; job++)
                share[job] = Memory * share[job] + (open && taken[job] ? 1 - Memory : 0);
        }
    }
}
