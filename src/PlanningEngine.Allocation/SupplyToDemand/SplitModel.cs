using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A supply problem with split rules as a mixed-integer program: quantities per lane, and for demands with a rule whether each of their lanes is open.</summary>
internal sealed class SplitModel : IDisposable
{
    /// <summary>What of a problem's largest quantity counts as nothing.</summary>
    public const double Tolerance = 1e-7;

    private readonly SupplyProblem _problem;
    private readonly Dictionary<string, SplitRule> _ruleOf;
    private readonly Solver _solver = Solver.CreateSolver("SCIP") ?? throw new InvalidOperationException("OR-Tools has no such solver here.");
    private readonly Variable[] _units;
    private readonly Variable?[] _open;
    private readonly Variable[] _unmet;
    private readonly Variable[] _breach;

    public SplitModel(SupplyProblem problem, Dictionary<string, SplitRule> ruleOf)
    {
        (_problem, _ruleOf) = (problem, ruleOf);
        var available = problem.Sources.ToDictionary(source => source.Id, source => source.Available, StringComparer.Ordinal);
        var demandOf = problem.Demands.Select((demand, i) => (demand, i)).ToDictionary(pair => pair.demand.Id, pair => pair.i, StringComparer.Ordinal);
        Scale = Math.Max(1, problem.Demands.Max(demand => demand.Quantity));
        _unmet = [.. problem.Demands.Select(demand => _solver.MakeNumVar(0, demand.Quantity, ""))];
        _breach = [.. problem.Demands.Select(demand => _solver.MakeNumVar(0, demand.MinimumFill * demand.Quantity, ""))];
        _units = new Variable[problem.Lanes.Count];
        _open = new Variable?[problem.Lanes.Count];
        var give = problem.Sources.ToDictionary(source => source.Id, source => _solver.MakeConstraint(0, source.Available, ""), StringComparer.Ordinal);
        var take = problem.Demands.Select(demand => _solver.MakeConstraint(demand.Quantity, demand.Quantity, "")).ToArray();
        for (var lane = 0; lane < _units.Length; lane++)
        {
            var input = problem.Lanes[lane];
            var demand = demandOf[input.DemandId];
            var most = Math.Min(input.Maximum ?? double.PositiveInfinity, Math.Min(available[input.SourceId] / input.UnitsPerUnit, problem.Demands[demand].Quantity));
            _units[lane] = _solver.MakeNumVar(0, most, "");
            give[input.SourceId].SetCoefficient(_units[lane], input.UnitsPerUnit);
            take[demand].SetCoefficient(_units[lane], 1);
            if (ruleOf.TryGetValue(input.DemandId, out var rule))
                _open[lane] = AddSwitch(_units[lane], rule.SmallestShipment, most);
        }

        for (var i = 0; i < _unmet.Length; i++)
        {
            var demand = problem.Demands[i];
            take[i].SetCoefficient(_unmet[i], 1);
            var minimum = _solver.MakeConstraint(double.NegativeInfinity, (1 - demand.MinimumFill) * demand.Quantity, "");
            minimum.SetCoefficient(_unmet[i], 1);
            minimum.SetCoefficient(_breach[i], -1);
        }

        foreach (var rule in ruleOf.Values.Where(rule => rule.MostSources is not null))
        {
            var count = _solver.MakeConstraint(0, rule.MostSources!.Value, "");
            for (var lane = 0; lane < _units.Length; lane++)
            {
                if (problem.Lanes[lane].DemandId == rule.DemandId)
                    count.SetCoefficient(_open[lane]!, 1);
            }
        }
    }

    /// <summary>The largest quantity wanted, at least 1.</summary>
    public double Scale { get; }

    public double Value => _solver.Objective().Value();

    /// <summary>Proven bound of the last stage.</summary>
    public double Bound => _solver.Objective().BestBound();

    /// <summary>True while every stage before the last was solved to the end.</summary>
    public bool EarlierStagesProven { get; private set; } = true;

    public Solver.ResultStatus Minimise(GoalStage stage, long nodeLimit, CancellationToken cancellationToken)
    {
        var objective = _solver.Objective();
        objective.Clear();
        objective.SetMinimization();
        for (var i = 0; i < _unmet.Length; i++)
        {
            if (stage.IsBreach)
                objective.SetCoefficient(_breach[i], 1);
            else if (stage.IsMoney)
                objective.SetCoefficient(_unmet[i], _problem.Demands[i].UnitValue);
            else if (stage.Priority == _problem.Demands[i].Priority)
                objective.SetCoefficient(_unmet[i], 1);
        }

        if (stage.IsMoney)
        {
            // Net value is the value of all that is wanted, less what is unmet, less the lanes.
            objective.SetOffset(-_problem.Demands.Sum(demand => demand.UnitValue * demand.Quantity));
            for (var lane = 0; lane < _units.Length; lane++)
                objective.SetCoefficient(_units[lane], _problem.Lanes[lane].UnitCost);
        }

        using var parameters = new MPSolverParameters();
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        _solver.SetSolverSpecificParametersAsString(FormattableString.Invariant($"limits/totalnodes = {nodeLimit}\nparallel/maxnthreads = 1\n"));
        using var stop = cancellationToken.Register(() => _solver.InterruptSolve());
        return cancellationToken.IsCancellationRequested ? Solver.ResultStatus.NOT_SOLVED : _solver.Solve(parameters);
    }

    /// <summary>Holds what a stage reached for the later ones, and lets them begin with its solution.</summary>
    public void Keep(GoalStage stage)
    {
        Variable[] all = [.. _unmet, .. _breach, .. _units, .. _open.OfType<Variable>()];
        _solver.SetHint(all, Array.ConvertAll(all, variable => variable.SolutionValue()));
        EarlierStagesProven &= Math.Abs(Value - Bound) <= Tolerance * Scale;
        var kept = _solver.MakeConstraint(double.NegativeInfinity, Value + Tolerance * Scale, "");
        for (var i = 0; i < _unmet.Length; i++)
        {
            if (stage.IsBreach)
                kept.SetCoefficient(_breach[i], 1);
            else if (stage.Priority == _problem.Demands[i].Priority)
                kept.SetCoefficient(_unmet[i], 1);
        }
    }

    /// <summary>Lanes the solution uses; a lane of a demand with a rule only where its switch is on.</summary>
    public Lane[] OpenLanes() => [.. Enumerable.Range(0, _units.Length).Where(IsOpen).Select(lane => _problem.Lanes[lane])];

    public MinimumFillRelaxation[] Breaches() =>
        [.. _problem.Demands.Select((demand, i) => new MinimumFillRelaxation(demand.Id, _breach[i].SolutionValue())).Where(relaxation => relaxation.Quantity > Tolerance * Scale)];

    public void Dispose() => _solver.Dispose();

    private bool IsOpen(int lane) => _open[lane] is not { } open
        || (open.SolutionValue() > 0.5 && (_ruleOf[_problem.Lanes[lane].DemandId].SmallestShipment > 0 || _units[lane].SolutionValue() > Tolerance * Scale));

    private Variable AddSwitch(Variable units, double least, double most)
    {
        var open = _solver.MakeBoolVar("");
        var closed = _solver.MakeConstraint(double.NegativeInfinity, 0, "");
        closed.SetCoefficient(units, 1);
        closed.SetCoefficient(open, -most);
        var smallest = _solver.MakeConstraint(0, double.PositiveInfinity, "");
        smallest.SetCoefficient(units, 1);
        smallest.SetCoefficient(open, -least);
        return open;
    }
}
