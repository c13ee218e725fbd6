namespace PlanningEngine.Allocation.Budgets;

/// <summary>Closes the gap that S-shaped curves leave: branch and bound over the spends of items on their chords.</summary>
/// <remarks>
/// Where an item's envelope promises more than its curve gives, its spend is either at most or at least what it is now: in each half the envelope is redrawn and touches the curve there (Falk and Soland, Management
/// Science 15, 1969). The division of a half is a plan and its dual a bound; the half that promises most goes first.
/// </remarks>
internal sealed class BudgetBranching
{
    private readonly BudgetProblem _problem;
    private readonly BudgetTree _tree;
    private readonly ItemDemand[] _original;
    private readonly PriorityQueue<Branch, double> _open = new();
    private double _value;

    /// <param name="problem">The problem.</param>
    /// <param name="tree">Its tree; the demands are as they were when <see cref="Run"/> ends.</param>
    /// <param name="spend">A plan, by place.</param>
    public BudgetBranching(BudgetProblem problem, BudgetTree tree, double[] spend)
    {
        (_problem, _tree, _original, Spend) = (problem, tree, [.. tree.Demands], spend);
        _value = Value(spend);
    }

    private sealed record Branch(Branch? Around, int Place, ItemDemand Demand, double[] Spend, double Bound, double Price);

    /// <summary>[place of the item]: the best plan.</summary>
    public double[] Spend { get; private set; }

    /// <summary>No plan brings more.</summary>
    public double Bound { get; private set; }

    /// <summary>Narrows plan and bound until they meet, or the work is done.</summary>
    /// <param name="root">The division over the envelopes.</param>
    /// <param name="bound">What it proves.</param>
    /// <param name="divisions">Most divisions of the budget.</param>
    /// <param name="cancellationToken">Stops the search; what it found stays.</param>
    public void Run(BudgetDivision root, double bound, int divisions, CancellationToken cancellationToken)
    {
        Bound = bound;
        _open.Enqueue(new Branch(null, -1, default, root.Spend, bound, root.Price[0]), -bound);
        var (done, settled) = (0, 0.0);
        while (_open.TryDequeue(out var branch, out _))
        {
            Bound = Math.Max(Math.Max(_value, settled), Math.Min(Bound, branch.Bound));
            if (Bound - _value <= BudgetSolver.OptimalGap * Math.Max(1, Bound) / 2 || done >= divisions || cancellationToken.IsCancellationRequested)
                return;
            Apply(branch);
            var (split, completed) = (Widest(branch.Spend), true);
            if (split is { } place)
            {
                done += 2;
                var (demand, at) = (_tree.Demands[place], branch.Spend[place]);
                completed = Divide(branch, place, demand.Within(demand.Least, at), cancellationToken) && Divide(branch, place, demand.Within(at, demand.Most), cancellationToken);
            }
            else
            {
                // Without an item on its chord a branch is its own plan, up to the rounding of the division.
                settled = Math.Max(settled, branch.Bound);
            }

            _original.CopyTo(_tree.Demands, 0);
            if (!completed)
                return;
        }

        Bound = Math.Max(_value, settled);
    }

    /// <summary>Divides the budget with one demand replaced and keeps the branch when it promises more than the best plan.</summary>
    /// <returns>False when the token was cancelled.</returns>
    private bool Divide(Branch around, int place, ItemDemand demand, CancellationToken cancellationToken)
    {
        var before = _tree.Demands[place];
        _tree.Demands[place] = demand;
        try
        {
            if (BudgetConflicts.Find(_problem, _tree).Count > 0)
                return true;
            var division = BudgetDivision.Of(_tree, _problem.Budget, around.Price, cancellationToken);
            var bound = Math.Min(around.Bound, division.Bound(_problem.Budget));
            if (Value(division.Spend) is var value && value > _value)
                (_value, Spend) = (value, division.Spend);
            if (bound > _value)
                _open.Enqueue(new Branch(around, place, demand, division.Spend, bound, division.Price[0]), -bound);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _tree.Demands[place] = before;
        }
    }

    private void Apply(Branch branch)
    {
        var decided = new HashSet<int>();
        for (var at = branch; at is { Around: not null }; at = at.Around)
        {
            if (decided.Add(at.Place))
                _tree.Demands[at.Place] = at.Demand;
        }
    }

    /// <summary>The item whose envelope is farthest above its curve; null where none is.</summary>
    private int? Widest(double[] spend)
    {
        var (widest, most) = ((int?)null, 0.0);
        for (var place = 0; place < spend.Length; place++)
        {
            var demand = _tree.Demands[place];
            if (!demand.OnChord(spend[place]))
                continue;
            var above = demand.Envelope(spend[place]) - _problem.Items[_tree.Item[place]].Curve.Response(spend[place]);
            if (above > most)
                (widest, most) = (place, above);
        }

        return widest;
    }

    private double Value(double[] spend)
    {
        var sum = 0.0;
        for (var place = 0; place < spend.Length; place++)
            sum += _problem.Items[_tree.Item[place]].Curve.Response(spend[place]);
        return sum;
    }
}
