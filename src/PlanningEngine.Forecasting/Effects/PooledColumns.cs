namespace PlanningEngine.Forecasting.Effects;

/// <summary>What is known of the effects of a series' regressors before it is looked at: what they do to many series, and of prices what they do in general (see <see cref="ElasticityPrior"/>).</summary>
internal sealed class PooledColumns
{
    /// <summary>Largest logarithm of a factor that a single series may show by itself.</summary>
    private const double LargestAlone = 4;

    /// <summary>Largest logarithm of the factor between what a single series shows and what all series do.</summary>
    private const double LargestDeparture = 1.5;

    /// <summary>Standard deviation of elasticities of which nothing is known, not even the sign.</summary>
    private const double LargestElasticity = 3;

    private readonly PooledEffect?[] _pooled;
    private readonly bool[] _isPrice;
    private readonly double[][] _columns;

    private PooledColumns(PooledEffect?[] pooled, bool[] isPrice, double[][] columns, double[] size, CoefficientSpread[] spreads) =>
        (_pooled, _isPrice, _columns, Size, Spreads) = (pooled, isPrice, columns, size, spreads);

    /// <summary>Size of each bucket of history and future with the effects that are known in it.</summary>
    internal double[] Size { get; }

    /// <summary>What is known of how far a series departs from that, per regressor.</summary>
    internal IReadOnlyList<CoefficientSpread> Spreads { get; }

    /// <summary>Whether many series taught an effect of any of the regressors.</summary>
    internal bool IsPooled => Array.Exists(_pooled, p => p is { Coefficient: not 0 });

    /// <summary>Whether anything is known of any of the regressors.</summary>
    internal bool IsKnown => IsPooled || Array.Exists(_isPrice, p => p);

    /// <summary>What many series taught of each, 0 where they taught nothing.</summary>
    internal IReadOnlyList<double> Coefficients => Array.ConvertAll(_pooled, p => p?.Coefficient ?? 0);

    /// <summary>Looks effects up.</summary>
    /// <param name="columns">The regressors' columns.</param>
    /// <param name="regressors">The same regressors with their forms.</param>
    /// <param name="pooled">Effects over all series.</param>
    /// <param name="multiplies">Whether effects on the series are factors; of addends nothing is known.</param>
    internal static PooledColumns Of(RegressorColumns columns, IReadOnlyList<Regressor> regressors, IReadOnlyList<PooledEffect> pooled, bool multiplies)
    {
        var size = (double[])columns.Size.Clone();
        var known = new PooledEffect?[columns.Names.Length];
        var isPrice = new bool[known.Length];
        var spreads = Array.ConvertAll(known, _ => CoefficientSpread.Unknown);
        for (var i = 0; multiplies && i < known.Length; i++)
        {
            var form = regressors.First(r => r.Name == columns.Names[i]).Form;
            (known[i], isPrice[i]) = (pooled.FirstOrDefault(p => p.Name == columns.Names[i] && p.Form == form), form == RegressorForm.Price);
            spreads[i] = form switch
            {
                RegressorForm.Price => new CoefficientSpread(ElasticityPrior.Deviation * ElasticityPrior.Deviation, IsMost: known[i] is not null),
                RegressorForm.Logarithmic => new CoefficientSpread(LargestElasticity * LargestElasticity, IsMost: true),
                _ => CoefficientSpread.Unknown,
            };
            var coefficient = known[i]?.Coefficient ?? (isPrice[i] ? ElasticityPrior.Mean : 0);
            for (var t = 0; coefficient != 0 && t < size.Length; t++)
                size[t] *= Math.Exp(EffectBounds.Within(coefficient * columns.Columns[i][t]));
        }

        return new PooledColumns(known, isPrice, columns.Columns, size, spreads);
    }

    /// <summary>The effects with what a series shows beside what is known; null where nothing is known.</summary>
    internal EstimatedEffects? Add(EstimatedEffects? shown)
    {
        if (shown is null ? !IsKnown : !shown.Multiplies)
            return shown;
        var (coefficients, errors) = (new double[_pooled.Length], new double[_pooled.Length]);
        for (var i = 0; i < coefficients.Length; i++)
            (coefficients[i], errors[i]) = _pooled[i] is { } pooled ? Departed(pooled, i, shown) : Alone(i, shown);
        return new EstimatedEffects(true, coefficients, errors) { Drifts = shown?.Drifts ?? [], KnownShares = [.. _pooled.Select((p, i) => p is null && _isPrice[i] ? ElasticityPrior.ShareOf(shown?.StandardErrors[i]) : 0)] };
    }

    private (double Coefficient, double StandardError) Departed(PooledEffect pooled, int i, EstimatedEffects? shown)
    {
        var departure = shown is null ? 0 : Within(shown.Coefficients[i], _columns[i], -LargestDeparture, LargestDeparture);
        var error = shown is null ? pooled.StandardError : Math.Sqrt(shown.StandardErrors[i] * shown.StandardErrors[i] + pooled.StandardError * pooled.StandardError);
        return _isPrice[i] ? ElasticityPrior.Negative(pooled.Coefficient + departure, error) : (pooled.Coefficient + departure, error);
    }

    private (double Coefficient, double StandardError) Alone(int i, EstimatedEffects? shown)
    {
        var (coefficient, error) = (shown?.Coefficients[i] ?? 0, shown?.StandardErrors[i] ?? 0);
        if (_isPrice[i])
            (coefficient, error) = ElasticityPrior.Negative(ElasticityPrior.Mean + coefficient, shown is null ? ElasticityPrior.Deviation : error);
        return (Within(coefficient, _columns[i], double.NegativeInfinity, LargestAlone), error);
    }

    /// <summary>A coefficient as far as its factor leaves its bounds in no bucket of history and future: what a few sales seem to show must not multiply what is to come.</summary>
    private static double Within(double coefficient, double[] column, double least, double most) =>
        coefficient * Math.Min(1, Math.Min(Share(most, column.Max(x => coefficient * x)), Share(-least, column.Max(x => -coefficient * x))));

    private static double Share(double bound, double reached) => reached > bound ? bound / reached : 1;
}
