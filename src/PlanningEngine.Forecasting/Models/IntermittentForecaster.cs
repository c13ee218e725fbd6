using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// What the methods for intermittent demand share: demand per bucket is a chance of occurring times a size. Quantiles come from that compound
/// distribution with the sizes seen so far, so they are counts when demand is.
/// </summary>
public abstract class IntermittentForecaster : StatisticalForecaster
{
    /// <summary>Mean size over mean absolute size from which sizes are scaled.</summary>
    private const double LeastBalance = 0.5;

    private protected IntermittentForecaster() { }

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Known;
        if (history.IsConstant)
            return Fallback.Simple(history, request, notes);
        if (Array.Exists(y, v => v < 0))
            notes.Add("values below zero were taken as occurrences like any other");
        var (probability, size) = Estimate(y);
        var row = CompoundQuantiles(y, Math.Clamp(probability, 0, 1), size, request.Levels);
        var mean = new double[request.Horizon];
        Array.Fill(mean, probability * size);
        return new Prediction(mean, [.. mean.Select(_ => (double[])row.Clone())]);
    }

    /// <summary>Chance of demand in a bucket and its mean size, from known values of which one at least is not zero.</summary>
    private protected abstract (double Probability, double Size) Estimate(ReadOnlySpan<double> y);

    /// <summary>
    /// Quantiles of: zero with chance 1 - p, else one of the sizes seen, scaled to the estimated mean size (whole numbers stay whole, rounded up). Sizes of both signs that nearly cancel are moved
    /// to it: no factor would take their mean there without blowing them up.
    /// </summary>
    internal static double[] CompoundQuantiles(double[] y, double probability, double size, IReadOnlyList<double> levels)
    {
        var sizes = Array.FindAll(y, v => v != 0);
        Array.Sort(sizes);
        var whole = Array.TrueForAll(sizes, v => v == Math.Floor(v));
        var average = sizes.Average();
        var cancel = Math.Abs(average) < LeastBalance * sizes.Average(Math.Abs);
        var (scale, shift) = cancel ? (1.0, size - average) : (size / average, 0.0);
        var negative = sizes.Count(v => v < 0) / (double)sizes.Length * probability;
        var row = new double[levels.Count];
        for (var i = 0; i < row.Length; i++)
        {
            // Sizes below zero lie left of the mass at zero, the others right of it.
            var level = levels[i];
            var inSizes = level < negative ? level / probability
                : level <= negative + 1 - probability ? double.NaN
                : (level - (1 - probability)) / probability;
            if (double.IsNaN(inSizes))
                continue;
            var value = (scale * sizes[Math.Min(sizes.Length - 1, (int)(inSizes * sizes.Length))]) + shift;
            row[i] = whole ? Math.Ceiling(value - 1e-9) : value;
        }

        return row;
    }
}
