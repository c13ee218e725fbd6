namespace PlanningEngine.Forecasting.Reconciliation;

/// <summary>
/// Makes the forecasts of a hierarchy add up. Least squares methods find the bottom forecasts whose sums lie nearest to all given forecasts, in the metric of their errors
/// (Hyndman, Ahmed, Athanasopoulos, Shang 2011; Wickramasuriya, Athanasopoulos, Hyndman 2019), by conjugate gradients over the sparse sums. What comes out adds up exactly.
/// </summary>
/// <remarks>Apply it to each sample path to reconcile a distribution. Immutable, safe for concurrent use.</remarks>
public sealed class Reconciler
{
    private const double Precision = 1e-13;
    private const int MostSteps = 2000;
    private const int MostExchanges = 200;

    private readonly Hierarchy _hierarchy;
    private readonly ErrorWeights? _weights;
    private readonly double[]? _shares;

    private Reconciler(Hierarchy hierarchy, ErrorWeights? weights, double[]? shares) => (_hierarchy, _weights, _shares) = (hierarchy, weights, shares);

    /// <summary>How far correlations were drawn towards none, 0 to 1; null for methods without.</summary>
    public double? Shrinkage { get; private init; }

    /// <summary>The sums of the bottom forecasts; all others are disregarded.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    public static Reconciler BottomUp(Hierarchy hierarchy) => new(NotNull(hierarchy), null, null);

    /// <summary>The sum of all bottom series divided by fixed shares, such as those of the past.</summary>
    /// <param name="hierarchy">A hierarchy whose first aggregate is the total.</param>
    /// <param name="shares">Per bottom series what it counts, at least 0 and not all 0.</param>
    /// <exception cref="ArgumentException">The first aggregate is not the total, or the shares do not fit.</exception>
    public static Reconciler TopDown(Hierarchy hierarchy, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (NotNull(hierarchy).Aggregates == 0 || hierarchy.Size(0) != hierarchy.Bottom)
            throw new ArgumentException("The first aggregate is not the total of all bottom series. Maybe add it.", nameof(hierarchy));
        if (shares.Count != hierarchy.Bottom || shares.Any(s => !(s >= 0) || double.IsInfinity(s)) || shares.Sum() <= 0)
            throw new ArgumentException($"Shares ({shares.Count}) must be one per bottom series ({hierarchy.Bottom}), at least 0, and not all 0.", nameof(shares));
        var total = shares.Sum();
        return new Reconciler(hierarchy, null, [.. shares.Select(s => s / total)]);
    }

    /// <summary>Least squares with equal weights.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    public static Reconciler OrdinaryLeastSquares(Hierarchy hierarchy) => new(hierarchy, ErrorWeights.Of([.. Enumerable.Repeat(1.0, NotNull(hierarchy).Nodes)]), null);

    /// <summary>Least squares with the variance of a node in proportion to the number of bottom series it adds up.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    public static Reconciler StructuralLeastSquares(Hierarchy hierarchy) =>
        new(hierarchy, ErrorWeights.Of([.. Enumerable.Range(0, NotNull(hierarchy).Nodes).Select(i => i < hierarchy.Aggregates ? hierarchy.Size(i) : 1.0)]), null);

    /// <summary>Least squares with the variance of each node's forecast errors.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    /// <param name="errors">Vectors of one error per node, out of sample where possible; one at least.</param>
    /// <exception cref="ArgumentException">The errors do not fit the hierarchy.</exception>
    public static Reconciler VarianceLeastSquares(Hierarchy hierarchy, IReadOnlyList<double[]> errors)
    {
        Check(hierarchy, errors, 1);
        return new Reconciler(hierarchy, ErrorWeights.Of([.. Enumerable.Range(0, hierarchy.Nodes).Select(i => errors.Average(e => e[i] * e[i]))]), null);
    }

