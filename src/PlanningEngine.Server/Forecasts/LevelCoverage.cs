using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How well intervals held at the later origins, which neither choice nor calibration saw, before and after forecasts were made to add up.</summary>
/// <param name="Level">Depth of the territories, -1 for the company above them; null for series.</param>
/// <param name="N">Number of periods compared, over all nodes of the level.</param>
/// <param name="Before">Of the nodes' own forecasts.</param>
/// <param name="After">Of what is published.</param>
public sealed record LevelCoverage(int? Level, int N, IntervalFigures Before, IntervalFigures After)
{
    /// <summary>Measures one level; null where nothing can be compared.</summary>
    /// <param name="level">The level.</param>
    /// <param name="points">Per period compared what was said before and after.</param>
    internal static LevelCoverage? Of(int? level, IEnumerable<(LaterForecast Before, LaterForecast After)> points)
    {
        var all = points.ToList();
        return all.Count == 0 ? null : new LevelCoverage(level, all.Count, IntervalFigures.Of([.. all.Select(p => p.Before)]), IntervalFigures.Of([.. all.Select(p => p.After)]));
    }
}

/// <summary>Figures of forecasts and their intervals.</summary>
/// <param name="Coverage80">Share of actuals inside the 80 % interval, 0 to 1.</param>
/// <param name="Coverage95">The same at 95 %.</param>
/// <param name="Wql">Quantile loss over actuals; null where these do not sum to more than zero.</param>
/// <param name="Wape">Absolute errors over actuals; null as the quantile loss.</param>
/// <param name="Bias">Errors over actuals, positive where forecasts are too high; null as the quantile loss.</param>
public sealed record IntervalFigures(double Coverage80, double Coverage95, double? Wql, double? Wape, double? Bias)
{
    internal static IntervalFigures Of(IReadOnlyList<LaterForecast> said)
    {
        var scores = Credibility.Of(said).Scores;
        return new IntervalFigures(scores.Coverage80 ?? 0, scores.Coverage95 ?? 0, scores.Wql, scores.Wape, scores.Bias);
    }
}
