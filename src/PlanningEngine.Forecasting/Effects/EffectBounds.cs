namespace PlanningEngine.Forecasting.Effects;

/// <summary>
/// How far effects that multiply may reach in one bucket. No promotion sells a hundred times the usual: a larger factor is a mistyped value ahead, or a price where the effect of small changes no longer holds.
/// Downwards there is hardly a bound, since a closed shop sells nothing.
/// </summary>
internal static class EffectBounds
{
    private const double Least = -20;
    private static readonly double Most = Math.Log(100);

    /// <summary>The logarithm of a factor within its bounds.</summary>
    internal static double Within(double logarithm) => Math.Clamp(logarithm, Least, Most);
}
