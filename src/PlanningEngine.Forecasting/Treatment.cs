namespace PlanningEngine.Forecasting;

/// <summary>What is done about outliers and level shifts. Whatever is done stands in the notes; only what is clear is ever touched.</summary>
public enum Treatment
{
    /// <summary>Nothing: methods see the history as it is.</summary>
    None,

    /// <summary>Clear outliers are replaced by what trend and season suggest; what lies before a clear level shift is lifted to the new level.</summary>
    Applied,

    /// <summary><c>auto</c> applies it where that made smaller errors on the inner origins of the series; other methods do as for <see cref="None"/>.</summary>
    Tried,
}
