namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>The Lagrangian relaxation in which jobs may be done by several agents or by none, at a price per job.</summary>
/// <remarks>
/// What is left is one knapsack per agent (Fisher, Jaikumar and Van Wassenhove, Management Science 32, 1986); of them the best are opened, up to the limit. The limit itself is priced: between the
/// last agent opened and the first one not, so that everything else separates by agent. Hence the bound with a pair in, or out, is known exactly for every pair from two tables per agent,
/// and as a job goes to one agent only, the prices of taking it from all others add up (Posta, Ferland and Michelon, Computational Optimization and Applications 52, 2012).
/// </remarks>
internal sealed class KnapsackRelaxation
{
    private readonly AssignmentModel _model;
    private readonly KnapsackTable _knapsack = new();
    private readonly double[] _value;
    private readonly double[] _order;
    private readonly int[] _agents;
    private readonly double[] _priceIn;
    private readonly double[] _priceOut;
    private readonly double[] _priceOfLeaving;
    private readonly bool[] _forced;
    private double _threshold;

    public KnapsackRelaxation(AssignmentModel model)
    {
        _model = model;
        _value = new double[model.Agents];
        _order = new double[model.Agents];
        _agents = new int[model.Agents];
        _priceIn = new double[model.Cost.Length];
        _priceOut = new double[model.Cost.Length];
        _priceOfLeaving = new double[model.Jobs];
        _forced = new bool[model.Jobs];
        Taken = new bool[model.Cost.Length];
        Open = new bool[model.Agents];
        Cover = new int[model.Jobs];
    }

    /// <summary>No plan of the domain costs less.</summary>
    public double Bound { get; private set; }

    /// <summary>Jobs each agent takes when it is open.</summary>
    public bool[] Taken { get; }

    /// <summary>The agents opened.</summary>
    public bool[] Open { get; }

    /// <summary>How many open agents take each job.</summary>
    public int[] Cover { get; }

