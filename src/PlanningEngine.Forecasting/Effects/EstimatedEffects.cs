namespace PlanningEngine.Forecasting.Effects;

/// <summary>Effects of the regressors of one series.</summary>
/// <param name="Multiplies">Whether they are factors exp(b x); else addends b x.</param>
/// <param name="Coefficients">Coefficient b of each.</param>
/// <param name="StandardErrors">Standard error of each.</param>
internal sealed record EstimatedEffects(bool Multiplies, double[] Coefficients, double[] StandardErrors)
{
    /// <summary>The effects as far as no factor leaves its bounds in any bucket of history and future: what a few sales seem to show must not multiply what is to come.</summary>
    /// <param name="columns">One column per regressor.</param>
    /// <param name="least">Least logarithm of a factor, below 0.</param>
    /// <param name="most">Largest logarithm of a factor, above 0.</param>
    internal EstimatedEffects Within(IReadOnlyList<double[]> columns, double least, double most) =>
        !Multiplies ? this : this with { Coefficients = [.. Coefficients.Select((c, i) => c * Math.Min(1, Math.Min(Share(most, columns[i].Max(x => c * x)), Share(-least, columns[i].Max(x => -c * x)))))] };

    private static double Share(double bound, double reached) => reached > bound ? bound / reached : 1;
}
