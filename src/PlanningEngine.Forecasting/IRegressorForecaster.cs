namespace PlanningEngine.Forecasting;

/// <summary>A method that takes regressors into account itself, such as a global model: it is given a series with them, where others are given a history without their effects.</summary>
/// <remarks>What holds of every <see cref="IForecaster"/> holds of it.</remarks>
public interface IRegressorForecaster : IForecaster
{
    /// <summary>What it learned of regressors over many series, before the end of a history. For other methods only the departure of the series from that is estimated.</summary>
    /// <param name="series">The history; its end and its attributes count.</param>
    /// <returns>Effects on series of such attributes, names with a form unique; empty where nothing was learned by then.</returns>
    IReadOnlyList<PooledEffect> EffectsOn(TimeSeries series);
}

/// <summary>The effect of a regressor over many series whose demand is not negative.</summary>
/// <param name="Name">Name of the regressor.</param>
/// <param name="Form">Its form; never <see cref="RegressorForm.Proportional"/>, of which nothing is estimated.</param>
/// <param name="Coefficient">Exponent b of the factor exp(b x), or the elasticity.</param>
/// <param name="StandardError">Its standard error, at least 0.</param>
public sealed record PooledEffect(string Name, RegressorForm Form, double Coefficient, double StandardError);
