namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>The best plan found so far.</summary>
internal sealed class Incumbent(AssignmentModel model)
{
    /// <summary>Agent of every job; empty before the first plan.</summary>
    public int[] AgentOfJob { get; private set; } = [];

    /// <summary>Its cost; infinite before the first plan.</summary>
    public double Cost { get; private set; } = double.PositiveInfinity;

    public bool Exists => AgentOfJob.Length > 0;

    /// <summary>Takes a plan when it keeps every rule and is cheaper.</summary>
    public bool Offer(ReadOnlySpan<int> agentOfJob)
    {
        var left = (long[])model.Capacity.Clone();
        var open = new HashSet<int>();
        var cost = 0.0;
        for (var job = 0; job < agentOfJob.Length; job++)
        {
            var pair = agentOfJob[job] * model.Jobs + job;
            if (agentOfJob[job] < 0 || model.Load[pair] > left[agentOfJob[job]])
                return false;
            left[agentOfJob[job]] -= model.Load[pair];
            cost += model.Cost[pair];
            open.Add(agentOfJob[job]);
        }

        if (open.Count > model.OpenLimit || cost >= Cost)
            return false;
        AgentOfJob = agentOfJob.ToArray();
        Cost = cost;
        return true;
    }
}
