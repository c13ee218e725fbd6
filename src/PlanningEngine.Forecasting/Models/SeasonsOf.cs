using System.Globalization;
using PlanningEngine.Forecasting.Decomposition;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>The seasons of a history, added, whatever their number and length: one short cycle by shrunken indices, long or several cycles by local regression.</summary>
/// <param name="Adjusted">The history without them.</param>
/// <param name="Ahead">Their sum at a step ahead, from 0.</param>
internal sealed record SeasonsOf(double[] Adjusted, Func<int, double> Ahead)
{
    /// <summary>Takes the seasons out.</summary>
    /// <param name="y">Values of the history, or their logarithms.</param>
    /// <param name="history">Where the cycles stand.</param>
    /// <param name="notes">Receives what was taken out.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static SeasonsOf Remove(double[] y, History history, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.Period <= ExponentialSmoothing.LongestSeasonInStates && history.Series.FurtherPeriods.Count == 0)
        {
            var season = SeasonalAdjustment.ShrunkenSum(y, history.Period);
            return new SeasonsOf(season.Remove(y), step => season.IndexAt(y.Length + step));
        }

        var parts = Mstl.Decompose(y, history.Series.FurtherPeriods.Prepend(history.Period), cancellationToken);
        notes.Add(parts.Periods.Length == 0 ? "no cycle was seen twice: no season" : string.Create(CultureInfo.InvariantCulture, $"seasons of {string.Join(", ", parts.Periods)} were taken out first"));
        return new SeasonsOf(parts.Adjusted, parts.SeasonAhead);
    }
}
