using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>Simple exponential smoothing: a level that moves, the form A,N,N (Hyndman et al. 2008, section 2.3.1). A season is not looked at.</summary>
public sealed class SimpleExponentialSmoothing : GivenForm
{
    /// <inheritdoc />
    public override string Name => "ses";

    private protected override (EtsForm Form, int Period) Choose(History history, List<string> notes) =>
        (new(EtsPart.Additive, EtsTrend.None, EtsPart.None), 1);
}
