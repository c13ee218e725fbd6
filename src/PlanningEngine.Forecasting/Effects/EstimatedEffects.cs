namespace PlanningEngine.Forecasting.Effects;

/// <summary>Effects of the regressors of one series.</summary>
/// <param name="Multiplies">Whether they are factors exp(b x); else addends b x.</param>
/// <param name="Coefficients">Coefficient b of each.</param>
/// <param name="StandardErrors">Standard error of each.</param>
internal sealed record EstimatedEffects(bool Multiplies, double[] Coefficients, double[] StandardErrors);