    /// <summary>Solves the relaxation.</summary>
    /// <param name="domain">A propagated domain.</param>
    /// <param name="multiplier">Price of each job.</param>
    public void Evaluate(Domain domain, double[] multiplier)
    {
        Array.Clear(Taken);
        for (var agent = 0; agent < _model.Agents; agent++)
            _value[agent] = -Fill(domain, multiplier, agent, Taken.AsSpan(agent * _model.Jobs, _model.Jobs));
        var bound = OpenTheBest(domain);
        foreach (var price in multiplier)
            bound += price;
        Bound = bound;
        Array.Clear(Cover);
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            if (!Open[agent])
                continue;
            var taken = Taken.AsSpan(agent * _model.Jobs, _model.Jobs);
            for (var job = 0; job < taken.Length; job++)
                Cover[job] += taken[job] ? 1 : 0;
        }
    }

    /// <summary>Takes away every pair that would lift the bound above a target, and opens the agents without which it would be.</summary>
    /// <returns>Number of pairs taken away; -1 when no plan within the target is left.</returns>
    public int Sharpen(Domain domain, double[] multiplier, double target)
    {
        Evaluate(domain, multiplier);
        if (Bound > target)
            return -1;
        Array.Clear(_priceOfLeaving);
        for (var agent = 0; agent < _model.Agents; agent++)
            PricePairs(domain, multiplier, agent, target);
        var removed = 0;
        var jobs = _model.Jobs;
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            for (var job = 0; job < jobs; job++)
            {
                var pair = agent * jobs + job;
                if (domain.Choices[job] > 1 && domain.Allows(agent, job) && Bound + _priceIn[pair] + _priceOfLeaving[job] - _priceOut[pair] > target)
                    removed += domain.Forbid(agent, job) ? 1 : 0;
            }
        }

        return domain.Choices.Contains(0) ? -1 : removed;
    }

    private double Fill(Domain domain, double[] multiplier, int agent, Span<bool> taken)
    {
        var profit = Collect(domain, multiplier, agent, taken, out var fits);
        if (!fits)
        {
            profit += _knapsack.Solve();
            _knapsack.Read(taken);
            return profit;
        }

        for (var item = 0; item < _knapsack.Count; item++)
        {
            var job = _knapsack.JobOf(item);
            taken[job] = true;
            profit += multiplier[job] - _model.Cost[agent * _model.Jobs + job];
        }

        return profit;
    }

    /// <summary>Puts the jobs worth taking into the knapsack.</summary>
    /// <returns>The profit of the jobs that have no other choice.</returns>
    private double Collect(Domain domain, double[] multiplier, int agent, Span<bool> taken, out bool fits)
    {
        var jobs = _model.Jobs;
        var allowed = domain.AllowedBy(agent);
        var choices = domain.Choices;
        var cost = _model.Cost.AsSpan(agent * jobs, jobs);
        var units = _model.Units.AsSpan(agent * jobs, jobs);
        var room = _model.Room[agent];
        var profit = 0.0;
        for (var job = 0; job < jobs; job++)
        {
            if (choices[job] != 1 || !allowed[job])
                continue;
            room -= units[job];
            profit += multiplier[job] - cost[job];
            taken[job] = true;
        }

        _knapsack.Begin(room, jobs);
        var wanted = 0L;
        for (var job = 0; job < jobs; job++)
        {
            if (!allowed[job] || choices[job] == 1 || multiplier[job] <= cost[job] || units[job] > room)
                continue;
            _knapsack.Add(job, units[job], multiplier[job] - cost[job]);
            wanted += units[job];
        }

        fits = wanted <= room;
        return profit;
    }

    /// <summary>Opens what must be open and the best of the rest, and prices the limit.</summary>
    private double OpenTheBest(Domain domain)
    {
        var (free, must, value) = (0, 0, 0.0);
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            Open[agent] = domain.MustOpen(agent);
            if (Open[agent])
            {
                must++;
                value += _value[agent];
                continue;
            }

            (_order[free], _agents[free]) = (_value[agent], agent);
            free++;
        }

        var slots = Math.Min(free, _model.OpenLimit - must);
        _threshold = 0;
        if (slots < free)
        {
            Array.Sort(_order, _agents, 0, free);
            _threshold = slots == 0 ? _order[0] : (_order[slots - 1] + _order[slots]) / 2;
        }

        for (var rank = 0; rank < slots; rank++)
        {
            Open[_agents[rank]] = true;
            value += _order[rank];
        }

        return value;
    }

    /// <summary>What the bound rises by when a pair is in, and when it is out, for all pairs of an agent.</summary>
    private void PricePairs(Domain domain, double[] multiplier, int agent, double target)
    {
        var jobs = _model.Jobs;
        var allowed = domain.AllowedBy(agent);
        var choices = domain.Choices;
        var taken = _forced;
        Array.Clear(taken);
        var forced = Collect(domain, multiplier, agent, taken, out _);
        var room = _model.Room[agent];
        for (var job = 0; job < jobs; job++)
            room -= taken[job] ? _model.Units[agent * jobs + job] : 0;
        var best = -(forced + _knapsack.Solve());
        _knapsack.SolveBackward();
        var must = domain.MustOpen(agent);
        var stays = must ? best - _threshold : Math.Min(0, best - _threshold);
        for (var job = 0; job < jobs; job++)
        {
            if (!allowed[job] || choices[job] == 1)
                continue;
            var pair = agent * jobs + job;
            var units = _model.Units[pair];
            _priceOut[pair] = 0;
            _priceIn[pair] = units > room
                ? double.PositiveInfinity
                : _model.Cost[pair] - multiplier[job] - forced - _knapsack.Beside(units) - _threshold - stays;
        }

        for (var item = 0; item < _knapsack.Count; item++)
        {
            var job = _knapsack.JobOf(item);
            var pair = agent * jobs + job;
            var without = -(forced + _knapsack.Without(item)) - _threshold;
            _priceIn[pair] = -(forced + _knapsack.With(item)) - _threshold - stays;
            _priceOut[pair] = (must ? without : Math.Min(0, without)) - stays;
            _priceOfLeaving[job] += _priceOut[pair];
        }

        if (!must && _model.LimitsOpen && Bound - stays > target)
            domain.Open(agent);
    }
}
