namespace PlanningEngine.Forecasting.Models.Complex;

/// <summary>Which seasonality a complex exponential smoothing has (Svetunkov, Kourentzes, Ord 2022, section 4).</summary>
internal enum CesForm
{
    /// <summary>No season: level and potential of the last observation.</summary>
    None,

    /// <summary>Level and potential of the same phase one cycle ago, and nothing else.</summary>
    Simple,

    /// <summary>The form without season, and an added season that is smoothed by one parameter.</summary>
    Partial,

    /// <summary>The form without season, and a level and potential of the season.</summary>
    Full,
}
