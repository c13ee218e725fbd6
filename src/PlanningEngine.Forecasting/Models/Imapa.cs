namespace PlanningEngine.Forecasting.Models;

/// <summary>The intermittent multiple aggregation prediction algorithm (Petropoulos, Kourentzes 2015): the mean of what <see cref="Adida"/> forecasts with sums over 1, 2, ... buckets, up to those between two occurrences.</summary>
public sealed class Imapa : IntermittentForecaster
{
    /// <inheritdoc />
    public override string Name => "imapa";

    private protected override (double Probability, double Size) Estimate(ReadOnlySpan<double> y)
    {
        var (interval, size) = Aggregates.Pattern(y);
        var rate = 0.0;
        for (var count = 1; count <= interval; count++)
            rate += Aggregates.Rate(y, count) / interval;
        return Aggregates.Compound(rate, size);
    }
}