    /// <summary>Minimum trace: least squares in the shrunken covariance of the forecast errors.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    /// <param name="errors">Vectors of one error per node, out of sample where possible; three at least.</param>
    /// <exception cref="ArgumentException">The errors do not fit the hierarchy.</exception>
    public static Reconciler MinimumTrace(Hierarchy hierarchy, IReadOnlyList<double[]> errors)
    {
        Check(hierarchy, errors, 3);
        return new Reconciler(hierarchy, ErrorWeights.Shrunken(errors, out var shrinkage), null) { Shrinkage = shrinkage };
    }

    /// <summary>Reconciles the forecasts of one bucket, or one sample of them.</summary>
    /// <param name="forecasts">One finite forecast per node.</param>
    /// <param name="nonNegative">Whether bottom values must not be negative: the nearest such, not negatives cut off. Bottom-up and top-down cut off.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value per node; they add up.</returns>
    /// <exception cref="ArgumentException">The forecasts do not fit the hierarchy.</exception>
    public double[] Reconcile(ReadOnlySpan<double> forecasts, bool nonNegative = false, CancellationToken cancellationToken = default) =>
        Reconcile(forecasts, [], nonNegative, cancellationToken);

    /// <summary>Reconciles the forecasts of one bucket, of which some are certain: the others take what moves. What is certain says nothing about the errors of the others.</summary>
    /// <param name="forecasts">One finite forecast per node.</param>
    /// <param name="certain">Per bottom series whether its forecast stays as it is, such as none on a day on which it is not sold; empty where none is.</param>
    /// <param name="nonNegative">Whether the other bottom values must not be negative: the nearest such, not negatives cut off. Bottom-up and top-down cut off.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One value per node; they add up.</returns>
    /// <exception cref="ArgumentException">The forecasts do not fit the hierarchy.</exception>
    public double[] Reconcile(ReadOnlySpan<double> forecasts, ReadOnlySpan<bool> certain, bool nonNegative, CancellationToken cancellationToken)
    {
        if (forecasts.Length != _hierarchy.Nodes)
            throw new ArgumentException($"There are {forecasts.Length} forecasts for {_hierarchy.Nodes} nodes.", nameof(forecasts));
        if (certain.Length != 0 && certain.Length != _hierarchy.Bottom)
            throw new ArgumentException($"There is said of {certain.Length} whether they are certain, of {_hierarchy.Bottom} bottom series.", nameof(certain));
        foreach (var forecast in forecasts)
            if (!double.IsFinite(forecast))
                throw new ArgumentException("A forecast is not finite. Maybe leave its series out of the hierarchy.", nameof(forecasts));
        var bottom = forecasts[_hierarchy.Aggregates..].ToArray();
        var open = Array.ConvertAll(bottom, _ => true);
        for (var j = 0; j < certain.Length; j++)
            open[j] = !certain[j];
        if (_shares is not null)
            Share(forecasts[0], bottom, open);
        if (_weights is not null)
            Solve(forecasts, bottom, open, nonNegative, cancellationToken);
        else if (nonNegative)
            for (var j = 0; j < bottom.Length; j++)
                bottom[j] = open[j] ? Math.Max(0, bottom[j]) : bottom[j];
        return _hierarchy.Sum(bottom);
    }

    /// <summary>What of the total is not certain goes to the open ones by their shares.</summary>
    private void Share(double total, double[] bottom, bool[] open)
    {
        var shares = 0.0;
        for (var j = 0; j < bottom.Length; j++)
            (total, shares) = open[j] ? (total, shares + _shares![j]) : (total - bottom[j], shares);
        for (var j = 0; j < bottom.Length; j++)
            if (open[j])
                bottom[j] = shares > 0 ? _shares![j] / shares * total : 0;
    }

