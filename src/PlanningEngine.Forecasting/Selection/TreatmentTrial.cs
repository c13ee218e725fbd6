using PlanningEngine.Forecasting.Cleaning;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// <see cref="Treatment.Tried"/>: whether outliers and level shifts of a series are treated. Where that made smaller errors on the inner origins they are; outliers themselves are not compared, since no
/// method is meant to meet them and one of them would outweigh all else. What the comparison says nothing about is treated in any case: outliers and level shifts that no inner origin knew as such, and outliers far beyond all other values.
/// </summary>
/// <param name="series">The history.</param>
/// <param name="request">What is asked.</param>
/// <param name="plan">The origins.</param>
internal sealed class TreatmentTrial(TimeSeries series, ForecastRequest request, OriginPlan plan)
{
    /// <summary>Errors are smaller when they are below this part of the others: less tells of weights that moved a little, not of the treatment.</summary>
    private const double Clearly = 0.99;

    private readonly ForecastRequest _applied = request with { Treatment = Treatment.Applied };

    /// <summary>Decides.</summary>
    /// <param name="backtest">What the origins teach with a request.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What the origins teach with what was decided.</returns>
    internal SeriesBacktest Decide(Func<ForecastRequest, SeriesBacktest> backtest, CancellationToken cancellationToken)
    {
        var untreated = backtest(request with { Treatment = Treatment.None });
        var (outliers, shifts) = PreparedDemand.Irregular(series, _applied, cancellationToken);
        if (outliers.Count + shifts.Count == 0)
            return untreated;
        var treated = backtest(_applied);
        if (Error(treated, outliers) < Clearly * Error(untreated, outliers))
            return WithNote(treated, "outliers and level shifts are treated, since that made smaller errors on the inner origins");
        var anyway = Anyway(outliers, shifts, cancellationToken);
        if (anyway.Count == 0)
            return WithNote(untreated, "outliers or level shifts were found and left, since treating them did not make smaller errors on the inner origins");
        return WithNote(backtest(_applied with { TreatOnly = anyway }), anyway.Count == outliers.Count + shifts.Count
            ? "outliers and level shifts are treated, which the inner origins say nothing about"
            : "outliers and level shifts are treated where the inner origins say nothing about them; others were found and left, since treating them did not make smaller errors there");
    }

    /// <summary>Outliers and level shifts that no inner origin found, and outliers that are beyond comparison.</summary>
    private HashSet<int> Anyway(HashSet<int> outliers, HashSet<int> shifts, CancellationToken cancellationToken)
    {
        HashSet<int> anyway = [.. outliers, .. shifts];
        foreach (var cutoff in BacktestOfSeries.Inner(series, plan.Within(series)))
        {
            var (foundOutliers, foundShifts) = PreparedDemand.Irregular(series.Until(cutoff), _applied, cancellationToken);
            anyway.ExceptWith(foundOutliers);
            anyway.ExceptWith(foundShifts);
        }

        anyway.UnionWith(SuspectedOutliers.Of(series).Select(s => series.FirstPeriod + s.Index).Where(outliers.Contains));
        return anyway;
    }

    /// <summary>Mean quantile loss over the compared buckets that are no outliers; 0 where there are none.</summary>
    private static double Error(SeriesBacktest backtest, HashSet<int> outliers) =>
        backtest.InnerErrors.Zip(backtest.InnerLosses).Where(e => !outliers.Contains(e.First.Cutoff + e.First.Step)).Select(e => e.Second).DefaultIfEmpty().Average();

    private static SeriesBacktest WithNote(SeriesBacktest backtest, string note) => backtest with { Notes = [.. backtest.Notes, note] };
}
