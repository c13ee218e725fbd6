namespace PlanningEngine.Data.Forecasts;

/// <summary>What of a product's life a forecast rests on, beside the series' own history.</summary>
public enum ForecastLifecycle
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It continues the demand for the product that its own replaces.</summary>
    Successor = 1,

    /// <summary>Its product is replaced: demand goes over to successors.</summary>
    Replaced = 2,

    /// <summary>Its product is new: it is forecast as earlier ones were launched.</summary>
    Launch = 3,

    /// <summary>Its product ends: demand declines before, and stops.</summary>
    PhaseOut = 4,
}
