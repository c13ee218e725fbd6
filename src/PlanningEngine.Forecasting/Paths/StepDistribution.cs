namespace PlanningEngine.Forecasting.Paths;

/// <summary>The distribution of one bucket.</summary>
/// <param name="Mean">Expectation; finite.</param>
/// <param name="Quantiles">Quantiles at <see cref="ForecastRequest.DefaultLevels"/>, finite and non-decreasing.</param>
public sealed record StepDistribution(double Mean, double[] Quantiles)
{
    private const int Fineness = 100;
    private const double LargestFactor = 2;
    private static readonly double[] Levels = [.. ForecastRequest.DefaultLevels];

    /// <summary>Whether nothing but zero can come.</summary>
    internal bool IsZero => this is { Mean: 0, Quantiles: [0, .., 0] };

    /// <summary>Standard deviation of the quantile function, its tails those of a normal distribution; in units.</summary>
    /// <returns>At least 0.</returns>
    public double Deviation()
    {
        var values = Values(Fineness);
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    /// <summary>The distribution around another mean: scaled, so that zeros stay zeros and nothing becomes negative or crosses; shifted by what is left beyond twice the mean.</summary>
    /// <param name="mean">The other mean, at least 0.</param>
    /// <returns>The distribution.</returns>
    public StepDistribution MovedTo(double mean)
    {
        var (factor, shift) = Move(Mean, mean);
        return new StepDistribution(mean, Array.ConvertAll(Quantiles, q => factor * q + shift));
    }

    /// <summary>The quantile function at evenly spaced levels, increasing.</summary>
    internal double[] Values(int count)
    {
        var values = new double[count];
        for (var rank = 0; rank < count; rank++)
            values[rank] = SamplePaths.Quantile(Levels, Quantiles, (rank + 0.5) / count);
        return values;
    }

    /// <summary>The values whose sums are sought: the quantile function around the mean, so that the mean of sums is the sum of means.</summary>
    internal double[] ValuesForSums(int count)
    {
        var values = Values(count);
        var (factor, shift) = Move(values.Average(), Mean);
        for (var rank = 0; rank < count; rank++)
            values[rank] = factor * values[rank] + shift;
        return values;
    }

    private static (double Factor, double Shift) Move(double from, double to)
    {
        if (!(from > 0 && to >= 0))
            return (1, to - from);
        var factor = Math.Min(to / from, LargestFactor);
        return (factor, Math.Max(0, to - factor * from));
    }
}
