using System.Collections.Immutable;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Calendar;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How much work a series is worth.</summary>
public enum SeriesTreatment
{
    /// <summary>All methods are tried.</summary>
    Full = 0,

    /// <summary>No sale in the last two years, or nothing known: what such series still sell is forecast, and methods are not tried.</summary>
    Dead = 1,

    /// <summary>The product has ended: nothing is forecast. The history counts in rollups.</summary>
    Discontinued = 2,

    /// <summary>The product is new: earlier launches are looked at, and methods are not tried.</summary>
    Launched = 3,
}

/// <summary>One prepared series of a run.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Leaf territory.</param>
/// <param name="ChannelKey">Channel.</param>
/// <param name="FirstPeriod">Ordinal of the first value.</param>
/// <param name="Values">One value per period; NaN is unknown.</param>
/// <param name="ForecastUntil">Ordinal of the last period that may be forecast; null when open.</param>
/// <param name="Treatment">How much work it is worth.</param>
/// <param name="Attributes">What a global model learns from: product, its levels, territory, the region above it, channel.</param>
public sealed record RunSeries(
    int ProductKey, int TerritoryKey, int ChannelKey, int FirstPeriod, double[] Values, int? ForecastUntil, SeriesTreatment Treatment,
    SortedDictionary<string, string> Attributes)
{
    /// <summary>What of the product's life the forecast rests on.</summary>
    public ForecastLifecycle Lifecycle { get; init; }

    /// <summary>What there is to say about that; empty for nothing.</summary>
    public string LifecycleNote { get; init; } = "";

    /// <summary>Periods in which stock limited sales, ascending; their values are NaN.</summary>
    public IReadOnlyList<LimitedSale> Limited { get; init; } = [];

    /// <summary>Ordinal of the first period that may be forecast; null for the first one ahead.</summary>
    public int? ForecastFrom { get; init; }

    /// <summary>Share of the days of <see cref="ForecastUntil"/> on which the product is sold, above 0: 15 of 30 where it ends in the middle of a month. Default: 1.</summary>
    public double LastShare { get; init; } = 1;

    /// <summary>The series that it continues, where that is still sold: what is expected of that one is taken off this one's forecast. Null where there is none.</summary>
    public Inheritance? Inherits { get; init; }

    /// <summary>What successors leave of the demand from a period on, as a share of what they leave now; ascending. Empty where that does not change.</summary>
    public IReadOnlyList<RemainingDemand> Remaining { get; init; } = [];

    /// <summary>What of the drivers of demand moves it: indices in <see cref="SeriesSet.Drivers"/>, ascending.</summary>
    public IReadOnlyList<int> Drivers { get; init; } = [];

    /// <summary>What is not known of them ahead; empty for nothing.</summary>
    public string DriverNote { get; init; } = "";

    /// <summary>Identity in messages, and in the trained model.</summary>
    public string Id => FormattableString.Invariant($"{ProductKey}/{TerritoryKey}/{ChannelKey}");

    /// <summary>Where it is sold.</summary>
    internal string PlaceId => FormattableString.Invariant($"{TerritoryKey}/{ChannelKey}");

    /// <summary>What was sold, also where stock limited it; NaN is unknown.</summary>
    internal double[] Sold()
    {
        var sold = Values;
        if (Limited.Count > 0)
            sold = [.. Values];
        foreach (var sale in Limited)
            sold[sale.Period - FirstPeriod] = sale.Sold;
        return sold;
    }

    /// <summary>The series with what is known of demand; what was sold where stock limited it is left out.</summary>
    /// <param name="period">Buckets in a cycle.</param>
    public TimeSeries ToTimeSeries(int period) => new(Id, Values, period, FirstPeriod) { Attributes = Attributes };

    /// <summary>The series as methods see it that know how to raise limited sales to demand.</summary>
    /// <param name="period">Buckets in a cycle.</param>
    internal TimeSeries ToLimitedSeries(int period)
    {
        if (Limited.Count == 0)
            return ToTimeSeries(period);
        var availability = new double[Values.Length];
        Array.Fill(availability, 1);
        foreach (var sale in Limited)
            availability[sale.Period - FirstPeriod] = sale.Share;
        return ToTimeSeries(period) with { Values = Sold(), Availability = availability };
    }
}

