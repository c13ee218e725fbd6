using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>Holt's trend with a slope that dies out, the form A,Ad,N (Gardner and McKenzie 1985; Hyndman et al. 2008, section 2.3.3). A season is not looked at.</summary>
public sealed class DampedTrend : GivenForm
{
    /// <inheritdoc />
    public override string Name => "damped";

    private protected override (EtsForm Form, int Period) Choose(History history, List<string> notes) =>
        (new(EtsPart.Additive, EtsTrend.Damped, EtsPart.None), 1);
}
