namespace PlanningEngine.Forecasting.Effects;

/// <summary>What effects learned over many series say of the regressors of one.</summary>
internal sealed class PooledColumns
{
    /// <summary>Largest logarithm of a factor that a single series may show by itself.</summary>
    private const double LargestAlone = 4;

    /// <summary>Largest logarithm of the factor between what a single series shows and what all series do.</summary>
    private const double LargestDeparture = 1.5;

    private readonly EstimatedEffects _pooled;
    private readonly double[][] _columns;

    private PooledColumns(EstimatedEffects pooled, double[][] columns, double[] size) => (_pooled, _columns, Size) = (pooled, columns, size);

    /// <summary>Size of each bucket of history and future with the effects of all series in it.</summary>
    internal double[] Size { get; }

    /// <summary>Whether anything was learned of any of the regressors.</summary>
    internal bool IsKnown => Array.Exists(_pooled.Coefficients, c => c != 0);

    /// <summary>Looks effects up.</summary>
    /// <param name="columns">The regressors' columns.</param>
    /// <param name="regressors">The same regressors with their forms.</param>
    /// <param name="pooled">Effects over all series, factors; none where those of the series are addends.</param>
    internal static PooledColumns Of(RegressorColumns columns, IReadOnlyList<Regressor> regressors, IReadOnlyList<PooledEffect> pooled)
    {
        var (coefficients, errors) = (new double[columns.Names.Length], new double[columns.Names.Length]);
        var size = (double[])columns.Size.Clone();
        for (var i = 0; i < coefficients.Length; i++)
        {
            if (pooled.FirstOrDefault(p => p.Name == columns.Names[i] && regressors.Any(r => r.Name == p.Name && r.Form == p.Form)) is not { } effect)
                continue;
            (coefficients[i], errors[i]) = (effect.Coefficient, effect.StandardError);
            for (var t = 0; t < size.Length; t++)
                size[t] *= Math.Exp(EffectBounds.Within(effect.Coefficient * columns.Columns[i][t]));
        }

        return new PooledColumns(new EstimatedEffects(true, coefficients, errors), columns.Columns, size);
    }

    /// <summary>The effects with the departures that a series shows; null where nothing is known.</summary>
    internal EstimatedEffects? Add(EstimatedEffects? departures)
    {
        if (departures is null)
            return IsKnown ? _pooled : null;
        if (!IsKnown)
            return departures.Within(_columns, double.NegativeInfinity, LargestAlone);
        departures = departures.Within(_columns, -LargestDeparture, LargestDeparture);
        return departures with
        {
            Coefficients = [.. departures.Coefficients.Select((d, i) => d + _pooled.Coefficients[i])],
            StandardErrors = [.. departures.StandardErrors.Select((e, i) => Math.Sqrt(e * e + _pooled.StandardErrors[i] * _pooled.StandardErrors[i]))],
        };
    }
}