/// <summary>Demand that is inherited.</summary>
/// <param name="SeriesId">The series that it comes from.</param>
/// <param name="Share">Share of that series' demand, above 0.</param>
public sealed record Inheritance(string SeriesId, double Share);

/// <summary>Demand that remains.</summary>
/// <param name="From">Ordinal of the first period.</param>
/// <param name="Share">Share of what remains now, at least 0 and below 1.</param>
public sealed record RemainingDemand(int From, double Share);

/// <summary>All prepared series of a run: the output of the stage <c>prepare</c>.</summary>
/// <param name="Periods">What periods are, as <see cref="RunBuckets.NameOf"/> says it.</param>
/// <param name="LastPeriod">Ordinal of the last actual period.</param>
/// <param name="Series">Series in the order of product, territory and channel.</param>
/// <param name="InnerOrigins">Cut-offs that choose and calibrate.</param>
/// <param name="LaterOrigins">Cut-offs that give the credibility.</param>
/// <param name="OriginHorizon">Periods compared after each cut-off.</param>
/// <param name="BatchSize">Series in a batch, fixed for the run.</param>
/// <param name="Notes">What was done, and what was left out and why, in sentences.</param>
/// <param name="Hash">SHA-256 over the series, hexadecimal.</param>
public sealed record SeriesSet(
    string Periods, int LastPeriod, IReadOnlyList<RunSeries> Series, IReadOnlyList<int> InnerOrigins, IReadOnlyList<int> LaterOrigins, int OriginHorizon,
    int BatchSize, IReadOnlyList<string> Notes, string Hash)
{
    /// <summary>Days of most fiscal periods.</summary>
    private const double UsualLength = 28;

    /// <summary>Years that weeks may reach ahead.</summary>
    private const int MostYearsAhead = 2;

    /// <summary>The output.</summary>
    public static RunOutput<SeriesSet> Output { get; } = new("prepare");

    /// <summary>Shares of the usual demand in the last periods before a product's end, as earlier products declined; empty where nothing is known.</summary>
    public IReadOnlyList<double> Decline { get; init; } = [];

    /// <summary>Share of their rate before at which series sell that did not in the last two years, as such series did in the last horizon; 0 where they sell nothing.</summary>
    public double DormantShare { get; init; }

    /// <summary>Products whose series are forecast as launches, in the order of their keys.</summary>
    public IReadOnlyList<ProductLaunch> Launches { get; init; } = [];

    /// <summary>Launches that these may be like, in the order of their keys.</summary>
    public IReadOnlyList<ProductLaunch> EarlierLaunches { get; init; } = [];

    /// <summary>What drivers of demand are over the histories and the horizon; series that drivers move alike share one.</summary>
    public IReadOnlyList<RunDriver> Drivers { get; init; } = [];

    /// <summary>What was sold at each place, by <see cref="RunSeries.PlaceId"/>, in runs by day: a weekday on which it is closed is closed for all that is sold there. Empty where periods are longer.</summary>
    public IReadOnlyDictionary<string, RunPlace> Places { get; init; } = ImmutableSortedDictionary<string, RunPlace>.Empty;

    /// <summary>Days of the periods over the histories and the horizon, where these differ by whole weeks: demand is proportional to them. Null where periods are alike.</summary>
    public RunDriver? Lengths { get; init; }

    /// <summary>The bucket.</summary>
    internal TimeBucket Bucket => RunBuckets.Parse(Periods);

    /// <summary>Buckets in the shortest seasonal cycle: the week of days.</summary>
    internal int Period => Bucket.Cycle;

    /// <summary>Buckets in a year.</summary>
    internal int Year => Bucket.PeriodsPerYear;

    /// <summary>Whether a series is forecast with all methods over the whole horizon: only such take part in a reconciliation. Others keep their forecasts, and are added on top.</summary>
    /// <param name="series">One of the set.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    internal bool IsReconciled(RunSeries series, int horizon) =>
        series is { Treatment: SeriesTreatment.Full, ForecastFrom: null, Inherits: null, Remaining.Count: 0 } && !EndsWithin(series, horizon);

    /// <summary>Whether a series ends, or begins to decline to its end, inside the horizon.</summary>
    internal bool EndsWithin(RunSeries series, int horizon) =>
        series.ForecastUntil is { } until && until - Math.Max(Decline.Count, series.LastShare < 1 ? 1 : 0) < LastPeriod + horizon;

    /// <summary>A series as methods see it: with its place, its drivers and the lengths of its periods, in years of 52 weeks, and without a decline that has begun.</summary>
    internal TimeSeries Usual(RunSeries series)
    {
        var told = InYears(WithLengths(series.ToLimitedSeries(Period) with
        {
            Regressors = [.. series.Drivers.Select(i => Drivers[i].From(series.FirstPeriod))],
            Place = Places.GetValueOrDefault(series.PlaceId)?.ToTimeSeries(Period),
        }));
        return EndOf(series)?.Usual(told) ?? told;
    }

    /// <summary>A series that is told the lengths of its periods, where these differ.</summary>
    internal TimeSeries WithLengths(TimeSeries series) => Lengths is null ? series : series with { Regressors = [.. series.Regressors, Lengths.From(series.FirstPeriod)] };

    /// <summary>A series as its season shows in it: per four weeks where periods differ in length.</summary>
    internal TimeSeries PerLength(RunSeries series) => Lengths is null ? series.ToTimeSeries(Period)
        : series.ToTimeSeries(Period) with { Values = [.. series.Values.Select((v, t) => v / LengthOf(series.FirstPeriod + t))] };

    /// <summary>Length of a period, of four weeks 1; 1 where periods are alike.</summary>
    internal double LengthOf(int period) => Lengths is null ? 1 : Lengths.Values[period - Lengths.FirstPeriod] / UsualLength;

    /// <summary>
    /// A series that knows which weeks stand outside a cycle of 52, so that dates of many years before stay where they were. Who plans by a fiscal calendar plans by its week numbers: there weeks 53 stand outside whenever they come.
    /// </summary>
    internal TimeSeries InYears(TimeSeries series)
    {
        var bucket = Bucket;
        var end = LastPeriod + 1 - series.FirstPeriod;
        return bucket.Kind != BucketKind.Week ? series
            : bucket.Fiscal is null ? LeapWeeks.ByDate(series, end)
            : LeapWeeks.ByNumber(series, end + MostYearsAhead * Period, week => bucket.WeekOfYear(series.FirstPeriod + week));
    }

    /// <summary>Share of the usual demand that is expected of a series in a period.</summary>
    internal double ShareIn(RunSeries series, int period) =>
        (EndOf(series)?.ShareIn(period) ?? 1) * (period == series.ForecastUntil ? series.LastShare : 1) * (series.Remaining.LastOrDefault(r => r.From <= period)?.Share ?? 1);

    /// <summary>Whether a period of a series may be forecast: not before its launch, nor after its product's end.</summary>
    internal static bool IsOpen(RunSeries series, int period) => !(period < series.ForecastFrom) && !(period > series.ForecastUntil);

    /// <summary>A replaced product does not decline as others did: its demand goes over to successors.</summary>
    private PhaseOut? EndOf(RunSeries series) => series.ForecastUntil is { } until ? new PhaseOut(until + 1, series.Lifecycle == ForecastLifecycle.Replaced ? [] : Decline) : null;

    internal OriginPlan Plan => new(InnerOrigins, LaterOrigins, OriginHorizon);

    internal int Batches => (Series.Count + BatchSize - 1) / BatchSize;

    internal IReadOnlyList<RunSeries> Batch(int batch) => [.. Series.Skip(batch * BatchSize).Take(BatchSize)];
}
