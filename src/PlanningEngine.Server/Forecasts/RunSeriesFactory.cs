using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Makes the series of a run, and knows the lives of their products.</summary>
/// <param name="products">All products by key.</param>
/// <param name="territories">All territories by key.</param>
/// <param name="bucket">The bucket of the run.</param>
/// <param name="lastPeriod">Ordinal of the last actual period.</param>
internal sealed class RunSeriesFactory(
    IReadOnlyDictionary<int, Product> products, IReadOnlyDictionary<int, Territory> territories, TimeBucket bucket, int lastPeriod)
{
    /// <summary>All products by key.</summary>
    public IReadOnlyDictionary<int, Product> Products => products;

    /// <summary>The bucket of the run.</summary>
    public TimeBucket Bucket => bucket;

    /// <summary>Ordinal of the last actual period.</summary>
    public int LastPeriod => lastPeriod;

    /// <summary>Code of a product.</summary>
    public string CodeOf(int productKey) => products.GetValueOrDefault(productKey)?.Code ?? "";

    /// <summary>Code of a territory.</summary>
    public string TerritoryCodeOf(int territoryKey) => territories.GetValueOrDefault(territoryKey)?.Code ?? "";

    /// <summary>The period of a product's launch date; null without one.</summary>
    public int? LaunchOf(int productKey) => PeriodOf(products.GetValueOrDefault(productKey)?.LaunchDate);

    /// <summary>The last period in which a product is sold; null when open.</summary>
    public int? EndOf(int productKey) => PeriodOf(products.GetValueOrDefault(productKey)?.EndDate);

    /// <summary>A series, with the work that it is worth.</summary>
    /// <param name="key">Product, territory and channel.</param>
    /// <param name="firstPeriod">Ordinal of the first value.</param>
    /// <param name="values">One value per period; NaN is unknown.</param>
    /// <param name="forecastUntil">Ordinal of the last period that may be forecast; null when open.</param>
    /// <param name="limited">Periods in which stock limited sales; their values are NaN.</param>
    public RunSeries Create(SeriesKey key, int firstPeriod, double[] values, int? forecastUntil, IReadOnlyList<LimitedSale> limited)
    {
        var firstRecent = firstPeriod + Math.Max(0, values.Length - (2 * bucket.PeriodsPerYear));
        var isDead = DormantDemand.IsPaused(values, bucket.PeriodsPerYear) && !limited.Any(l => l.Sold > 0 && l.Period >= firstRecent);
        var treatment = forecastUntil <= lastPeriod ? SeriesTreatment.Discontinued
            : isDead ? SeriesTreatment.Dead : SeriesTreatment.Full;
        var (product, territory) = (products.GetValueOrDefault(key.ProductKey), territories.GetValueOrDefault(key.TerritoryKey));
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["product"] = product?.Code ?? "",
            ["level1"] = product?.Level1 ?? "",
            ["level2"] = product?.Level2 ?? "",
            ["level3"] = product?.Level3 ?? "",
            ["territory"] = territory?.Code ?? "",
            ["region"] = territory?.Level2 ?? "",
            ["channel"] = FormattableString.Invariant($"{key.ChannelKey}"),
        };
        return new RunSeries(key.ProductKey, key.TerritoryKey, key.ChannelKey, firstPeriod, values, forecastUntil, treatment, attributes)
        {
            Limited = limited,
            LastShare = product?.EndDate is { } day && forecastUntil == PeriodOf(day) ? ShareUntil(DateOnly.FromDateTime(day)) : 1,
        };
    }

    /// <summary>Share of the days of a day's period up to and with that day.</summary>
    private double ShareUntil(DateOnly day)
    {
        var period = bucket.OrdinalOf(day);
        var (first, last) = (bucket.StartOf(period), bucket.EndOf(period));
        return (day.DayNumber - first.DayNumber + 1.0) / (last.DayNumber - first.DayNumber + 1);
    }

    private int? PeriodOf(DateTime? day) => day is { } date ? bucket.OrdinalOf(DateOnly.FromDateTime(date)) : null;
}
