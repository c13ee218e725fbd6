using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The launch of a product.</summary>
/// <param name="ProductKey">The product.</param>
/// <param name="From">Ordinal of the first period of sale.</param>
/// <param name="Until">Ordinal after the last period in which it was sold as usual: before its decline, and before a successor came.</param>
/// <param name="FirstSale">Ordinal of the period of its first sale; null where it was not sold yet.</param>
/// <param name="Attributes">What makes it like others: levels, and the logarithm of the price.</param>
public sealed record ProductLaunch(int ProductKey, int From, int Until, int? FirstSale, SortedDictionary<string, string> Attributes);

/// <summary>Forecasts of a launched product made at one time, by territory and channel.</summary>
/// <param name="Series">One per territory and channel in which similar products or the product itself were sold by then; from the cut-off on, zero before the launch.</param>
/// <param name="Similar">Keys of the products that it was likened to, the most similar first.</param>
/// <param name="Note">What the level of the whole product rests on.</param>
internal sealed record LaunchForecasts(IReadOnlyDictionary<(int TerritoryKey, int ChannelKey), Forecast> Series, IReadOnlyList<int> Similar, string Note);

/// <summary>
/// Forecasts launched products from the earlier launches that are most like them. The level of the whole product is learned first, from their totals and its own; it is spread over territories and
/// channels as the similar products sold there since their launches, and each series' own sales move its part. Not thread-safe.
/// </summary>
/// <param name="set">The series of the run.</param>
/// <param name="model">The run's global model, which knows what drivers of demand do; null where there is none, and their effects stay in what was sold and out of what is forecast.</param>
internal sealed class LaunchBook(SeriesSet set, IRegressorForecaster? model = null)
{
    /// <summary>Fewest earlier launches that say something about another one.</summary>
    public const int FewestSimilar = 3;

    /// <summary>Name of the method.</summary>
    public const string MethodName = "launch";

    private const int MostSimilar = 10;
    private const double LeastKnownShare = 0.5;
    private readonly ILookup<int, RunSeries> _all = set.Series.ToLookup(s => s.ProductKey);
    private readonly ILookup<int, RunSeries> _series = set.Series.Where(s => s.Values.Length > 0).ToLookup(s => s.ProductKey);
    private readonly Dictionary<(string Group, int Cutoff), IReadOnlyList<double>?> _seasons = [];
    private readonly LaunchEffects _effects = new(set, model);

    /// <summary>Forecasts from what was known at a cut-off: the launch date, and sales before.</summary>
    /// <param name="product">The product.</param>
    /// <param name="cutoff">Ordinal of the first period that is not yet known.</param>
    /// <param name="request">What is asked, from the cut-off on.</param>
    /// <returns>The forecasts; null where fewer than <see cref="FewestSimilar"/> earlier launches were known.</returns>
    public LaunchForecasts? At(ProductLaunch product, int cutoff, ForecastRequest request)
    {
        var (similar, areAlike) = Similar(product, cutoff);
        SimilarItem[] totals = [.. similar.Select(s => new SimilarItem(Total(s.Launch, cutoff), s.Similarity))];
        if (similar.Count < FewestSimilar || !Array.Exists(totals, WasSold))
            return null;
        var keys = similar.ConvertAll(s => s.Launch.ProductKey);
        var begin = Math.Max(cutoff, product.From);
        if (begin >= cutoff + request.Horizon)
            return new LaunchForecasts(new Dictionary<(int, int), Forecast>(), keys, "");
        var asked = request with { Horizon = cutoff + request.Horizon - begin };
        var options = new LaunchOptions { BeginsAtLaunch = true, Season = Season(product.Attributes.GetValueOrDefault(RunLaunches.Group, ""), cutoff) };
        var whole = new LaunchForecaster(totals, options);
        options = options with { Curve = whole.Shape };
        var soldSoFar = Total(product, cutoff);
        if (!areAlike && LevelOf(soldSoFar, options) is { } level)
            whole = new LaunchForecaster(totals, options with { ExpectedLevel = level });
        var total = whole.Forecast(soldSoFar, asked);
        var parts = new SortedDictionary<(int TerritoryKey, int ChannelKey), Forecast>();
        foreach (var place in Places([.. similar.Select(s => s.Launch), product], cutoff))
        {
            var own = History(product, place, cutoff);
            if (Part(own, [.. similar.Select(s => new SimilarItem(History(s.Launch, place, cutoff), s.Similarity))], options) is { } part)
                parts.Add(place, part.Forecast(own, asked));
        }

        double[] factors = [.. total.Mean.Select((mean, step) => parts.Values.Sum(p => p.Mean[step]) is > 0 and var sum ? mean / sum : 1)];
        return new LaunchForecasts(parts.ToDictionary(p => p.Key, p => _effects.Driven(SeriesOf(product.ProductKey, p.Key), cutoff, Scaled(p.Value, factors, cutoff, request), request)), keys,
            areAlike ? total.Notes[0] : "those of other top levels show the curve, its own sales the level");
    }

