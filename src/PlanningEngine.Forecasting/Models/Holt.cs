using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>Holt's linear trend: a level and a slope that move, the form A,A,N (Holt 1957; Hyndman et al. 2008, section 2.3.2). A season is not looked at.</summary>
public sealed class Holt : GivenForm
{
    /// <inheritdoc />
    public override string Name => "holt";

    private protected override (EtsForm Form, int Period) Choose(History history, List<string> notes) =>
        (new(EtsPart.Additive, EtsTrend.Additive, EtsPart.None), 1);
}
