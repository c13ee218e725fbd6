namespace PlanningEngine.Forecasting.Models;

/// <summary>The Syntetos-Boylan approximation (2005): Croston's mean times 1 - alpha / 2, which takes its bias away.</summary>
public sealed class SyntetosBoylan : IntermittentForecaster
{
    /// <inheritdoc />
    public override string Name => "sba";

    private protected override (double Probability, double Size) Estimate(ReadOnlySpan<double> y)
    {
        var (size, interval) = Croston.Smooth(y);
        return ((1 - Croston.Alpha / 2) / interval, size);
    }
}
