namespace PlanningEngine.Forecasting;

/// <summary>A forecast is a distribution per future bucket: its expectation and its quantiles.</summary>
/// <remarks>Invariants: every number is finite, quantiles never cross, all are at least zero when the request said so.</remarks>
public sealed record Forecast
{
    internal Forecast(string method, double[] mean, double[][] quantiles, double[] levels, IReadOnlyList<string> notes)
    {
        Method = method;
        Mean = mean;
        Quantiles = quantiles;
        Levels = levels;
        Notes = notes;
    }

    /// <summary>Name of the method that made it.</summary>
    public string Method { get; }

    /// <summary>Expectation of each future bucket; its length is the horizon.</summary>
    public double[] Mean { get; }

    /// <summary>Levels of the quantiles, strictly increasing.</summary>
    public double[] Levels { get; }

    /// <summary>Quantiles, <c>Quantiles[step][level]</c>, non-decreasing in the level.</summary>
    public double[][] Quantiles { get; }

    /// <summary>What the method did beyond its textbook form: gaps it filled, what it fell back to and why.</summary>
    public IReadOnlyList<string> Notes { get; init; }

    /// <summary>Expectation with every regressor at its usual value: zero where it is zero at times, else its median. Null where no effect of a regressor was estimated.</summary>
    public double[]? BaseMean { get; init; }

    /// <summary>What each regressor does. Base and uplifts add up to the mean, except where the mean was raised to zero.</summary>
    public IReadOnlyList<RegressorEffect> Effects { get; init; } = [];

    /// <summary>Where these effects come from.</summary>
    public EffectBasis EffectBasis { get; init; }

    /// <summary>Those of the notes that state estimated effects: who states the same effects need not repeat them.</summary>
    internal IReadOnlyList<string> EffectNotes { get; init; } = [];

    /// <summary>Number of future buckets.</summary>
    public int Horizon => Mean.Length;

    /// <summary>The quantile at any level, linear between the given levels and flat outside them.</summary>
    /// <param name="step">Future bucket, 0 to horizon - 1.</param>
    /// <param name="level">Level between 0 and 1.</param>
    /// <returns>The quantile.</returns>
    public double Quantile(int step, double level) => QuantileFunctions.At(Levels, Quantiles[step], level);

    /// <summary>Builds a forecast and establishes its invariants: quantiles are sorted, numbers below zero raised when demand must not be negative.</summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="mean">Expectation per step; taken over, not copied.</param>
    /// <param name="quantiles">Quantiles per step and level; taken over, not copied.</param>
    /// <param name="request">The request that is answered.</param>
    /// <param name="notes">What there is to say about it.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit the request, or a number is not finite.</exception>
    public static Forecast Create(string method, double[] mean, double[][] quantiles, ForecastRequest request, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(quantiles);
        ArgumentNullException.ThrowIfNull(request);
        if (mean.Length != request.Horizon || quantiles.Length != request.Horizon)
            throw new ArgumentException($"A forecast of {method} must have {request.Horizon} steps.", nameof(mean));
        var floor = request.NonNegative ? 0 : double.NegativeInfinity;
        for (var step = 0; step < mean.Length; step++)
        {
            var row = quantiles[step];
            if (row.Length != request.Levels.Count || !double.IsFinite(mean[step]) || !Array.TrueForAll(row, double.IsFinite))
                throw new ArgumentException($"Step {step + 1} of a forecast of {method} is incomplete or not finite.", nameof(quantiles));
            Array.Sort(row);
            mean[step] = Math.Max(mean[step], floor);
            for (var i = 0; i < row.Length; i++)
                row[i] = Math.Max(row[i], floor);
        }

        return new Forecast(method, mean, quantiles, [.. request.Levels], notes);
    }
}
