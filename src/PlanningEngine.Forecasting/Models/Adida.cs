namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Aggregate-disaggregate (Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos 2011): demand is summed over as many buckets as lie between two occurrences,
/// the sums are smoothed with the weight of the least squared one-step error, and the forecast is spread evenly.
/// </summary>
public sealed class Adida : IntermittentForecaster
{
    /// <inheritdoc />
    public override string Name => "adida";

    private protected override (double Probability, double Size) Estimate(ReadOnlySpan<double> y)
    {
        var (interval, size) = Aggregates.Pattern(y);
        return Aggregates.Compound(Aggregates.Rate(y, interval), size);
    }
}
