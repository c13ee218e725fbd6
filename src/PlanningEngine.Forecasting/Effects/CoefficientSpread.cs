namespace PlanningEngine.Forecasting.Effects;

/// <summary>What is known of how far a coefficient lies from 0.</summary>
/// <param name="Variance">Its variance around 0, above 0.</param>
/// <param name="IsMost">Whether that is the largest it may be, and the coefficient has to show it.</param>
internal readonly record struct CoefficientSpread(double Variance, bool IsMost)
{
    /// <summary>Nothing is known.</summary>
    internal static CoefficientSpread Unknown { get; } = new(double.PositiveInfinity, IsMost: true);

    /// <summary>The same of a coefficient in other units.</summary>
    internal CoefficientSpread Times(double scale) => this with { Variance = Variance * scale * scale };

    /// <summary>The penalty on the square of a coefficient that it asks for.</summary>
    /// <param name="dispersion">Dispersion of the observations.</param>
    /// <param name="shown">The penalty that the coefficient asks for itself.</param>
    internal double Penalty(double dispersion, double shown) => IsMost ? Math.Max(shown, dispersion / Variance) : dispersion / Variance;
}
