using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What the forecasts of a run amount to.</summary>
internal static class ForecastSummary
{
    public static void Fill(RunSummary summary, IReadOnlyList<LeafForecast> forecasts, IReadOnlyList<LevelCoverage> coverage)
    {
        summary.CoverageByLevel.AddRange(coverage.Select(ToMessage));
        summary.SeriesCount = forecasts.Count;
        summary.ForecastQuantity = forecasts.Sum(f => f.Steps.Sum(s => s.Mean));
        foreach (var family in forecasts.GroupBy(f => Family(f.Method), StringComparer.Ordinal))
            summary.SeriesByMethod[family.Key] = family.Count();

        var measured = forecasts.Select(f => f.Credibility).Where(c => c.Scores.N > 0).ToList();
        var actual = measured.Sum(c => c.Scores.Actual);
        if (measured.Count == 0 || !(actual > 0))
            return;
        summary.Wape = measured.Sum(c => c.Scores.AbsoluteError) / actual;
        summary.NaiveWape = measured.Sum(c => c.NaiveAbsoluteError) / actual;
        summary.Bias = measured.Sum(c => c.Scores.Error) / actual;
        summary.Wql = measured.Sum(c => c.Scores.QuantileLoss) / actual;
        var moving = measured.Select(c => c.Scores).Where(s => s is { Rmsse: not null, Actual: > 0 }).ToList();
        if (moving.Count > 0)
            summary.Wrmsse = moving.Sum(s => s.Rmsse!.Value * s.Actual) / moving.Sum(s => s.Actual);
        summary.Coverage80 = measured.Sum(c => (c.Scores.Coverage80 ?? 0) * c.Scores.N) / measured.Sum(c => c.Scores.N);
        summary.WinRate = measured.Count(c => c.Scores.AbsoluteError < c.NaiveAbsoluteError) / (double)measured.Count;
    }

    private static Contracts.V1.LevelCoverage ToMessage(LevelCoverage of)
    {
        var message = new Contracts.V1.LevelCoverage { N = of.N, Before = ToMessage(of.Before), After = ToMessage(of.After) };
        if (of.Level is { } level)
            message.Level = level;
        return message;
    }

    private static Contracts.V1.IntervalFigures ToMessage(IntervalFigures of)
    {
        var message = new Contracts.V1.IntervalFigures { Coverage80 = of.Coverage80, Coverage95 = of.Coverage95 };
        if (of.Wql is { } wql)
            message.Wql = wql;
        if (of.Wape is { } wape)
            message.Wape = wape;
        if (of.Bias is { } bias)
            message.Bias = bias;
        return message;
    }

    /// <summary>One name for all combinations: their parts and the order of them differ by series, and only the forecasts name them.</summary>
    public static string Family(string method) => method.Contains('+', StringComparison.Ordinal) ? "combination" : method;
}
