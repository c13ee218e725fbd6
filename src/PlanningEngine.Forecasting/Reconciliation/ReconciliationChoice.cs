namespace PlanningEngine.Forecasting.Reconciliation;

/// <summary>
/// Which reconciliation suits a hierarchy, by the errors of past origins. Each origin is held out in turn: the weights come from the errors of the others, and what they make of
/// the errors held out is what the method would have erred. A method replaces the plain sums only where it erred no more than they did, on the bottom series and on the aggregates alike.
/// </summary>
/// <remarks>Reconciliation is linear and leaves sums alone, so errors are reconciled like forecasts; non-negativity plays no part in the choice.</remarks>
public sealed record ReconciliationChoice
{
    /// <summary>Nodes up to which the covariance of errors is tried; beyond, variances alone.</summary>
    public const int MostCorrelatedNodes = 20_000;

    private const int FewestVectors = 3;

    private ReconciliationChoice(ReconciliationMethod method, Reconciler reconciler, double bottomRatio, double aggregateRatio) =>
        (Method, Reconciler, BottomRatio, AggregateRatio) = (method, reconciler, bottomRatio, aggregateRatio);

    /// <summary>The method.</summary>
    public ReconciliationMethod Method { get; }

    /// <summary>The method with weights from all origins.</summary>
    public Reconciler Reconciler { get; }

    /// <summary>Sum of absolute errors of the bottom series at the origins held out, over that of the plain sums; 1 for these.</summary>
    public double BottomRatio { get; }

    /// <summary>Sum of absolute errors of the aggregates at the origins held out, over that of the plain sums; 1 for these.</summary>
    public double AggregateRatio { get; }

    /// <summary>Chooses.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    /// <param name="origins">Per origin its vectors of one finite error per node, such as one per step ahead. With fewer than two origins, nothing can be held out, and the plain sums stay.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="ArgumentException">The errors do not fit the hierarchy.</exception>
    public static ReconciliationChoice Of(Hierarchy hierarchy, IReadOnlyList<IReadOnlyList<double[]>> origins, CancellationToken cancellationToken = default) =>
        Of(hierarchy, origins, [], cancellationToken);

    /// <summary>Chooses where some forecasts were certain.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    /// <param name="origins">Per origin its vectors of one finite error per node.</param>
    /// <param name="certain">Per origin and vector, whether the forecast of each bottom series was certain and is held; empty where none was.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="ArgumentException">The errors do not fit the hierarchy.</exception>
    public static ReconciliationChoice Of(
        Hierarchy hierarchy, IReadOnlyList<IReadOnlyList<double[]>> origins, IReadOnlyList<IReadOnlyList<bool[]>> certain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(certain);
        if (certain.Count != 0 && !certain.Select(o => o.Count).SequenceEqual(origins.Select(o => o.Count)))
            throw new ArgumentException("What was certain is not said of as many vectors as there are errors.", nameof(certain));
        var best = new ReconciliationChoice(ReconciliationMethod.BottomUp, Reconciler.BottomUp(hierarchy), 1, 1);
        if (origins.Count < 2 || hierarchy.Aggregates == 0)
            return best;
        var plain = Trial(hierarchy, origins, certain, _ => best.Reconciler, cancellationToken);
        foreach (var method in Candidates(hierarchy, origins))
        {
            var tried = Trial(hierarchy, origins, certain, errors => Create(method, hierarchy, errors), cancellationToken);
            var (bottom, aggregates) = (Ratio(tried.Bottom, plain.Bottom), Ratio(tried.Aggregates, plain.Aggregates));
            if (bottom <= 1 && aggregates <= 1 && bottom * aggregates < best.BottomRatio * best.AggregateRatio)
                best = new ReconciliationChoice(method, Create(method, hierarchy, Uncertain(hierarchy, [.. origins.SelectMany(o => o)], [.. certain.SelectMany(o => o)])), bottom, aggregates);
        }

        return best;
    }

