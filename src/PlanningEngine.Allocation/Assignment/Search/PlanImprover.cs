namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Makes plans out of relaxed ones and improves them: shifts and swaps among the open agents, then a better agent for each group of jobs, until nothing changes.</summary>
internal sealed class PlanImprover(AssignmentModel model, Incumbent incumbent, Random random)
{
    private const int MostRounds = 8;

    private readonly ShiftSwapSearch _search = new(model, incumbent, random);
    private readonly int[] _start = new int[model.Jobs];

    /// <summary>Starts at the relaxed plan: each job goes to the cheapest agent that takes it.</summary>
    public void FromRelaxation(KnapsackRelaxation relaxation, int steps, CancellationToken cancellationToken)
    {
        Array.Fill(_start, -1);
        for (var agent = 0; agent < model.Agents; agent++)
        {
            for (var job = 0; job < model.Jobs && relaxation.Open[agent]; job++)
            {
                var pair = agent * model.Jobs + job;
                if (relaxation.Taken[pair] && (_start[job] < 0 || model.Cost[pair] < model.Cost[_start[job] * model.Jobs + job]))
                    _start[job] = agent;
            }
        }

        Improve((bool[])relaxation.Open.Clone(), steps, cancellationToken);
    }

    /// <summary>Starts at a given plan; agents out of range are read as none.</summary>
    public void FromPlan(ReadOnlySpan<int> agentOfJob, int steps, CancellationToken cancellationToken)
    {
        var open = new bool[model.Agents];
        var left = model.OpenLimit;
        for (var job = 0; job < model.Jobs; job++)
        {
            var agent = agentOfJob[job];
            if (agent >= 0 && agent < model.Agents && !open[agent] && left > 0)
            {
                open[agent] = true;
                left--;
            }

            _start[job] = agent >= 0 && agent < model.Agents && open[agent] ? agent : -1;
        }

        for (var agent = 0; agent < model.Agents && left > 0; agent++)
        {
            left -= open[agent] ? 0 : 1;
            open[agent] = true;
        }

        Improve(open, steps, cancellationToken);
    }

    /// <summary>Starts at the best plan with one open agent exchanged or, where all are open, a few jobs moved at random.</summary>
    public void FromKickedBest(int steps, CancellationToken cancellationToken)
    {
        incumbent.AgentOfJob.CopyTo(_start, 0);
        var open = new bool[model.Agents];
        if (model.LimitsOpen)
        {
            foreach (var agent in _start)
                open[agent] = true;
            var closes = _start[random.Next(model.Jobs)];
            open[closes] = false;
            FillUp(open);
        }
        else
        {
            Array.Fill(open, true);
            for (var i = 0; i < 1 + model.Jobs / 10; i++)
                _start[random.Next(model.Jobs)] = -1;
        }

        Improve(open, steps, cancellationToken);
    }

    private void FillUp(bool[] open)
    {
        var count = open.AsSpan().Count(true);
        while (count < model.OpenLimit)
        {
            var agent = random.Next(model.Agents);
            count += open[agent] ? 0 : 1;
            open[agent] = true;
        }
    }

    private void Improve(bool[] open, int steps, CancellationToken cancellationToken)
    {
        if (model.LimitsOpen)
            FillUp(open);
        for (var round = 0; round < MostRounds; round++)
        {
            _search.Begin(_start, open);
            _search.Walk(steps, cancellationToken);
            _search.AgentOfJob.CopyTo(_start);
            if (!model.LimitsOpen || cancellationToken.IsCancellationRequested || !Recentre(open))
                return;
        }
    }

    /// <summary>Gives each group of jobs to the closed agent that does it at less cost, if there is one.</summary>
    private bool Recentre(bool[] open)
    {
        var jobs = model.Jobs;
        var changed = false;
        for (var agent = 0; agent < model.Agents; agent++)
        {
            if (!open[agent])
                continue;
            var (cheapest, best) = (GroupCost(agent, agent), agent);
            for (var other = 0; other < model.Agents; other++)
            {
                if (!open[other] && GroupCost(agent, other) is var cost && cost < cheapest)
                    (cheapest, best) = (cost, other);
            }

            if (best == agent)
                continue;
            (open[agent], open[best], changed) = (false, true, true);
            for (var job = 0; job < jobs; job++)
                _start[job] = _start[job] == agent ? best : _start[job];
        }

        return changed;
    }

    private double GroupCost(int group, int agent)
    {
        var (cost, load) = (0.0, 0L);
        for (var job = 0; job < model.Jobs; job++)
        {
            if (_start[job] != group)
                continue;
            cost += model.Cost[agent * model.Jobs + job];
            load += model.Load[agent * model.Jobs + job];
        }

        return agent == group || load <= model.Capacity[agent] ? cost : double.PositiveInfinity;
    }
}
