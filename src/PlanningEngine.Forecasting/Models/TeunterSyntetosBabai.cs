namespace PlanningEngine.Forecasting.Models;

/// <summary>The method of Teunter, Syntetos and Babai (2011): the chance of demand is updated in every bucket, so that it fades when an item dies. Weights 0.1 for sizes, 0.05 for the chance.</summary>
public sealed class TeunterSyntetosBabai : IntermittentForecaster
{
    private const double SizeWeight = 0.1;
    private const double ChanceWeight = 0.05;
    private const int StartValues = 12;

    /// <inheritdoc />
    public override string Name => "tsb";

    private protected override (double Probability, double Size) Estimate(ReadOnlySpan<double> y)
    {
        var start = Math.Min(StartValues, y.Length);
        double size = 0, chance = 0.5 / (start + 1);
        for (var t = 0; t < start; t++)
            chance += y[t] == 0 ? 0 : 1.0 / (start + 1);
        var seen = false;
        foreach (var value in y)
        {
            chance += ChanceWeight * ((value == 0 ? 0 : 1) - chance);
            if (value == 0)
                continue;
            size = seen ? size + SizeWeight * (value - size) : value;
            seen = true;
        }

        return (chance, size);
    }
}
