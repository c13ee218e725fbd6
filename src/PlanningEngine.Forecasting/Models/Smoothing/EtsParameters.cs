namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>Smoothing parameters; a part that is absent has beta or gamma 0 and phi 1.</summary>
internal readonly record struct EtsParameters(double Alpha, double Beta, double Gamma, double Phi);
