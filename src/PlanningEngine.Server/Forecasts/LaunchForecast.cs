using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What a run forecasts of a launched product now, and what it would have forecast at its later origins.</summary>
/// <param name="Now">From all that is known.</param>
/// <param name="Earlier">By cut-off, from what was known then; an origin at which too few earlier launches were known is missing.</param>
internal sealed record LaunchForecast(LaunchForecasts Now, IReadOnlyDictionary<int, LaunchForecasts> Earlier)
{
    /// <summary>Forecasts a product.</summary>
    /// <param name="book">The earlier launches.</param>
    /// <param name="set">The series of the run.</param>
    /// <param name="product">The product.</param>
    /// <param name="request">What is asked.</param>
    public static LaunchForecast Of(LaunchBook book, SeriesSet set, ProductLaunch product, ForecastRequest request)
    {
        var now = book.At(product, set.LastPeriod + 1, request)
            ?? throw new InvalidOperationException($"Product {product.ProductKey} is forecast as a launch although too few earlier ones are known.");
        var earlier = new Dictionary<int, LaunchForecasts>();
        foreach (var cutoff in set.LaterOrigins)
            if (book.At(product, cutoff, request with { Horizon = Math.Max(1, set.OriginHorizon), Levels = ForecastRequest.DefaultLevels }) is { } then)
                earlier[cutoff] = then;
        return new LaunchForecast(now, earlier);
    }

    /// <summary>How far the forecast of one of its series can be believed. A territory or channel that was not foreseen at an origin counts as zero there.</summary>
    /// <param name="series">The series.</param>
    /// <param name="set">The series of the run.</param>
    public Credibility CredibilityOf(RunSeries series, SeriesSet set)
    {
        if (series.Values.Length == 0)
            return Credibility.None;
        return MethodCredibility.Of(series.ToTimeSeries(set.Period), set.LaterOrigins, Math.Max(1, set.OriginHorizon), (cutoff, steps) =>
            !Earlier.TryGetValue(cutoff, out var then) ? null
            : then.Series.GetValueOrDefault((series.TerritoryKey, series.ChannelKey)) ?? LeafForecasts.Nothing(new ForecastRequest(steps)));
    }
}
