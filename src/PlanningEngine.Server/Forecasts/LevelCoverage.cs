using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How often intervals held at the later origins, which neither choice nor calibration saw, before and after forecasts were made to add up.</summary>
/// <param name="Level">Depth of the territories, -1 for the company above them; null for series.</param>
/// <param name="N">Number of periods compared, over all nodes of the level.</param>
/// <param name="Before80">Share of actuals inside the 80 % interval of the nodes' own forecasts.</param>
/// <param name="Before95">The same at 95 %.</param>
/// <param name="After80">Share inside the 80 % interval as published.</param>
/// <param name="After95">The same at 95 %.</param>
public sealed record LevelCoverage(int? Level, int N, double Before80, double Before95, double After80, double After95)
{
    private static readonly double[] Levels = [.. ForecastRequest.DefaultLevels];

    /// <summary>Measures one level; null where nothing can be compared.</summary>
    /// <param name="level">The level.</param>
    /// <param name="points">Per period compared what was said before and after.</param>
    internal static LevelCoverage? Of(int? level, IEnumerable<(LaterForecast Before, LaterForecast After)> points)
    {
        var all = points.ToList();
        double Share(double low, double high, Func<(LaterForecast Before, LaterForecast After), LaterForecast> which) =>
            all.Count(p => which(p) is var said && said.Quantiles[Array.IndexOf(Levels, low)] <= said.Actual && said.Actual <= said.Quantiles[Array.IndexOf(Levels, high)]) / (double)all.Count;
        return all.Count == 0 ? null : new LevelCoverage(
            level, all.Count, Share(0.1, 0.9, p => p.Before), Share(0.025, 0.975, p => p.Before), Share(0.1, 0.9, p => p.After), Share(0.025, 0.975, p => p.After));
    }
}
