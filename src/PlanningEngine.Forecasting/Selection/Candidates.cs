using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>Which methods are tried for a demand class, and how much each counts before anything was seen.</summary>
internal static class Candidates
{
    private static readonly (IForecaster Method, double Prior)[] Regular =
    [
        (new SeasonalNaive(), 0.15),
        (new SimpleExponentialSmoothing(), 0.3),
        (new ExponentialSmoothing(), 1),
        (new Theta(), 1),
        (new DynamicTheta(), 1),
    ];

    private static readonly (IForecaster Method, double Prior)[] Sporadic =
    [
        (new SeasonalNaive(), 0.05),
        (new HistoricMean(), 0.5),
        (new SimpleExponentialSmoothing(), 1),
        (new Croston(), 0.25),
        (new SyntetosBoylan(), 1),
        (new TeunterSyntetosBabai(), 1),
    ];

    /// <summary>The candidates of a class; the first is always seasonal naive, which the credibility compares with.</summary>
    /// <param name="demandClass">Class of the series.</param>
    /// <param name="additional">Further candidates.</param>
    /// <param name="only">Names of the methods to choose from, whatever the class; empty for those that fit the class. Seasonal naive then stays for comparison alone, unless it is named.</param>
    internal static (IForecaster Method, double Prior)[] For(DemandClass demandClass, IReadOnlyList<IForecaster> additional, IReadOnlyList<string> only)
    {
        var own = demandClass is DemandClass.Smooth or DemandClass.Erratic ? Regular : Sporadic;
        if (only.Count == 0)
            return [.. own, .. additional.Select(a => (a, 1.0))];
        var naive = own[0].Method;
        var named = only.Where(n => n != naive.Name).Distinct()
            .Select(n => additional.FirstOrDefault(a => a.Name == n) ?? ForecastMethods.Create(n));
        return [(naive, only.Contains(naive.Name) ? 1.0 : 0.0), .. named.Select(m => (m, 1.0))];
    }
}
