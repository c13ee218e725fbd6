using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>Which methods are tried for a demand class, and how much each counts before anything was seen.</summary>
internal static class Candidates
{
    private const double NaivePrior = 0.15;
    private const double PriorOfYoungSeason = 3.2;
    private const double PriorOfYoungLongSeason = 2.4;
    private const double PriorOfFurther = 2.4;
    private const int LongPeriod = ExponentialSmoothing.LongestSeasonInStates;

    private static readonly (IForecaster Method, double Prior)[] Regular =
    [
        (new SeasonalNaive(), NaivePrior),
        (new SimpleExponentialSmoothing(), 0.3),
        (new WeightedSmoothing(), 0.5),
        (new DynamicTheta(), 0.5),
        (new MultipleSeasons(), 1),
        (new FourTheta(), 1.5),
        (new ComplexSmoothing(), 0.7),
        (new TemporalHierarchy(), 1),
        (new Autoregression(), 0.7),
        (new WeightedArima(), 1.5),
        (new GlobalTrend(), 0.7),
    ];

    /// <summary>One cycle longer than smoothing states can hold.</summary>
    private static readonly (IForecaster Method, double Prior)[] LongSeason =
    [
        (new SeasonalNaive(), NaivePrior),
        (new LongAutoregression(), 3),
        (new GlobalTrend(), 1),
        (new ComplexSmoothing(), 0.5),
    ];

    /// <summary>Several cycles.</summary>
    private static readonly (IForecaster Method, double Prior)[] SeveralSeasons =
    [
        (new SeasonalNaive(), NaivePrior),
        (new Autoregression(), 2),
        (new SeasonalAutoregression(), 2),
        (new LongAutoregression(), 3),
    ];

    private static readonly (IForecaster Method, double Prior)[] Sporadic =
    [
        (new SeasonalNaive(), 0.05),
        (new HistoricMean(), 0.6),
        (new SimpleExponentialSmoothing(), 0.5),
        (new SyntetosBoylan(), 0.3),
        (new TeunterSyntetosBabai(), 1.5),
        (new Adida(), 0.7),
        (new Imapa(), 1),
    ];

    /// <summary>The candidates of a class; the first is always seasonal naive, which the credibility compares with.</summary>
    /// <param name="demandClass">Class of the series.</param>
    /// <param name="series">Whose cycles count.</param>
    /// <param name="length">Buckets known when the choice is made.</param>
    /// <param name="additional">Further candidates.</param>
    /// <param name="only">Names of the methods to choose from, whatever the class; empty for those that fit the class. Seasonal naive then stays for comparison alone, unless it is named.</param>
    internal static (IForecaster Method, double Prior)[] For(
        DemandClass demandClass, TimeSeries series, int length, IReadOnlyList<IForecaster> additional, IReadOnlyList<string> only)
    {
        var regular = demandClass is DemandClass.Smooth or DemandClass.Erratic;
        var period = series.Period;
        var own = (regular ? OfCycles(series) : Sporadic).ToArray();
        if (only.Count == 0)
        {
            // A season seen less than twice (three times when it is long) is known to seasonal naive and to global models, and if long to a long autoregression.
            var young = regular && length > period && length < (period > LongPeriod ? 3 : 2) * period;
            if (young)
                own[0] = own[0] with { Prior = period > LongPeriod ? PriorOfYoungLongSeason : PriorOfYoungSeason };
            return [.. own, .. additional.Select(a => (a, young ? PriorOfYoungSeason : PriorOfFurther))];
        }

        var naive = own[0].Method;
        var named = only.Where(n => n != naive.Name).Distinct()
            .Select(n => additional.FirstOrDefault(a => a.Name == n) ?? ForecastMethods.Create(n));
        return [(naive, only.Contains(naive.Name) ? 1.0 : 0.0), .. named.Select(m => (m, 1.0))];
    }

    private static (IForecaster Method, double Prior)[] OfCycles(TimeSeries series) =>
        series.FurtherPeriods.Count > 0 ? SeveralSeasons : series.Period > LongPeriod ? LongSeason : Regular;
}
