namespace PlanningEngine.Forecasting.Models;

/// <summary>Croston's method (1972): sizes and intervals of demand smoothed apart, alpha 0.1; its mean is known to be a little too high.</summary>
public sealed class Croston : IntermittentForecaster
{
    /// <summary>Smoothing weight of sizes and intervals.</summary>
    internal const double Alpha = 0.1;

    /// <inheritdoc />
    public override string Name => "croston";

    private protected override (double Probability, double Size) Estimate(ReadOnlySpan<double> y)
    {
        var (size, interval) = Smooth(y);
        return (1 / interval, size);
    }

    /// <summary>Smoothed size and interval; both start at the first occurrence.</summary>
    internal static (double Size, double Interval) Smooth(ReadOnlySpan<double> y)
    {
        double size = 0, interval = 0;
        int since = 0, occurrences = 0;
        foreach (var value in y)
        {
            since++;
            if (value == 0)
                continue;
            size = occurrences == 0 ? value : size + Alpha * (value - size);
            interval = occurrences == 0 ? since : interval + Alpha * (since - interval);
            occurrences++;
            since = 0;
        }

        return (size, interval);
    }
}