    /// <summary>
    /// Earlier launches of the same top level that were known long enough at a cut-off, the latest first where they are equally like it. Where these are too few for a product that has sold, others show how
    /// launches go: its own sales say how much.
    /// </summary>
    private (List<(ProductLaunch Launch, double Similarity)> Similar, bool AreAlike) Similar(ProductLaunch product, int cutoff)
    {
        var fewest = Math.Max(1, set.Year / 4);
        var all = set.EarlierLaunches.Where(l => l.From < product.From && l.From + fewest <= Math.Min(cutoff, l.Until) && l.FirstSale < cutoff)
            .OrderByDescending(l => l.From).ThenBy(l => l.ProductKey).Select(l => (Launch: l, Id: FormattableString.Invariant($"{l.ProductKey}"))).ToList();
        var known = product.Attributes.TryGetValue(RunLaunches.Group, out var group) ? all.FindAll(l => l.Launch.Attributes.GetValueOrDefault(RunLaunches.Group) == group) : [];
        var areAlike = known.Count >= FewestSimilar || !(product.FirstSale < cutoff);
        if (!areAlike)
            known = all;
        var byId = known.ToDictionary(k => k.Id, k => k.Launch, StringComparer.Ordinal);
        return ([.. ItemSimilarity.Nearest(product.Attributes, known.ConvertAll(k => new TimeSeries(k.Id, [], set.Period) { Attributes = k.Launch.Attributes }), MostSimilar)
            .Select(s => (byId[s.History.Id], s.Similarity))], areAlike);
    }

    /// <summary>The method for one territory and channel; null where neither a similar product nor this one was sold there.</summary>
    private static LaunchForecaster? Part(TimeSeries own, SimilarItem[] similar, LaunchOptions options)
    {
        if (Array.Exists(similar, WasSold))
            return new LaunchForecaster(similar, options);
        return LevelOf(own, options) is { } level ? new LaunchForecaster([], options with { ExpectedLevel = level }) : null;
    }

    /// <summary>The level of a history that begins at its launch, over the curve and the season; null where nothing was sold.</summary>
    private static double? LevelOf(TimeSeries own, LaunchOptions options)
    {
        var (sold, usual) = (0.0, 0.0);
        for (var age = 0; age < own.Length; age++)
            if (!double.IsNaN(own.Values[age]))
                (sold, usual) = (sold + own.Values[age], usual + (options.Curve![Math.Min(age, options.Curve.Count - 1)] * (options.Season?[(own.FirstPeriod + age) % options.Season.Count] ?? 1)));
        return sold > 0 && usual > 0 ? sold / usual : null;
    }

    private static bool WasSold(SimilarItem item) => Array.Exists(item.History.Values, v => v > 0);

    private SortedSet<(int TerritoryKey, int ChannelKey)> Places(IEnumerable<ProductLaunch> launches, int cutoff) =>
        [.. launches.SelectMany(l => _series[l.ProductKey].Where(s => s.FirstPeriod < Math.Min(cutoff, l.Until))).Select(s => (s.TerritoryKey, s.ChannelKey))];

