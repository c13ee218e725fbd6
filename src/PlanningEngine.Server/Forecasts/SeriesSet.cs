using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How much work a series is worth.</summary>
public enum SeriesTreatment
{
    /// <summary>All methods are tried.</summary>
    Full = 0,

    /// <summary>No sale in the last two cycles, or nothing known: zero is forecast, and methods are not tried.</summary>
    Dead = 1,

    /// <summary>The product has ended: nothing is forecast. The history counts in rollups.</summary>
    Discontinued = 2,
}

/// <summary>One prepared series of a run.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Leaf territory.</param>
/// <param name="ChannelKey">Channel.</param>
/// <param name="FirstPeriod">Ordinal of the first value.</param>
/// <param name="Values">One value per period; NaN is unknown.</param>
/// <param name="ForecastUntil">Ordinal of the last period that may be forecast; null when open.</param>
/// <param name="Treatment">How much work it is worth.</param>
/// <param name="Attributes">What a global model learns from: product, its levels, territory, channel.</param>
public sealed record RunSeries(
    int ProductKey, int TerritoryKey, int ChannelKey, int FirstPeriod, double[] Values, int? ForecastUntil, SeriesTreatment Treatment,
    SortedDictionary<string, string> Attributes)
{
    /// <summary>Identity in messages, and in the trained model.</summary>
    public string Id => FormattableString.Invariant($"{ProductKey}/{TerritoryKey}/{ChannelKey}");

    /// <summary>The series as methods see it.</summary>
    /// <param name="period">Buckets in a cycle.</param>
    public TimeSeries ToTimeSeries(int period) => new(Id, Values, period, FirstPeriod) { Attributes = Attributes };
}

/// <summary>All prepared series of a run: the output of the stage <c>prepare</c>.</summary>
/// <param name="Weekly">Weeks, or months.</param>
/// <param name="LastPeriod">Ordinal of the last actual period.</param>
/// <param name="Series">Series in the order of product, territory and channel.</param>
/// <param name="InnerOrigins">Cut-offs that choose and calibrate.</param>
/// <param name="LaterOrigins">Cut-offs that give the credibility.</param>
/// <param name="OriginHorizon">Periods compared after each cut-off.</param>
/// <param name="BatchSize">Series in a batch, fixed for the run.</param>
/// <param name="Notes">What was done, and what was left out and why, in sentences.</param>
/// <param name="Hash">SHA-256 over the series, hexadecimal.</param>
public sealed record SeriesSet(
    bool Weekly, int LastPeriod, IReadOnlyList<RunSeries> Series, IReadOnlyList<int> InnerOrigins, IReadOnlyList<int> LaterOrigins, int OriginHorizon,
    int BatchSize, IReadOnlyList<string> Notes, string Hash)
{
    /// <summary>The output.</summary>
    public static RunOutput<SeriesSet> Output { get; } = new("prepare");

    /// <summary>Shares of the usual demand in the last periods before a product's end, as earlier products declined; empty where nothing is known.</summary>
    public IReadOnlyList<double> Decline { get; init; } = [];

    /// <summary>The bucket.</summary>
    internal TimeBucket Bucket => Weekly ? TimeBucket.Week : TimeBucket.Month;

    /// <summary>Buckets in a cycle.</summary>
    internal int Period => Bucket.PeriodsPerYear;

    /// <summary>Whether a series is forecast with all methods over the whole horizon: only such take part in a reconciliation. Others keep their forecasts, and are added on top.</summary>
    /// <param name="series">One of the set.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    internal bool IsReconciled(RunSeries series, int horizon) =>
        series.Treatment == SeriesTreatment.Full && (series.ForecastUntil is not { } until || until - Decline.Count >= LastPeriod + horizon);

    /// <summary>A series as methods see it: without a decline that has begun.</summary>
    internal TimeSeries Usual(RunSeries series) => EndOf(series) is { } end ? end.Usual(series.ToTimeSeries(Period)) : series.ToTimeSeries(Period);

    /// <summary>Share of the usual demand that is expected of a series in a period.</summary>
    internal double ShareIn(RunSeries series, int period) => EndOf(series)?.ShareIn(period) ?? 1;

    private PhaseOut? EndOf(RunSeries series) => series.ForecastUntil is { } until ? new PhaseOut(until + 1, Decline) : null;

    internal OriginPlan Plan => new(InnerOrigins, LaterOrigins, OriginHorizon);

    internal int Batches => (Series.Count + BatchSize - 1) / BatchSize;

    internal IReadOnlyList<RunSeries> Batch(int batch) => [.. Series.Skip(batch * BatchSize).Take(BatchSize)];
}
