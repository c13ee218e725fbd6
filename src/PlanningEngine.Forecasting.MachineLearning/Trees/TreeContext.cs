using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>What the features of all series of a cut-off share.</summary>
/// <param name="Codes">Numbers for attributes.</param>
/// <param name="Season">The pooled season; null where none was learned.</param>
/// <param name="Axis">Dates; null where they are not known.</param>
/// <param name="Effects">Pooled effects of regressors.</param>
internal sealed record TreeContext(AttributeCodes Codes, SeasonModel? Season, TimeAxis? Axis, PooledEffects Effects)
{
    private readonly SeasonalSources? _sources = Season is null ? null : new SeasonalSources(Axis, Season.Period, Season.Thanksgiving);

    /// <summary>The pooled season of a series before an index; null where it says nothing.</summary>
    internal SeasonView? SeasonAt(TimeSeries series, int index) =>
        Season is not null && Season.Holds(series) ? SeasonView.Of(Season.Factors, _sources!, Season.Period, Season.Weekdays, series, index) : null;
}
