using Google.OrTools.LinearSolver;
using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Allocation.Tests.Quotas;

/// <summary>The tree's sums and limits as a linear program of OR-Tools, in money.</summary>
internal sealed class TangentProgram : IDisposable
{
    private readonly Solver _solver = Solver.CreateSolver("CLP");
    private readonly QuotaProblem _problem;
    private readonly Variable[] _amounts;
    private readonly QuotaResult? _result;

    /// <summary>With a result, limits hold and fixed nodes hand down what its plan hands down; without, limits may be broken.</summary>
    public TangentProgram(QuotaProblem problem, QuotaResult? result)
    {
        (_problem, _result) = (problem, result);
        _amounts = [.. problem.Nodes.Select(n => Range(n, problem) is var (least, most) && result is not null ? _solver.MakeNumVar(least, most, n.Code) : _solver.MakeNumVar(0, double.PositiveInfinity, n.Code))];
        for (var i = 0; i < _amounts.Length; i++)
        {
            if (problem.Nodes.All(n => n.Parent != i))
                continue;
            var sum = _solver.MakeConstraint(0, 0);
            sum.SetCoefficient(_amounts[i], -Ratio(i));
            for (var c = 0; c < _amounts.Length; c++)
            {
                if (problem.Nodes[c].Parent == i)
                    sum.SetCoefficient(_amounts[c], 1);
            }
        }
    }

    /// <summary>The smallest weighted breach of all limits.</summary>
    public double SmallestBreach
    {
        get
        {
            var objective = _solver.Objective();
            for (var i = 0; i < _amounts.Length; i++)
            {
                var (least, most) = Range(_problem.Nodes[i], _problem);
                var breach = _solver.MakeNumVar(0, double.PositiveInfinity, $"breach {i}");
                var above = _solver.MakeNumVar(0, double.PositiveInfinity, $"above {i}");
                var low = _solver.MakeConstraint(least, double.PositiveInfinity);
                low.SetCoefficient(_amounts[i], 1);
                low.SetCoefficient(breach, 1);
                var high = _solver.MakeConstraint(double.NegativeInfinity, most);
                high.SetCoefficient(_amounts[i], 1);
                high.SetCoefficient(above, -1);
                objective.SetCoefficient(breach, Weight(_problem.Nodes[i], _problem));
                objective.SetCoefficient(above, Weight(_problem.Nodes[i], _problem));
            }

            return Value();
        }
    }

    /// <summary>Derivative of the objective at the solution of each node, and the value of that linear function there.</summary>
    public static (double[] Slope, double There) Slopes(QuotaProblem problem, QuotaResult result)
    {
        double[] slope = [.. Enumerable.Range(0, problem.Nodes.Count).Select(i => Slope(problem, result, i))];
        return (slope, slope.Zip(result.Plan.Nodes, (s, n) => s * n.Continuous).Sum());
    }

    public double Minimise(double[] slope)
    {
        var objective = _solver.Objective();
        for (var i = 0; i < slope.Length; i++)
            objective.SetCoefficient(_amounts[i], slope[i]);
        return Value();
    }

    /// <summary>Weighted breach of the limits of one node.</summary>
    public static double Breach(QuotaNode node, double amount, QuotaProblem problem)
    {
        var (least, most) = Range(node, problem);
        return Weight(node, problem) * (Math.Max(0, least - amount) + Math.Max(0, amount - most));
    }

    public void Dispose() => _solver.Dispose();

    private static double Slope(QuotaProblem problem, QuotaResult result, int i)
    {
        var (node, terms, f) = (problem.Nodes[i], result.Certificate!.Nodes, problem.Fairness);
        double Larger(int n) => Math.Max(terms[n].Reference, terms[n].Fair);
        var least = Math.Max(0.01, 1e-9 * terms[problem.Nodes.ToList().FindIndex(n => n.Parent < 0)].Reference);
        if (node.Parent >= 0)
        {
            var siblings = Enumerable.Range(0, terms.Count).Where(n => problem.Nodes[n].Parent == node.Parent).ToList();
            least = siblings.Any(s => Larger(s) > 0) ? Math.Max(least, 1e-3 * siblings.Average(Larger)) : double.NaN; // Such trees are left out.
        }

        var amount = result.Plan.Nodes[i].Continuous;
        return node.Weight * ((1 - f) * (amount - terms[i].Reference) / Math.Max(terms[i].Reference, least) + f * (amount - terms[i].Fair) / Math.Max(terms[i].Fair, least));
    }

    private static (double Least, double Most) Range(QuotaNode node, QuotaProblem problem)
    {
        if ((node.Target ?? node.Locked) is { } given)
            return ((double)given, (double)given);
        var locked = node.LockedPeriods?.Sum() ?? 0;
        if (node.LockedPeriods?.All(p => p is not null) == true)
            return ((double)locked, (double)locked);
        var (least, most) = ((double)Math.Max(locked, node.Minimum ?? 0), node.Maximum is { } maximum ? (double)maximum : double.PositiveInfinity);
        if (node is { Last: { } last, MinimumChange: { } down })
            least = Math.Max(least, (double)(Math.Ceiling(decimal.Round(last * (1 + (decimal)down) / problem.Unit, 6)) * problem.Unit));
        if (node is { Last: { } before, MaximumChange: { } up })
            most = Math.Min(most, (double)(Math.Floor(decimal.Round(before * (1 + (decimal)up) / problem.Unit, 6)) * problem.Unit));
        return (least, most);
    }

    private static double Weight(QuotaNode node, QuotaProblem problem) =>
        node.Target is not null ? problem.Relaxation.Target : node.Locked is not null || (node.LockedPeriods is { } locked && Range(node, problem).Least == (double)locked.Sum()!) ? problem.Relaxation.Lock : problem.Relaxation.Bound;

    private double Ratio(int node)
    {
        var plain = 1 + (double)_problem.Nodes[node].OverAssignment;
        if (_result?.Plan.Nodes[node] is not { Amount: > 0 } quota || _result.Reasons[node].Limit is not (QuotaLimit.Target or QuotaLimit.Lock or QuotaLimit.LockedPeriods or QuotaLimit.FixedBelow))
            return plain;
        return (double)(quota.HandedDown / quota.Amount);
    }

    private double Value()
    {
        _solver.Objective().SetMinimization();
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        return _solver.Objective().Value();
    }
}
