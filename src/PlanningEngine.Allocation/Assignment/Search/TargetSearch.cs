namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Depth-first branch and bound for a plan within a target cost.</summary>
/// <remarks>
/// A low target fixes most pairs at once, so "is there a plan within the bound plus a little?" is answered fast; the answer no lifts the bound (Posta, Ferland and Michelon 2012). A node splits the agents of the
/// job whose relaxed share is most divided into two halves of about equal share. The stack is explicit, so that the search can pause for other work.
/// </remarks>
internal sealed class TargetSearch(AssignmentModel model, KnapsackRelaxation relaxation, DualAscent ascent, PlanImprover improver, Incumbent incumbent)
{
    private const int MostSteps = 60;
    private const int StepsPerLook = 12;
    private const int NodesPerImprovement = 16;

    private readonly Stack<Node> _open = new();
    private double _target;

    /// <summary>Nodes looked at since the beginning.</summary>
    public long Nodes { get; private set; }

    /// <summary>Whether the tree of the present target is exhausted: no plan within it is cheaper than the incumbent.</summary>
    public bool Exhausted => _open.Count == 0;

    /// <summary>Begins a search.</summary>
    public void Begin(Domain domain, double[] multiplier, double target)
    {
        _open.Clear();
        _open.Push(new Node(new Domain(domain), multiplier));
        _target = target;
    }

    /// <summary>Looks at a number of nodes.</summary>
    public void Run(long nodes, CancellationToken cancellationToken)
    {
        for (var i = 0L; i < nodes && _open.Count > 0 && !cancellationToken.IsCancellationRequested; i++)
        {
            _target = Math.Min(_target, incumbent.Cost - 1);
            var node = _open.Pop();
            if (!Look(node, cancellationToken))
                _open.Push(node);
        }
    }

    /// <returns>False when the look was cut short and the node is still to be looked at.</returns>
    private bool Look(Node node, CancellationToken cancellationToken)
    {
        Nodes++;
        var domain = new Domain(node.Domain);
        if (!domain.Propagate())
            return true;
        ascent.Start(node.Multiplier, 0.8, 6);
        var before = double.NegativeInfinity;
        for (var step = 1; step <= MostSteps; step++)
        {
            if (cancellationToken.IsCancellationRequested)
                return false;
            var complete = !ascent.Step(domain, _target + 1);
            if (relaxation.Bound > _target)
                return true;
            if (complete && Settle(relaxation.Bound))
                return true;
            if (complete)
                break;
            if (step % StepsPerLook != 0)
                continue;
            if (ascent.Bound - before < 0.05 * (_target + 1 - ascent.Bound))
                break;
            before = ascent.Bound;
        }

        for (var round = 0; round < 3; round++)
        {
            var removed = relaxation.Sharpen(domain, ascent.Best, _target);
            if (removed < 0 || !domain.Propagate())
                return true;
            if (removed < 1 + model.Jobs / 10)
                break;
            ascent.Start(ascent.Best.ToArray(), 0.5, 6);
            for (var step = 0; step < StepsPerLook; step++)
            {
                ascent.Step(domain, _target + 1);
                if (relaxation.Bound > _target)
                    return true;
            }
        }

        if (Nodes % NodesPerImprovement == 1)
            improver.FromRelaxation(relaxation, 4 + model.Jobs / 4, cancellationToken);
        Branch(domain);
        return true;
    }

    /// <summary>Offers a relaxed plan that gives every job to one agent.</summary>
    /// <returns>Whether it is a plan, and so the best of its node.</returns>
    private bool Settle(double bound)
    {
        var plan = new int[model.Jobs];
        for (var agent = 0; agent < model.Agents; agent++)
        {
            for (var job = 0; job < model.Jobs && relaxation.Open[agent]; job++)
                plan[job] = relaxation.Taken[agent * model.Jobs + job] ? agent : plan[job];
        }

        return incumbent.Offer(plan) || incumbent.Cost <= bound;
    }

    private void Branch(Domain domain)
    {
        var job = MostDivided(domain);
        if (job < 0)
        {
            incumbent.Offer([.. Enumerable.Range(0, model.Jobs).Select(domain.OnlyAgent)]);
            return;
        }

        var agents = new List<int>();
        for (var agent = 0; agent < model.Agents; agent++)
        {
            if (domain.Allows(agent, job))
                agents.Add(agent);
        }

        agents.Sort((a, b) => Order(job, a, b));
        var (first, share, total) = (0, 0.0, agents.Sum(agent => ascent.Share[agent * model.Jobs + job]));
        do
            share += ascent.Share[agents[first++] * model.Jobs + job];
        while (first < agents.Count - 1 && share < total / 2);
        var (left, right) = (domain, new Domain(domain));
        for (var i = 0; i < agents.Count; i++)
            (i < first ? right : left).Forbid(agents[i], job);
        var multiplier = ascent.Best.ToArray();
        _open.Push(new Node(right, multiplier));
        _open.Push(new Node(left, multiplier));
    }

    private int Order(int job, int a, int b)
    {
        var byShare = ascent.Share[b * model.Jobs + job].CompareTo(ascent.Share[a * model.Jobs + job]);
        return byShare != 0 ? byShare : model.Cost[a * model.Jobs + job].CompareTo(model.Cost[b * model.Jobs + job]) is var byCost && byCost != 0 ? byCost : a.CompareTo(b);
    }

    /// <summary>The undecided job whose largest share is smallest; -1 when all jobs are decided.</summary>
    private int MostDivided(Domain domain)
    {
        var (chosen, least) = (-1, double.PositiveInfinity);
        for (var job = 0; job < model.Jobs; job++)
        {
            if (domain.Choices[job] < 2)
                continue;
            var (largest, total) = (0.0, 1e-9);
            for (var agent = 0; agent < model.Agents; agent++)
            {
                largest = Math.Max(largest, ascent.Share[agent * model.Jobs + job]);
                total += ascent.Share[agent * model.Jobs + job];
            }

            if (largest / total < least)
                (chosen, least) = (job, largest / total);
        }

        return chosen;
    }

    private sealed record Node(Domain Domain, double[] Multiplier);
}
