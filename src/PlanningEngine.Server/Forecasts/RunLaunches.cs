using System.Globalization;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Forecasting;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Finds the products of a run that were launched less than a year ago or will be inside the horizon, and gives them series of their own kind: in every territory and channel in which the
/// earlier launches that are like them were sold, whether the product was sold there already or not.
/// </summary>
/// <param name="factory">Makes series.</param>
/// <param name="successions">Products that replace others are not launched: they go on.</param>
/// <param name="horizon">Periods that are forecast.</param>
internal sealed class RunLaunches(RunSeriesFactory factory, Successions successions, int horizon)
{
    /// <summary>The attribute that products must share to be like each other.</summary>
    public const string Group = "level1";

    /// <summary>Days before its launch date on which a launched product may have sold; of longer periods it is one.</summary>
    private const int DaysBefore = 31;

    private readonly HashSet<int> _heirs = [.. successions.InOrder.Select(s => s.Heir)];

    /// <summary>Adds the launches to the series of a run.</summary>
    /// <param name="set">The series without them.</param>
    /// <param name="firstPeriod">Ordinal of the first period with sales of the company: what was sold then was launched before.</param>
    public SeriesSet AddTo(SeriesSet set, int firstPeriod)
    {
        var firstSales = set.Series.GroupBy(s => s.ProductKey).ToDictionary(g => g.Key, g => g.Min(s => s.FirstPeriod));
        var launches = factory.Products.Values.Where(p => !_heirs.Contains(p.ProductKey)).OrderBy(p => p.ProductKey)
            .Select(p => LaunchOf(p.ProductKey, firstSales, set.Decline.Count)).OfType<ProductLaunch>().Where(l => l.From > firstPeriod).ToList();
        // Where a part of the demand went to a successor, the history no longer shows the launch as it was.
        var known = set with { EarlierLaunches = [.. launches.Where(l => l.FirstSale is not null && !IsPartlyReplaced(l.ProductKey))] };
        var book = new LaunchBook(known);
        var (added, taken, notes) = (new List<RunSeries>(), new HashSet<int>(), new List<string>());
        var (learned, alone, unforeseen) = (new List<ProductLaunch>(), new List<ProductLaunch>(), new List<ProductLaunch>());
        foreach (var launch in launches.Where(l => l.From > set.LastPeriod - set.Year && l.From <= set.LastPeriod + horizon && !(factory.EndOf(l.ProductKey) <= set.LastPeriod)))
        {
            var forecasts = book.At(launch, set.LastPeriod + 1, new ForecastRequest(horizon) { NonNegative = true });
            if (forecasts is null)
            {
                (launch.FirstSale is null ? unforeseen : alone).Add(launch);
                continue;
            }

            learned.Add(launch);
            taken.Add(launch.ProductKey);
            added.AddRange(forecasts.Series.Keys.Order().Select(place => SeriesOf(known, launch, place, forecasts)));
        }

        Tell(learned, "products are forecast as earlier ones were launched, in the territories and channels of these");
        Tell(alone, $"products launched less than a year ago are forecast from their own sales alone: fewer than {LaunchBook.FewestSimilar} earlier launches that are like them are known");
        Tell(unforeseen, $"products to be launched inside the horizon are not forecast: fewer than {LaunchBook.FewestSimilar} earlier launches of their top level are known");
        return known with
        {
            Launches = learned,
            Series = [.. known.Series.Where(s => !taken.Contains(s.ProductKey)).Concat(added).OrderBy(s => s.ProductKey).ThenBy(s => s.TerritoryKey).ThenBy(s => s.ChannelKey)],
            Notes = [.. known.Notes, .. notes],
        };

        void Tell(List<ProductLaunch> products, string what)
        {
            if (products.Count > 0)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{products.Count:N0} {what}: {PreparationText.Listed(products.Select(l => factory.CodeOf(l.ProductKey)))}"));
        }
    }

    /// <summary>The launch of a product; null without a launch date, and where it was sold long before.</summary>
    private ProductLaunch? LaunchOf(int productKey, Dictionary<int, int> firstSales, int decline)
    {
        int? firstSale = firstSales.TryGetValue(productKey, out var sold) ? sold : null;
        if (factory.LaunchOf(productKey) is not { } planned || firstSale < planned - (factory.Bucket.Kind == BucketKind.Day ? DaysBefore : 1))
            return null;
        var launch = Math.Min(planned, firstSale ?? planned);
        var ends = successions.HeirsOf(productKey).Select(h => h.Launch).Append(factory.EndOf(productKey) is { } end ? end + 1 - decline : int.MaxValue);
        var product = factory.Products[productKey];
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[]
        {
            (Group, product.Level1), ("level2", product.Level2), ("level3", product.Level3), ("price", product.Price is > 0 ? Math.Log((double)product.Price).ToString("R", CultureInfo.InvariantCulture) : ""),
        })
        {
            if (value.Length > 0)
                attributes[name] = value;
        }

        return new ProductLaunch(productKey, launch, ends.Min(), firstSale, attributes);
    }

    private bool IsPartlyReplaced(int productKey) => factory.EndOf(productKey) is null && successions.Rest(productKey, factory.LastPeriod) is > 0 and < 1;

    private RunSeries SeriesOf(SeriesSet set, ProductLaunch launch, (int TerritoryKey, int ChannelKey) place, LaunchForecasts forecasts)
    {
        var key = new SeriesKey(launch.ProductKey, place.TerritoryKey, place.ChannelKey);
        var own = set.Series.FirstOrDefault(s => s.ProductKey == key.ProductKey && s.TerritoryKey == key.TerritoryKey && s.ChannelKey == key.ChannelKey);
        var isSold = launch.From <= set.LastPeriod;
        var values = new double[isSold ? set.LastPeriod - launch.From + 1 : 0];
        for (var i = 0; i < values.Length; i++)
            values[i] = own is not null && launch.From + i - own.FirstPeriod is >= 0 and var at && at < own.Values.Length ? own.Values[at] : 0;
        return factory.Create(key, isSold ? launch.From : set.LastPeriod + 1, values, factory.EndOf(key.ProductKey), []) with
        {
            Treatment = SeriesTreatment.Launched,
            Lifecycle = ForecastLifecycle.Launch,
            ForecastFrom = isSold ? null : launch.From,
            LifecycleNote = string.Create(CultureInfo.InvariantCulture,
                $"launched {factory.Bucket.StartOf(launch.From):yyyy-MM-dd} like {PreparationText.Listed(forecasts.Similar.Select(factory.CodeOf))}; the whole product: {forecasts.Note}"),
        };
    }
}