    /// <summary>Least squares; with bounds by exchanging whole sets of values between zero and free, then the first violation alone once that stops helping (Kim and Park 2011).</summary>
    private void Solve(ReadOnlySpan<double> forecasts, double[] bottom, bool[] open, bool nonNegative, CancellationToken cancellationToken)
    {
        var weights = Array.TrueForAll(open, o => o) ? _weights! : _weights!.Without(node => node >= _hierarchy.Aggregates && !open[node - _hierarchy.Aggregates]);
        var (weighted, right) = (new double[_hierarchy.Nodes], new double[bottom.Length]);
        weights.Apply(forecasts, weighted);
        _hierarchy.Spread(weighted, right);
        var free = (bool[])open.Clone();
        var (fewest, patience) = (int.MaxValue, 3);
        for (var exchange = 0; ; exchange++)
        {
            Descend(weights, right, bottom, free, cancellationToken);
            if (!nonNegative)
                return;
            var gradient = Multiply(weights, bottom);
            var limit = 1e-10 * right.Max(Math.Abs);
            int[] wrong = [.. Enumerable.Range(0, bottom.Length).Where(j => free[j] ? bottom[j] < 0 : open[j] && gradient[j] - right[j] < -limit)];
            if (wrong.Length == 0)
                return;
            if (exchange == MostExchanges + bottom.Length)
                throw new InvalidOperationException("No reconciliation without negative values was found.");
            (fewest, patience) = wrong.Length < fewest ? (wrong.Length, 3) : (fewest, patience - 1);
            foreach (var j in patience > 0 ? wrong : [wrong[^1]])
                (free[j], bottom[j]) = (!free[j], 0);
        }
    }

    /// <summary>Conjugate gradients with the diagonal as preconditioner, over the free values.</summary>
    private void Descend(ErrorWeights weights, double[] right, double[] bottom, bool[] free, CancellationToken cancellationToken)
    {
        var preconditioner = new double[bottom.Length];
        _hierarchy.Spread(weights.Diagonal, preconditioner);
        var residual = Multiply(weights, bottom);
        double size = 0;
        for (var j = 0; j < bottom.Length; j++)
        {
            preconditioner[j] = free[j] ? preconditioner[j] : 1;
            residual[j] = free[j] ? right[j] - residual[j] : 0;
            size += free[j] ? right[j] * right[j] / preconditioner[j] : 0;
        }

        var direction = new double[bottom.Length];
        var before = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var product = 0.0;
            for (var j = 0; j < bottom.Length; j++)
                product += residual[j] * residual[j] / preconditioner[j];
            if (product <= Precision * Precision * size)
                return;
            for (var j = 0; j < bottom.Length; j++)
                direction[j] = residual[j] / preconditioner[j] + (step == 0 ? 0 : product / before * direction[j]);
            before = product;
            var image = Multiply(weights, direction);
            var curvature = 0.0;
            for (var j = 0; j < bottom.Length; j++)
                curvature += free[j] ? direction[j] * image[j] : 0;
            if (curvature <= 0)
                return;
            var length = product / curvature;
            for (var j = 0; j < bottom.Length; j++)
            {
                bottom[j] += length * direction[j];
                residual[j] -= free[j] ? length * image[j] : 0;
            }
        }
    }

    /// <summary>S' W^-1 S b.</summary>
    private double[] Multiply(ErrorWeights errorWeights, double[] bottom)
    {
        var (nodes, weighted, result) = (new double[_hierarchy.Nodes], new double[_hierarchy.Nodes], new double[bottom.Length]);
        _hierarchy.Sum(bottom, nodes);
        errorWeights.Apply(nodes, weighted);
        _hierarchy.Spread(weighted, result);
        return result;
    }

    private static Hierarchy NotNull(Hierarchy hierarchy)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        return hierarchy;
    }

    private static void Check(Hierarchy hierarchy, IReadOnlyList<double[]> errors, int fewest)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var nodes = NotNull(hierarchy).Nodes;
        if (errors.Count < fewest || errors.Any(e => e.Length != nodes || !Array.TrueForAll(e, double.IsFinite)))
            throw new ArgumentException($"Errors ({errors.Count}) must be {fewest} vectors at least, each of one finite error per node ({nodes}).", nameof(errors));
    }
}