    /// <summary>What was sold in one territory and channel from the launch to a cut-off, per four weeks where periods differ in length; nothing before the first sale there.</summary>
    private TimeSeries History(ProductLaunch launch, (int TerritoryKey, int ChannelKey) place, int cutoff)
    {
        var values = new double[Math.Max(0, Math.Min(cutoff, launch.Until) - launch.From)];
        if (_series[launch.ProductKey].FirstOrDefault(s => s.TerritoryKey == place.TerritoryKey && s.ChannelKey == place.ChannelKey) is { } series)
        {
            var usual = _effects.UsualDemand(series, cutoff);
            for (var age = 0; age < values.Length; age++)
                if (launch.From + age - series.FirstPeriod is >= 0 and var at && at < usual.Length)
                    values[age] = usual[at] / set.LengthOf(launch.From + age);
        }

        return new TimeSeries(FormattableString.Invariant($"{launch.ProductKey}/{place.TerritoryKey}/{place.ChannelKey}"), values, set.Period, launch.From);
    }

    /// <summary>What was sold of the whole product; a series that is unknown in a period counts as the others did there, and a period of which less than half is known is unknown.</summary>
    private TimeSeries Total(ProductLaunch launch, int cutoff)
    {
        var parts = Places([launch], cutoff).Select(place => History(launch, place, cutoff).Values).ToList();
        var sizes = parts.ConvertAll(p => p.Where(v => !double.IsNaN(v)).Sum());
        var all = sizes.Sum();
        var values = new double[Math.Max(0, Math.Min(cutoff, launch.Until) - launch.From)];
        for (var age = 0; age < values.Length; age++)
        {
            var (sum, known) = (0.0, 0.0);
            for (var i = 0; i < parts.Count; i++)
                if (!double.IsNaN(parts[i][age]))
                    (sum, known) = (sum + parts[i][age], known + sizes[i]);
            values[age] = known.Equals(all) ? sum : known >= LeastKnownShare * all ? sum * all / known : double.NaN;
        }

        return new TimeSeries(FormattableString.Invariant($"{launch.ProductKey}"), values, set.Period, launch.From);
    }

    /// <summary>Season of a top level, of series that were known for two cycles; of all series where the level has none.</summary>
    private IReadOnlyList<double>? Season(string group, int cutoff)
    {
        if (_seasons.TryGetValue((group, cutoff), out var known))
            return known;
        var old = set.Series.Where(s => s.Treatment == SeriesTreatment.Full && s.FirstPeriod + (2 * set.Period) <= cutoff).ToList();
        return _seasons[(group, cutoff)] = Of(old.Where(s => s.Attributes[RunLaunches.Group] == group)) ?? Of(old);

        IReadOnlyList<double>? Of(IEnumerable<RunSeries> series) =>
            GroupSeason.Of([.. series.Select(set.PerLength).Select(s => s.Until(Math.Min(cutoff, s.End)))]);
    }

    private RunSeries? SeriesOf(int productKey, (int TerritoryKey, int ChannelKey) place) =>
        _all[productKey].FirstOrDefault(s => s.TerritoryKey == place.TerritoryKey && s.ChannelKey == place.ChannelKey);

    /// <summary>A part as the whole product has it, over the periods as long as they are.</summary>
    private Forecast Scaled(Forecast part, double[] factors, int cutoff, ForecastRequest request)
    {
        var before = request.Horizon - part.Horizon;
        factors = [.. factors.Select((factor, step) => factor * set.LengthOf(cutoff + before + step))];
        return Forecasting.Forecast.Create(
            MethodName, [.. Enumerable.Range(0, request.Horizon).Select(step => step < before ? 0 : factors[step - before] * part.Mean[step - before])],
            [.. Enumerable.Range(0, request.Horizon).Select(step => step < before ? new double[request.Levels.Count] : Array.ConvertAll(part.Quantiles[step - before], q => factors[step - before] * q))],
            request, part.Notes);
    }
}
