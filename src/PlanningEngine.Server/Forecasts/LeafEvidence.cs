using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How a leaf forecast did at earlier origins.</summary>
/// <param name="Errors">Errors at the inner origins.</param>
/// <param name="Later">What was said at the later origins, calibrated.</param>
public sealed record LeafEvidence(IReadOnlyList<OriginError> Errors, IReadOnlyList<LaterForecast> Later)
{
    /// <summary>Of a series whose methods were not tried.</summary>
    public static LeafEvidence None { get; } = new([], []);
}
