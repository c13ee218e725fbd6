using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Launches;
using PlanningEngine.Forecasting.Lifecycle;

namespace PlanningEngine.Tests.Business;

/// <summary>Items that come, go, replace one another and come back from customers.</summary>
internal static class LifecycleCases
{
    private const int Year = 12;
    private const int Months = 48;
    private const int Horizon = 12;

    internal static IReadOnlyList<(string Name, Func<int, BusinessCase> Create)> All { get; } =
    [
        ("launch, three months old", seed => Launch(seed, 3)),
        ("launch, one month old", seed => Launch(seed, 1)),
        ("phase-out", PhasedOut),
        ("supersession", Superseded),
        ("returns", Returned),
    ];

    private static ForecastRequest Request { get; } = new(Horizon) { NonNegative = true };

    /// <summary>Two groups of earlier items of different size share a ramp of six months and a season; the new item has sold for a few months.</summary>
    private static BusinessCase Launch(int seed, int months)
    {
        var demand = new GeneratedDemand(seed);
        double[] season = [.. Enumerable.Range(0, Year).Select(m => 1 + 0.3 * Math.Sin(2 * Math.PI * m / Year))];
        (TimeSeries Series, double[] Expectation) Item(string group, int length)
        {
            var level = (group == "small" ? 80 : 400) * demand.Rate(0.3);
            var start = demand.Random.Next(Year);
            var expectation = Enumerable.Range(0, length).Select(age => level * (1 - 0.8 * Math.Exp(-age / 3.0)) * season[(start + age) % Year]).ToArray();
            return (new TimeSeries("item", demand.Counts(expectation), Year, start) { Attributes = new Dictionary<string, string> { ["group"] = group } }, expectation);
        }

        var earlier = Enumerable.Range(0, 20).Select(i => Item(i % 2 == 0 ? "small" : "large", demand.Random.Next(18, 30)).Series).ToArray();
        var (series, truth) = Item(seed % 2 == 0 ? "small" : "large", months + Horizon);
        var launch = new LaunchForecaster(ItemSimilarity.Nearest(series.Attributes, earlier, 10), new LaunchOptions { Season = season });
        var own = series with { Values = series.Values[..months] };
        return new BusinessCase(_ => launch.Forecast(own, Request), method => method.Forecast(own, Request), truth[months..], series.Values[months..]);
    }

    /// <summary>Sales end in eight months; the decline began a month ago and is like that of earlier items.</summary>
    private static BusinessCase PhasedOut(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var decline = new[] { 0.95, 0.85, 0.7, 0.55, 0.4, 0.25 };
        var end = Months + 5;
        double Share(int t, int last) => t >= last ? 0 : t < last - 6 ? 1 : decline[t - (last - 6)];
        var ended = Enumerable.Range(0, 20).Select(_ => new TimeSeries("old", demand.Counts([.. demand.Expectation(36, Year, 0.1).Select((e, t) => e * Share(t, 36))]), Year)).ToArray();
        var expectation = demand.Expectation(Months + Horizon, Year).Select((e, t) => e * Share(t, end)).ToArray();
        var values = demand.Counts(expectation);
        var series = new TimeSeries("item", values[..Months], Year);
        return new BusinessCase(
            method => new PhaseOutForecaster(method, PhaseOut.LikeEarlier(end, ended, 6)).Forecast(series, Request), method => method.Forecast(series, Request), expectation[Months..], values[Months..]);
    }

    /// <summary>A successor with five months of its own takes over 80 % of the old item's demand.</summary>
    private static BusinessCase Superseded(int seed)
    {
        const int Own = 5;
        var demand = new GeneratedDemand(seed);
        var whole = demand.Expectation(Months + Horizon, Year);
        var old = new TimeSeries("old", demand.Counts(whole)[..(Months - Own)], Year);
        var expectation = Array.ConvertAll(whole[(Months - Own)..], e => 0.8 * e);
        var values = demand.Counts(expectation);
        var successor = new TimeSeries("new", values[..Own], Year, Months - Own);
        return new BusinessCase(
            method => method.Forecast(Supersession.Continue(old, successor, 0.8), Request), method => method.Forecast(successor, Request), expectation[Own..], values[Own..]);
    }

    /// <summary>A tenth to a third comes back over three months; doing nothing forecasts the net of small items as it stands.</summary>
    private static BusinessCase Returned(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var share = demand.Between(0.1, 0.33);
        double[] byDelay = [0.2 * share, 0.5 * share, 0.3 * share];
        var sold = demand.Expectation(Months + Horizon, Year, 0.5);
        var values = demand.Counts(sold);
        double Back(double[] of, int t) => byDelay.Select((s, delay) => t >= delay ? s * of[t - delay] : 0).Sum();
        var returns = values.Select((_, t) => demand.Count(Back(values, t))).ToArray();
        var net = values.Zip(returns, (v, r) => v - r).ToArray();
        var expectation = sold.Select((e, t) => e - byDelay.Select((s, delay) => t - delay >= Months ? s * sold[t - delay] : t >= delay ? s * values[t - delay] : 0).Sum()).ToArray();
        var gross = new TimeSeries("item", values[..Months], Year);
        return new BusinessCase(
            method => new NetForecaster(method, returns[..Months]).Forecast(gross, Request), method => method.Forecast(gross with { Values = net[..Months] }, Request), expectation[Months..], net[Months..]);
    }
}
