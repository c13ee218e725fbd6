namespace PlanningEngine.Forecasting.Effects;

/// <summary>What is known of how far a coefficient lies from 0.</summary>
/// <param name="Variance">Its variance around 0, above 0.</param>
/// <param name="IsMost">Whether that is the largest it may be, and the coefficient has to show it.</param>
internal readonly record struct CoefficientSpread(double Variance, bool IsMost)
{
    /// <summary>
    /// What counts at least as the degrees of freedom of a coefficient that shows its own size: with 0, the default, those it has (Schall 1991); with more it is none at all below 2 roots of it in standard errors,
    /// and hardly shrunken soon above (the adaptive ridge, which tends to a penalty on the number of coefficients: Frommlet and Nuel 2016).
    /// </summary>
    internal double Doubt { get; init; }

    /// <summary>Nothing is known.</summary>
    internal static CoefficientSpread Unknown { get; } = new(double.PositiveInfinity, IsMost: true);

    /// <summary>The same of a coefficient in other units.</summary>
    internal CoefficientSpread Times(double scale) => this with { Variance = Variance * scale * scale };

    /// <summary>The penalty on the square of a coefficient that it asks for.</summary>
    /// <param name="dispersion">Dispersion of the observations.</param>
    /// <param name="shown">The penalty that the coefficient asks for itself.</param>
    internal double Penalty(double dispersion, double shown) => IsMost ? Math.Max(shown, dispersion / Variance) : dispersion / Variance;
}
