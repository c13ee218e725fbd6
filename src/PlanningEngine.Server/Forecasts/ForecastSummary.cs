using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What the forecasts of a run amount to.</summary>
internal static class ForecastSummary
{
    public static void Fill(RunSummary summary, IReadOnlyList<LeafForecast> forecasts)
    {
        summary.SeriesCount = forecasts.Count;
        summary.ForecastQuantity = forecasts.Sum(f => f.Steps.Sum(s => s.Mean));
        foreach (var family in forecasts.GroupBy(f => Family(f.Method), StringComparer.Ordinal))
            summary.SeriesByMethod[family.Key] = family.Count();

        var measured = forecasts.Where(f => f.Credibility is { N: > 0 }).ToList();
        var actual = measured.Sum(f => f.Errors.Actual);
        if (measured.Count == 0 || !(actual > 0))
            return;
        summary.Wape = measured.Sum(f => f.Errors.Absolute) / actual;
        summary.NaiveWape = measured.Sum(f => f.Errors.NaiveAbsolute) / actual;
        summary.Bias = measured.Sum(f => f.Errors.Bias) / actual;
        summary.Coverage80 = measured.Sum(f => (f.Credibility!.Coverage80 ?? 0) * f.Credibility.N) / measured.Sum(f => f.Credibility!.N);
        summary.WinRate = measured.Count(f => f.Errors.Absolute < f.Errors.NaiveAbsolute) / (double)measured.Count;
    }

    /// <summary>One name for all combinations: their parts and the order of them differ by series, and only the forecasts name them.</summary>
    public static string Family(string method) => method.Contains('+', StringComparison.Ordinal) ? "combination" : method;
}
