using System.Globalization;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Holt-Winters: a level, a slope and a season that move (Winters 1960; Hyndman et al. 2008, section 2.3.4). The season multiplies where all values are positive, with relative errors (M,A,M), and adds
/// elsewhere (A,A,A). Without two cycles, or with a cycle longer than 24, there is no season to see: Holt's trend alone.
/// </summary>
public sealed class HoltWinters : GivenForm
{
    /// <inheritdoc />
    public override string Name => "hw";

    private protected override (EtsForm Form, int Period) Choose(History history, List<string> notes)
    {
        var period = history.Period;
        if (period == 1 || period > ExponentialSmoothing.LongestSeasonInStates || history.Length < 2 * period)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{history.Length} values and a cycle of {period} carry no season: trend alone"));
            return (new(EtsPart.Additive, EtsTrend.Additive, EtsPart.None), 1);
        }

        return history.Values.Min() > 0
            ? (new(EtsPart.Multiplicative, EtsTrend.Additive, EtsPart.Multiplicative), period)
            : (new(EtsPart.Additive, EtsTrend.Additive, EtsPart.Additive), period);
    }
}
