namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Tabu search over shifts of one job and swaps of two, among the open agents.</summary>
/// <remarks>
/// Capacities may be broken at a price that rises while they are and falls while they are not, so the search swings around the border where good plans lie
/// (Díaz and Fernández, European Journal of Operational Research 132, 2001).
/// </remarks>
internal sealed class ShiftSwapSearch
{
    private const int SwapsPerStep = 20_000;
    private const double Swing = 1.04;

    private readonly AssignmentModel _model;
    private readonly Incumbent _incumbent;
    private readonly Random _random;
    private readonly int[] _at;
    private readonly long[] _left;
    private readonly long[] _tabuUntil;
    private readonly double _firstPrice;
    private bool[] _open;
    private double _price;
    private double _cost;
    private long _step;
    private int _nextSwap;

    public ShiftSwapSearch(AssignmentModel model, Incumbent incumbent, Random random)
    {
        (_model, _incumbent, _random) = (model, incumbent, random);
        _at = new int[model.Jobs];
        _left = new long[model.Agents];
        _tabuUntil = new long[model.Cost.Length];
        _open = new bool[model.Agents];
        var load = 1.0;
        foreach (var taken in model.Load)
            load += Math.Min(taken, 1e12) / model.Load.Length;
        _firstPrice = Math.Max(1e-3, model.CostRange / model.Jobs / load);
    }

    /// <summary>The plan the search stands at.</summary>
    public ReadOnlySpan<int> AgentOfJob => _at;

    /// <summary>Jobs without an open agent go where they are cheapest next to the room that is left.</summary>
    public void Begin(ReadOnlySpan<int> agentOfJob, bool[] open)
    {
        _open = open;
        _price = _firstPrice;
        _cost = 0;
        _model.Capacity.CopyTo(_left, 0);
        for (var job = 0; job < _at.Length; job++)
        {
            _at[job] = agentOfJob[job] >= 0 && open[agentOfJob[job]] ? agentOfJob[job] : -1;
            if (_at[job] >= 0)
                Take(job, _at[job]);
        }

        for (var job = 0; job < _at.Length; job++)
        {
            if (_at[job] < 0)
                Take(job, Cheapest(job));
        }
    }

    /// <summary>Walks a number of steps and offers every plan that keeps the capacities and is cheaper than the best.</summary>
    public void Walk(int steps, CancellationToken cancellationToken)
    {
        OfferIfBetter();
        for (var i = 0; i < steps && !cancellationToken.IsCancellationRequested; i++)
        {
            _step++;
            if (!Move())
                return;
            var keeps = Keeps();
            if (keeps && _cost < _incumbent.Cost)
                _incumbent.Offer(_at);
            _price = Math.Clamp(keeps ? _price / Swing : _price * Swing, _firstPrice * 1e-4, _firstPrice * 1e4);
        }
    }

    private void OfferIfBetter()
    {
        if (_cost < _incumbent.Cost && Keeps())
            _incumbent.Offer(_at);
    }

    private bool Keeps()
    {
        foreach (var left in _left)
        {
            if (left < 0)
                return false;
        }

        return true;
    }

    private void Take(int job, int agent)
    {
        _at[job] = agent;
        _left[agent] -= _model.Load[agent * _model.Jobs + job];
        _cost += _model.Cost[agent * _model.Jobs + job];
    }

    private void Leave(int job)
    {
        var agent = _at[job];
        _left[agent] += _model.Load[agent * _model.Jobs + job];
        _cost -= _model.Cost[agent * _model.Jobs + job];
        _tabuUntil[agent * _model.Jobs + job] = _step + 5 + _random.Next(10);
    }

    private int Cheapest(int job)
    {
        var (best, chosen) = (double.PositiveInfinity, -1);
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            if (!_open[agent])
                continue;
            var load = _model.Load[agent * _model.Jobs + job];
            var price = _model.Cost[agent * _model.Jobs + job] + _price * (Over(_left[agent] - load) - Over(_left[agent])) + (load > _model.Capacity[agent] ? 1e15 : 0);
            if (price < best)
                (best, chosen) = (price, agent);
        }

        return chosen;
    }

    private bool Move()
    {
        var best = double.PositiveInfinity;
        var (job, agent, other) = (-1, -1, -1);
        BestShift(ref best, ref job, ref agent);
        BestSwap(ref best, ref job, ref agent, ref other);
        if (job < 0)
            return false;
        var from = _at[job];
        Leave(job);
        if (other < 0)
        {
            Take(job, agent);
            return true;
        }

        var to = _at[other];
        Leave(other);
        Take(job, to);
        Take(other, from);
        return true;
    }

    private void BestShift(ref double best, ref int chosenJob, ref int chosenAgent)
    {
        var jobs = _model.Jobs;
        var (cost, load) = (_model.Cost, _model.Load);
        for (var agent = 0; agent < _model.Agents; agent++)
        {
            if (!_open[agent])
                continue;
            var (left, over) = (_left[agent], Over(_left[agent]));
            for (var job = 0; job < jobs; job++)
            {
                var (pair, from) = (agent * jobs + job, _at[job]);
                if (from == agent || load[pair] > _model.Capacity[agent])
                    continue;
                var change = cost[pair] - cost[from * jobs + job];
                if (change >= best && _left[from] >= 0)
                    continue;
                var total = change + _price * (Over(left - load[pair]) - over + Over(_left[from] + load[from * jobs + job]) - Over(_left[from]));
                if (total < best && (_tabuUntil[pair] < _step || _cost + change < _incumbent.Cost && left >= load[pair]))
                    (best, chosenJob, chosenAgent) = (total, job, agent);
            }
        }
    }

    private void BestSwap(ref double best, ref int chosenJob, ref int chosenAgent, ref int chosenOther)
    {
        var jobs = _model.Jobs;
        var (cost, load) = (_model.Cost, _model.Load);
        var count = Math.Min(jobs, SwapsPerStep / jobs + 1);
        for (var i = 0; i < count; i++)
        {
            var job = _nextSwap;
            _nextSwap = _nextSwap + 1 == jobs ? 0 : _nextSwap + 1;
            var from = _at[job];
            var (costFrom, loadFrom, left, over) = (cost[from * jobs + job], load[from * jobs + job], _left[from], Over(_left[from]));
            for (var other = count == jobs ? job + 1 : 0; other < jobs; other++)
            {
                var to = _at[other];
                if (to == from)
                    continue;
                var change = cost[to * jobs + job] - costFrom + cost[from * jobs + other] - cost[to * jobs + other];
                if (change >= best && left >= 0 && _left[to] >= 0)
                    continue;
                if (load[to * jobs + job] > _model.Capacity[to] || load[from * jobs + other] > _model.Capacity[from])
                    continue;
                var leftFrom = left + loadFrom - load[from * jobs + other];
                var leftTo = _left[to] + load[to * jobs + other] - load[to * jobs + job];
                var total = change + _price * (Over(leftFrom) - over + Over(leftTo) - Over(_left[to]));
                var tabu = _tabuUntil[to * jobs + job] >= _step || _tabuUntil[from * jobs + other] >= _step;
                if (total < best && (!tabu || _cost + change < _incumbent.Cost && leftFrom >= 0 && leftTo >= 0))
                    (best, chosenJob, chosenAgent, chosenOther) = (total, job, to, other);
            }
        }
    }

    private static double Over(long left) => left < 0 ? -left : 0;
}