    /// <summary>The methods in reach, the simplest first: it stays where another is no better.</summary>
    private static IEnumerable<ReconciliationMethod> Candidates(Hierarchy hierarchy, IReadOnlyList<IReadOnlyList<double[]>> origins)
    {
        yield return ReconciliationMethod.Structural;
        var fewest = origins.Sum(o => o.Count) - origins.Max(o => o.Count);
        if (fewest >= FewestVectors)
            yield return ReconciliationMethod.Variance;
        if (fewest >= FewestVectors && hierarchy.Nodes <= MostCorrelatedNodes)
            yield return ReconciliationMethod.MinimumTrace;
    }

    private static Reconciler Create(ReconciliationMethod method, Hierarchy hierarchy, IReadOnlyList<double[]> errors) => method switch
    {
        ReconciliationMethod.Structural => Reconciler.StructuralLeastSquares(hierarchy),
        ReconciliationMethod.Variance => Reconciler.VarianceLeastSquares(hierarchy, errors),
        ReconciliationMethod.MinimumTrace => Reconciler.MinimumTrace(hierarchy, errors),
        _ => Reconciler.BottomUp(hierarchy),
    };

    /// <summary>Sums of absolute errors at the origins held out.</summary>
    private static (double Bottom, double Aggregates) Trial(
        Hierarchy hierarchy, IReadOnlyList<IReadOnlyList<double[]>> origins, IReadOnlyList<IReadOnlyList<bool[]>> certain, Func<IReadOnlyList<double[]>, Reconciler> create,
        CancellationToken cancellationToken)
    {
        var (bottom, aggregates) = (0.0, 0.0);
        for (var heldOut = 0; heldOut < origins.Count; heldOut++)
        {
            bool IsLeft(int origin) => origin != heldOut;
            var reconciler = create(Uncertain(hierarchy, [.. origins.Where((_, i) => IsLeft(i)).SelectMany(o => o)], [.. certain.Where((_, i) => IsLeft(i)).SelectMany(o => o)]));
            for (var vector = 0; vector < origins[heldOut].Count; vector++)
            {
                var left = reconciler.Reconcile(origins[heldOut][vector], certain.Count == 0 ? [] : certain[heldOut][vector], nonNegative: false, cancellationToken);
                for (var i = 0; i < left.Length; i++)
                {
                    var error = Math.Abs(left[i]);
                    (bottom, aggregates) = i < hierarchy.Aggregates ? (bottom, aggregates + error) : (bottom + error, aggregates);
                }
            }
        }

        return (bottom, aggregates);
    }

    /// <summary>Errors of which the mean square of each series is that of the buckets in which it was not certain: there it is what errors are weighed for.</summary>
    private static IReadOnlyList<double[]> Uncertain(Hierarchy hierarchy, IReadOnlyList<double[]> errors, IReadOnlyList<bool[]> certain)
    {
        if (!certain.Any(c => Array.Exists(c, held => held)))
            return errors;
        double[] factors = [.. Enumerable.Range(0, hierarchy.Nodes).Select(node => node < hierarchy.Aggregates ? 1 : certain.Count(c => !c[node - hierarchy.Aggregates]) is > 0 and var open ? Math.Sqrt(errors.Count / (double)open) : 1)];
        return [.. errors.Select(e => e.Select((error, node) => factors[node] * error).ToArray())];
    }

    private static double Ratio(double value, double plain) => plain > 0 ? value / plain : value > 0 ? double.PositiveInfinity : 1;
}

/// <summary>How forecasts are made to add up.</summary>
public enum ReconciliationMethod
{
    /// <summary>The bottom forecasts stay; aggregates are their sums.</summary>
    BottomUp = 0,

    /// <summary>Least squares, variances in proportion to the number of bottom series.</summary>
    Structural = 1,

    /// <summary>Least squares, variances of the forecast errors.</summary>
    Variance = 2,

    /// <summary>Least squares in the shrunken covariance of the forecast errors.</summary>
    MinimumTrace = 3,
}
