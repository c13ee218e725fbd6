namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>How exactly the maximum of an order's likelihood is sought.</summary>
/// <param name="Climbs">Starts from which it is sought, the best first. From one, a search over orders would leave its path now and then.</param>
/// <param name="Steps">Most steps of a climb.</param>
/// <param name="Negligible">Gain of log-likelihood below which a step is the last.</param>
/// <param name="FromNeighbour">Whether the order that a search comes from is a start too: it needs few steps, but stays on the same hill.</param>
internal sealed record ArimaEffort(int Climbs, int Steps, double Negligible, bool FromNeighbour = false)
{
    /// <summary>To the last digit that counts.</summary>
    internal static ArimaEffort ToForecast { get; } = new(Climbs: 2, Steps: 40, Negligible: 1e-6);

    /// <summary>Good enough to compare orders, one of which is chosen.</summary>
    internal static ArimaEffort ToChoose { get; } = new(Climbs: 2, Steps: 12, Negligible: 1e-3);

    /// <summary>Good enough to weigh orders, none of which decides.</summary>
    internal static ArimaEffort ToWeigh { get; } = new(Climbs: 1, Steps: 12, Negligible: 1e-2, FromNeighbour: true);
}
