namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Bound and plans at the root, then targets that rise from the bound until they meet the best plan.</summary>
internal sealed class AssignmentSearch
{
    private const int RootSteps = 600;
    private const int NestedRootSteps = 100;
    private const int StepsPerPlan = 10;
    private const int RegionsPerRound = 12;
    private const int LargestRegion = 6;
    private const int LongestPause = 64;
    private const int FirstKicks = 12;
    private const int NodesPerKick = 25;

    private readonly AssignmentModel _model;
    private readonly KnapsackRelaxation _relaxation;
    private readonly DualAscent _ascent;
    private readonly PlanImprover _improver;
    private readonly TargetSearch _tree;
    private readonly Domain _domain;
    private readonly RegionSearch _regions;
    private readonly bool _nested;
    private int _regionSize = 2;
    private int _pause = 1;
    private int _roundsToWait;
    private int _idleRegions;

    public AssignmentSearch(AssignmentModel model, int seed, bool nested = false)
    {
        _model = model;
        _nested = nested;
        Incumbent = new Incumbent(model);
        _relaxation = new KnapsackRelaxation(model);
        _ascent = new DualAscent(model, _relaxation);
        var random = new Random(seed);
        _improver = new PlanImprover(model, Incumbent, random);
        _regions = new RegionSearch(model, Incumbent, random);
        _tree = new TargetSearch(model, _relaxation, _ascent, _improver, Incumbent);
        _domain = new Domain(model);
        Bound = -model.CostRange;
    }

    /// <summary>The best plan found.</summary>
    public Incumbent Incumbent { get; }

    /// <summary>No plan costs less; above every possible cost when it is proven that there is no plan.</summary>
    public double Bound { get; private set; }

    /// <summary>Nodes looked at.</summary>
    public long Nodes => _tree.Nodes;

    /// <summary>Whether the search is over: the plan is optimal, or there is none.</summary>
    public bool Proven => Bound >= Ceiling;

    /// <summary>What is known at this moment.</summary>
    public SolveStatus StatusNow => (Proven, Incumbent.Exists) switch
    {
        (true, true) => SolveStatus.Optimal,
        (true, false) => SolveStatus.Infeasible,
        (false, true) => SolveStatus.Feasible,
        _ => SolveStatus.NoSolutionFound,
    };

    /// <summary>The cost at which the bound has nothing left to exclude.</summary>
    private double Ceiling => Math.Min(Incumbent.Cost, _model.CostRange + 1);

    /// <summary>Searches until the optimum is proven, the limit is reached or the token is cancelled.</summary>
    public void Run(IReadOnlyList<int>? warmStart, long nodeLimit, CancellationToken cancellationToken)
    {
        if (!_domain.Propagate())
        {
            Bound = _model.CostRange + 1;
            return;
        }

        if (warmStart is not null)
            _improver.FromPlan([.. warmStart], _model.Jobs, cancellationToken);
        var multiplier = AscendAtRoot(cancellationToken);
        for (var kick = 0; kick < (_nested ? 1 : FirstKicks); kick++)
            ImproveBest(cancellationToken);
        RaiseTargets(multiplier, nodeLimit, cancellationToken);
    }

    private double[] AscendAtRoot(CancellationToken cancellationToken)
    {
        _ascent.Start(FirstMultipliers(), 1, 20);
        for (var step = 1; step <= (_nested ? NestedRootSteps : RootSteps) && _ascent.StepLength > 1e-3; step++)
        {
            // One look is always taken: a bound and a plan come back from any call.
            if (step > 1 && cancellationToken.IsCancellationRequested)
                break;
            var bound = _ascent.Bound;
            var target = Incumbent.Exists ? Incumbent.Cost : double.IsFinite(bound) ? bound + 0.05 * Math.Abs(bound) + 1 : 0;
            var complete = !_ascent.Step(_domain, target);
            if (complete || !_nested && step % StepsPerPlan == 0 || step == 1)
                _improver.FromRelaxation(_relaxation, step == 1 ? 1 + _model.Jobs : 1 + _model.Jobs / 4, cancellationToken);
            Bound = Math.Max(Bound, Math.Ceiling(_ascent.Bound));
            if (complete || Proven)
                break;
        }

        return [.. _ascent.Best];
    }

    private void RaiseTargets(double[] multiplier, long nodeLimit, CancellationToken cancellationToken)
    {
        var stride = 1.0;
        while (!Proven && !cancellationToken.IsCancellationRequested && Nodes < nodeLimit)
        {
            stride = Math.Max(stride, Math.Floor((Incumbent.Exists ? Incumbent.Cost - Bound : Math.Abs(Bound)) / 32));
            var target = Math.Min(Ceiling - 1, Bound + stride - 1);
            _tree.Begin(_domain, multiplier, target);
            while (!_tree.Exhausted && Nodes < nodeLimit && !cancellationToken.IsCancellationRequested)
            {
                _tree.Run(Math.Min(NodesPerKick, nodeLimit - Nodes), cancellationToken);
                if (!_tree.Exhausted && !_nested)
                    ImproveBest(cancellationToken);
            }

            if (_tree.Exhausted)
                Bound = Math.Min(Ceiling, target + 1);
            if (!Incumbent.Exists)
                stride *= 2;
        }
    }

    /// <summary>A walk from the best plan and a round of regions, which grow while they bring nothing. When the largest brought nothing, pauses get longer.</summary>
    private void ImproveBest(CancellationToken cancellationToken)
    {
        if (!Incumbent.Exists || Proven || cancellationToken.IsCancellationRequested || --_roundsToWait > 0)
            return;
        var before = Incumbent.Cost;
        _improver.FromKickedBest(_model.Jobs, cancellationToken);
        var largest = _nested ? 0 : Math.Min(LargestRegion, _model.OpenLimit / 2);
        for (var i = 0; i < RegionsPerRound && largest > 1 && !Proven && !cancellationToken.IsCancellationRequested; i++)
        {
            _idleRegions = _regions.Improve(_regionSize, cancellationToken) ? 0 : _idleRegions + 1;
            if (_idleRegions < 2 * _model.OpenLimit)
                continue;
            _idleRegions = 0;
            _regionSize = _regionSize >= largest ? 2 : _regionSize + 1;
        }

        _pause = Incumbent.Cost < before ? 1 : Math.Min(2 * _pause, LongestPause);
        _roundsToWait = largest > 1 && _idleRegions + _regionSize > 2 ? 1 : _pause;
    }

    /// <summary>The second smallest cost of each job, what it costs when its best agent is full.</summary>
    private double[] FirstMultipliers()
    {
        var multiplier = new double[_model.Jobs];
        for (var job = 0; job < multiplier.Length; job++)
        {
            var (first, second) = (double.PositiveInfinity, double.PositiveInfinity);
            for (var agent = 0; agent < _model.Agents; agent++)
            {
                if (!_domain.Allows(agent, job))
                    continue;
                var cost = _model.Cost[agent * _model.Jobs + job];
                (first, second) = cost < first ? (cost, first) : (first, Math.Min(second, cost));
            }

            multiplier[job] = double.IsFinite(second) ? second : first;
        }

        return multiplier;
    }
}
