namespace PlanningEngine.Forecasting;

/// <summary>The estimated effect of one regressor.</summary>
/// <param name="Name">Name of the regressor.</param>
/// <param name="Coefficient">What its form says: the exponent of a factor, the elasticity, or an addend in units of the series.</param>
/// <param name="StandardError">Standard error of the coefficient, at least 0.</param>
/// <param name="Uplift">Its part of the mean of each future bucket, in units of the series; 0 where the regressor has its usual value.</param>
public sealed record RegressorEffect(string Name, double Coefficient, double StandardError, double[] Uplift)
{
    /// <summary>Whether the future goes beyond what the history has seen of the regressor, so that its effect there is a guess.</summary>
    public bool IsBeyondSeen { get; init; }

    /// <summary>Share of an elasticity that is what prices do in general, since the history shows little of it, 0 to 1; 0 for other forms.</summary>
    public double GeneralShare { get; init; }
}

/// <summary>Where the effects of a forecast's regressors, and what its stock-outs hid, come from.</summary>
public enum EffectBasis
{
    /// <summary>There is nothing to estimate.</summary>
    None,

    /// <summary>The history of the series, beside what all series taught where they did.</summary>
    Series,

    /// <summary>All series: the history of the series is too short.</summary>
    AllSeries,

    /// <summary>What prices do in general: the history of the series is too short, and other regressors were left out of account.</summary>
    PricesInGeneral,

    /// <summary>Nowhere: the history is too short, and they were left out of account.</summary>
    LeftOut,
}
