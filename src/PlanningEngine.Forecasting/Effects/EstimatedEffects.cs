namespace PlanningEngine.Forecasting.Effects;

/// <summary>Effects of the regressors of one series.</summary>
/// <param name="Multiplies">Whether they are factors exp(b x); else addends b x.</param>
/// <param name="Coefficients">Coefficient b of each, the latest where it drifts.</param>
/// <param name="StandardErrors">Standard error of each.</param>
internal sealed record EstimatedEffects(bool Multiplies, double[] Coefficients, double[] StandardErrors)
{
    /// <summary>How much each coefficient grows over the length of the history; <see cref="Coefficients"/> are the latest (see <see cref="EffectDrift"/>). Empty where none was estimated.</summary>
    internal double[] Drifts { get; init; } = [];

    /// <summary>How much of each is what is known beforehand (see <see cref="ElasticityPrior"/>), 0 to 1: the rest is what the sales show. Empty where nothing is known beforehand.</summary>
    internal double[] KnownShares { get; init; } = [];
}
