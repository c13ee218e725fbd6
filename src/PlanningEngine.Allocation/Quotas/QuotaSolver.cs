namespace PlanningEngine.Allocation.Quotas;

/// <summary>Divides a company target down a tree at the optimum of a convex problem, in whole units of money that add up exactly, and says why.</summary>
/// <remarks>
/// The continuous optimum comes from parametric water-filling, which is exact and has no iterations to converge; its certificate is returned. Whole amounts lie within one unit of it.
/// The answer depends on the input and the work limit only. Safe to call from many threads.
/// </remarks>
public static class QuotaSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; a plan divided level by level comes back with its gap, no exception is thrown.</param>
    /// <returns>Status, plan, certificate and reasons.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its parts is null.</exception>
    public static QuotaResult Solve(QuotaProblem problem, QuotaSolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new QuotaSolverOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.WorkLimit ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.CounterfactualNodes, nameof(options));
        var violations = QuotaProblemValidator.Validate(problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);

        var tree = new QuotaTree(problem);
        var references = new QuotaReferences(tree);
        var ranges = new FeasibleRanges(tree, tree.Limits);
        if (ranges.Conflicts.Count > 0)
            return SmallestRelaxation.Find(tree, references, ranges);

        var joint = new WaterFilling(tree, references, ranges.Ratio, FromAbove(ranges));
        var optimum = joint.Solve(options.WorkLimit ?? long.MaxValue, cancellationToken);
        var solution = optimum ?? LevelByLevel(tree, references, ranges);
        if (WholeAmounts.Round(tree, solution.Amount, ranges.Limits) is not { } whole)
            return SmallestRelaxation.Find(tree, references, ranges);
        var certificate = CertificateWriter.Write(tree, references, ranges, solution, whole);
        var explainer = new QuotaExplainer(tree, references, ranges, solution, whole, certificate);
        return new QuotaResult(
            optimum is null ? SolveStatus.Feasible : SolveStatus.Optimal,
            Plan(tree, solution.Amount, whole),
            certificate,
            explainer.Explain(optimum is null ? 0 : options.CounterfactualNodes, cancellationToken),
            [],
            [],
            solution.Work);
    }

    /// <summary>Limits for the solve: a node that is fixed from below needs none of its own, its price is that of what fixes it.</summary>
    internal static NodeLimits[] FromAbove(FeasibleRanges ranges) =>
        [.. ranges.Limits.Select(limits => limits.LeastIs == QuotaLimit.FixedBelow ? new NodeLimits(0, double.PositiveInfinity, QuotaLimit.None, QuotaLimit.None) : limits)];

    /// <summary>Amounts as money.</summary>
    internal static QuotaPlan Plan(QuotaTree tree, double[] continuous, WholeAmounts whole)
    {
        var unit = tree.Problem.Unit;
        var periods = PeriodSplit.Split(tree, whole.Amount, whole.Handed);
        var nodes = new NodeQuota[tree.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            var inPeriods = Array.ConvertAll(periods[i], amount => (decimal)amount * unit);
            nodes[i] = new NodeQuota(tree.Problem.Nodes[i].Code, (decimal)whole.Amount[i] * unit, (decimal)whole.Handed[i] * unit, continuous[i] * (double)unit, inPeriods);
        }

        return new QuotaPlan(nodes);
    }

    private static ContinuousSolution LevelByLevel(QuotaTree tree, QuotaReferences references, FeasibleRanges ranges)
    {
        var within = new NodeLimits[tree.Count];
        for (var i = 0; i < within.Length; i++)
            within[i] = new NodeLimits(ranges.Least[i], ranges.Most[i], QuotaLimit.None, QuotaLimit.None);
        return new WaterFilling(tree, references, ranges.Ratio, within, levelByLevel: true).Solve(long.MaxValue, CancellationToken.None)!;
    }
}
