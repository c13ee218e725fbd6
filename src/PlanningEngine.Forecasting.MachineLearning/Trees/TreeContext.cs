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
    private readonly SeasonFrame? _frame = Season is null ? null : new SeasonFrame(Season.Factors, new SeasonalSources(Axis, Season.Period, Season.Thanksgiving), Season.Period, Season.Weekdays);

    /// <summary>The pooled season of a series before an index; null where it says nothing.</summary>
    internal SeasonView? SeasonAt(TimeSeries series, int index) => Season is not null && Season.Holds(series) ? _frame!.Look(series, index) : null;

    /// <summary>Whether a season was seen before an index, or there is none to be seen; where not, nothing is said of it there.</summary>
    internal bool IsSeasonSeen(TimeSeries series, int index) => _frame is null || _frame.Reaches(series, index);
}
