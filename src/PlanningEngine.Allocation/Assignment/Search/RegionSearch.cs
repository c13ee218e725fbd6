namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Improves the best plan a few agents at a time: the jobs of a region are divided anew among its agents by a small exact search.</summary>
/// <remarks>Large neighbourhood search (Shaw, CP 1998) with the solver itself as the repair. Where not all agents are open, the closed ones that suit the region best may open instead.</remarks>
internal sealed class RegionSearch(AssignmentModel model, Incumbent incumbent, Random random)
{
    private const int NodesPerRegion = 150;
    private const int ClosedPerOpen = 6;

    private readonly double[] _score = new double[model.Agents];

    /// <summary>Searches a region around a random agent.</summary>
    /// <returns>Whether the plan became cheaper.</returns>
    public bool Improve(int agents, CancellationToken cancellationToken)
    {
        var plan = incumbent.AgentOfJob;
        var open = plan.Distinct().Order().ToArray();
        if (!model.LimitsOpen)
            open = [.. Enumerable.Range(0, model.Agents)];
        var centre = open[random.Next(open.Length)];
        Score(plan, centre);
        var region = open.OrderBy(agent => agent == centre ? double.NegativeInfinity : _score[agent]).Take(agents).ToArray();
        var inRegion = region.ToHashSet();
        int[] jobs = [.. Enumerable.Range(0, model.Jobs).Where(job => inRegion.Contains(plan[job]))];
        if (jobs.Length == 0)
            return false;
        int[] candidates = model.LimitsOpen ? [.. region, .. ClosedNearby(open, jobs, ClosedPerOpen * region.Length)] : region;
        var nested = new AssignmentSearch(Part(candidates, jobs, Math.Min(region.Length, candidates.Length)), random.Next(), nested: true);
        nested.Run([.. jobs.Select(job => Array.IndexOf(candidates, plan[job]))], NodesPerRegion, cancellationToken);
        if (!nested.Incumbent.Exists)
            return false;
        var changed = (int[])plan.Clone();
        for (var i = 0; i < jobs.Length; i++)
            changed[jobs[i]] = candidates[nested.Incumbent.AgentOfJob[i]];
        return incumbent.Offer(changed);
    }

    /// <summary>What the centre's jobs would cost more elsewhere, blurred so that the same centre gives other regions.</summary>
    private void Score(int[] plan, int centre)
    {
        for (var agent = 0; agent < model.Agents; agent++)
        {
            var more = 1.0;
            for (var job = 0; job < model.Jobs; job++)
            {
                if (plan[job] == centre)
                    more += Math.Max(0, model.Cost[agent * model.Jobs + job] - model.Cost[centre * model.Jobs + job]);
            }

            _score[agent] = more * (0.25 + random.NextDouble());
        }
    }

    private int[] ClosedNearby(int[] open, int[] jobs, int count)
    {
        var isOpen = open.ToHashSet();
        return [.. Enumerable.Range(0, model.Agents)
            .Where(agent => !isOpen.Contains(agent))
            .OrderBy(agent => jobs.Select(job => model.Cost[agent * model.Jobs + job]).Order().Take(1 + jobs.Length / 3).Sum())
            .Take(count)];
    }

    private AssignmentModel Part(int[] agents, int[] jobs, int openLimit)
    {
        var (cost, load) = (new double[agents.Length * jobs.Length], new long[agents.Length * jobs.Length]);
        for (var pair = 0; pair < cost.Length; pair++)
        {
            var whole = agents[pair / jobs.Length] * model.Jobs + jobs[pair % jobs.Length];
            (cost[pair], load[pair]) = (model.Cost[whole], model.Load[whole]);
        }

        return new AssignmentModel(agents.Length, jobs.Length, openLimit, cost, load, [.. agents.Select(agent => model.Capacity[agent])]);
    }
}
