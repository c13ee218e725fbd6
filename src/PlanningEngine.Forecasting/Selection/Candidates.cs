using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>Which methods are tried for a demand class, and how much each counts before anything was seen.</summary>
internal static class Candidates
{
    private const double NaivePrior = 0.15;
    private const double PriorOfYoungSeason = 3.2;
    private const double PriorOfYoungLongSeason = 2.4;
    private const double PriorOfFurther = 2.4;
    private const double PriorOfFewLongCycles = 6;
    private const int FewLongCycles = 6;
    private const string SeasonalNaiveName = "snaive";
    private const int LongPeriod = ExponentialSmoothing.LongestSeasonInStates;

    /// <summary>What the learned priors of <see cref="Regular"/> sum to, beside which the other priors stand.</summary>
    private const double PriorsOfRegular = 8.5;

    /// <summary>No cycle, or one that smoothing states can hold; their priors are learned.</summary>
    internal static IReadOnlyList<IForecaster> Regular { get; } =
    [
        new SeasonalNaive(), new SimpleExponentialSmoothing(), new DynamicTheta(), new MultipleSeasons(), new FourTheta(), new ComplexSmoothing(), new Autoregression(), new LongAutoregression(),
        new WeightedArima(), new GlobalTrend(), PretrainedNetwork.BesideOthers,
    ];

    /// <summary>One cycle longer than smoothing states can hold.</summary>
    private static readonly (IForecaster Method, double Prior)[] LongSeason =
    [
        (new SeasonalNaive(), NaivePrior),
        (new LongAutoregression(), 3),
        (new GlobalTrend(), 1),
        (new ComplexSmoothing(), 0.5),
    ];

    /// <summary>One long cycle of few rounds: too few for an autoregression to reach back over it, enough for a season estimated by itself.</summary>
    private static readonly (IForecaster Method, double Prior)[] LongSeasonOfFewCycles = [.. LongSeason, (new FourTheta(), PriorOfFewLongCycles)];

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
    /// <param name="learned">Learned priors.</param>
    /// <param name="seasons">Seasons that many series show together.</param>
    internal static (IForecaster Method, double Prior)[] For(
        DemandClass demandClass, TimeSeries series, int length, IReadOnlyList<IForecaster> additional, IReadOnlyList<string> only, FeatureWeights learned, SharedSeasons seasons)
    {
        var own = IsRegular(demandClass) ? [.. OfCycles(series, learned)] : Array.ConvertAll(Sporadic, c => c with { Method = InSeason(c.Method, series, seasons) });
        if (only.Count == 0)
        {
            var young = IsRegular(demandClass) && IsYoung(series, length);
            if (IsYoungAndShort(demandClass, series, length) || IsYoungAndShort(demandClass, series, series.Length))
                own[0] = own[0] with { Prior = YoungSeason.Prior };
            else if (young)
                own[0] = own[0] with { Prior = series.Period > LongPeriod ? PriorOfYoungLongSeason : PriorOfYoungSeason };
            return [.. own, .. additional.Select(a => (a, young ? PriorOfYoungSeason : PriorOfFurther))];
        }

        var naive = FarSeason.IsAsked(series) ? new SeasonalNaive() : own[0].Method;
        var named = only.Where(n => n != naive.Name).Distinct()
            .Select(n => additional.FirstOrDefault(a => a.Name == n) ?? ForecastMethods.Create(n));
        return [(naive, only.Contains(naive.Name) ? 1.0 : 0.0), .. named.Select(m => (m, 1.0))];
    }

    /// <summary>Whether features of a series say how much its candidates count: demand is regular, its cycle short, seen twice or not at all.</summary>
    internal static bool AreWeighedByFeatures(DemandClass demandClass, TimeSeries series, int length) =>
        IsRegular(demandClass) && HasOneShortCycle(series) && !IsYoung(series, length);

    /// <summary>How far a young season that came back moves the prior of seasonal naive; 1 for other methods, and where no short cycle was seen once and a part of a second time.</summary>
    internal static double OfYoungSeason(string method, DemandClass demandClass, TimeSeries known) =>
        method == SeasonalNaiveName && IsYoungAndShort(demandClass, known, known.Length) ? YoungSeason.Multiplier(known) : 1;

    private static IForecaster InSeason(IForecaster method, TimeSeries series, SharedSeasons seasons) =>
        method is SeasonalNaive || (series.Period < 2 && series.FurtherPeriods.Count == 0) ? method : new SeasonalRate(method, seasons);

    private static bool IsRegular(DemandClass demandClass) => demandClass is DemandClass.Smooth or DemandClass.Erratic;

    private static bool IsYoungAndShort(DemandClass demandClass, TimeSeries series, int length) =>
        IsRegular(demandClass) && HasOneShortCycle(series) && IsYoung(series, length);

    /// <summary>Or none, beside any far one.</summary>
    private static bool HasOneShortCycle(TimeSeries series) => FarSeason.Near(series).FurtherPeriods.Count == 0 && series.Period <= LongPeriod;

    /// <summary>A season seen less than twice (three times when it is long) is known to seasonal naive and to global models, and if long to a long autoregression.</summary>
    private static bool IsYoung(TimeSeries series, int length) => length > series.Period && length < (series.Period > LongPeriod ? 3 : 2) * series.Period;

    private static (IForecaster Method, double Prior)[] OfCycles(TimeSeries series, FeatureWeights learned)
    {
        if (FarSeason.IsAsked(series))
            return Array.ConvertAll(OfCycles(FarSeason.Near(series), learned), c => c with { Method = new BesideFarSeason(c.Method) });
        if (series.FurtherPeriods.Count > 0)
            return SeveralSeasons;
        if (series.Period > LongPeriod)
            return series.Length < FewLongCycles * series.Period ? LongSeasonOfFewCycles : LongSeason;
        return [.. Regular.Select(m => (m, PriorsOfRegular * learned.PriorOf(m.Name)))];
    }
}
