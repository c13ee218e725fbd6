using Google.Protobuf.Collections;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Tests.Runs;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Launches, phase-outs and supersessions by the stateless call, on generated items whose truth is known: bias stays within 2 % of volume.</summary>
public sealed class LifecycleTests
{
    private const int Months = 48;
    private const int Horizon = 12;
    private const int Items = 60;
    private const double MostBias = 0.02;

    [Fact]
    public void Answer_Successor_CarriesOnThePredecessor() => HoldsBias(Items, seed =>
    {
        var demand = new GeneratedDemand(seed);
        var whole = demand.Expectation(Months + Horizon, 12);
        var truth = Array.ConvertAll(whole[(Months - 5)..], e => 0.8 * e);
        var series = new Series { SeriesId = "new", Period = 12, Values = { demand.Counts(truth)[..5] } };
        series.Lifecycle = new() { Predecessor = new() { Values = { demand.Counts(whole)[..(Months - 5)] }, BucketsBefore = Months - 5, Share = 0.8 } };
        return (series, truth[5..]);
    }, "80 % of the demand of (predecessor) goes on in this item: 43 buckets of history were inherited");

    [Fact]
    public void Answer_PhaseOut_DeclinesToItsEnd() => HoldsBias(Items, seed =>
    {
        double[] decline = [0.95, 0.85, 0.7, 0.55, 0.4, 0.25];
        var demand = new GeneratedDemand(seed);
        double Share(int t) => t >= Months + 5 ? 0 : t < Months - 1 ? 1 : decline[t - Months + 1];
        var truth = demand.Expectation(Months + Horizon, 12).Select((e, t) => e * Share(t)).ToArray();
        var series = new Series { SeriesId = "old", Period = 12, Values = { demand.Counts(truth)[..Months] }, Lifecycle = new() { PhaseOut = new() { EndStep = 6, Decline = { decline } } } };
        return (series, truth[Months..]);
    }, "phased out: demand declines over 6 buckets and is zero from step 6 on");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Answer_Launch_FollowsSimilarItems(int own) => HoldsBias(15 * Items, seed =>
    {
        var demand = new GeneratedDemand(seed);
        double[] Truth(int length, double level) => [.. Enumerable.Range(0, length).Select(age => level * (1 - (0.8 * Math.Exp(-age / 3.0))))];
        double Level() => 200 * demand.Rate(0.3);

        var launch = new Launch();
        for (var i = 0; i < 10; i++)
            launch.Similar.Add(new SimilarItem { Values = { demand.Counts(Truth(24, Level())) } });
        // Before the first sale nobody knows the level: the expectation is that of all.
        var truth = Truth(own + Horizon, own == 0 ? 200 : Level());
        return (new Series { SeriesId = "new", Period = 12, Values = { demand.Counts(truth)[..own] }, Lifecycle = new() { Launch = launch } }, truth[own..]);
    }, "10 similar items, their curve, their level");

    [Fact]
    public void Answer_Returns_ForecastsWhatIsLeft()
    {
        var drawn = Enumerable.Range(1, Items).Select(ReturnedItem).ToArray();
        var told = Answered(drawn.Select(d => d.Series));
        var untold = Answered(drawn.Select(d => new Series { SeriesId = "gross", Period = 12, Values = { d.Series.Values } }));
        Assert.All(told, a => Assert.Contains(a.Notes, n => n.StartsWith("net of returns: ", StringComparison.Ordinal)));
        Assert.InRange(Volume(told) / drawn.Sum(d => d.Truth.Sum()), 1 - MostBias, 1 + MostBias);
        Assert.True(Volume(untold) > 1.1 * drawn.Sum(d => d.Truth.Sum()));
        // Measured against what was left, at origins that knew nothing of later sales and returns.
        Assert.All(told, a => Assert.InRange(a.Credibility.Wape, 0.03, 0.5));
        Assert.InRange(told.Average(a => a.Credibility.Bias), -0.05, 0.05);
    }

    /// <summary>A tenth to a third comes back over three months.</summary>
    private static (Series Series, double[] Truth) ReturnedItem(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var share = demand.Between(0.1, 0.33);
        double[] byDelay = [0.2 * share, 0.5 * share, 0.3 * share];
        var sold = demand.Expectation(Months + Horizon, 12);
        var values = demand.Counts(sold);
        double Back(double[] of, int t) => byDelay.Select((s, delay) => t >= delay ? s * of[t - delay] : 0).Sum();
        double[] known = [.. values[..Months], .. sold[Months..]];
        var series = new Series { SeriesId = "sold and returned", Period = 12, Values = { values[..Months] }, Returned = { values[..Months].Select((_, t) => demand.Count(Back(values, t))) } };
        return (series, [.. Enumerable.Range(Months, Horizon).Select(t => sold[t] - Back(known, t))]);
    }

    [Fact]
    public void Answer_BadReturns_NamesAllViolations()
    {
        var request = new ForecastRequest { Horizon = 3 };
        request.Series.Add(new Series { SeriesId = "a", Period = 12, Values = { 1, 2 }, Returned = { -1 } });
        request.Series.Add(new Series { SeriesId = "b", Period = 12, Values = { 1, 2 }, Returned = { 0, double.PositiveInfinity } });
        var refused = Assert.Throws<ViolationException>(() => StatelessForecast.Answer(request, EngineDatabase.Ct));
        Assert.Equal(
            ["series[0].returned returns-length", "series[0].returned returns-out-of-range", "series[1].returned returns-out-of-range"],
            refused.Violations.Select(v => $"{v.Field} {v.Code}"));
    }

    [Fact]
    public void Answer_BadLifecycles_NamesAllViolations()
    {
        var request = new ForecastRequest { Horizon = 3 };
        request.Series.Add(new Series { SeriesId = "a", Period = 12, Values = { 1, 2 }, Lifecycle = new() { Predecessor = new() { Values = { 1, 2, 3 }, Share = -1 }, PhaseOut = new() { Decline = { -0.5 } } } });
        request.Series.Add(new Series { SeriesId = "b", Period = 12, Lifecycle = new() { Launch = new() { ExpectedLevel = -3 } } });
        request.Series.Add(new Series { SeriesId = "c", Period = 12, Lifecycle = new() { PhaseOut = new() } });
        var refused = Assert.Throws<ViolationException>(() => StatelessForecast.Answer(request, EngineDatabase.Ct));
        var found = refused.Violations.Select(v => $"{v.Field} {v.Code}");
        Assert.Equal(
            [
                "series[0].lifecycle.predecessor after-end", "series[0].lifecycle share-out-of-range", "series[0].lifecycle decline-negative",
                "series[1].lifecycle no-launch-known", "series[1].lifecycle level-out-of-range", "series[2].values out-of-range",
            ],
            found);
    }

    private static void HoldsBias(int items, Func<int, (Series Series, double[] Truth)> create, string note)
    {
        var drawn = Enumerable.Range(1, items).Select(create).ToArray();
        var answers = Answered(drawn.Select(d => d.Series));
        Assert.All(answers, a => Assert.Contains(a.Notes, n => n.StartsWith(note, StringComparison.Ordinal)));
        Assert.All(answers.SelectMany(a => a.Steps), s => Assert.Equal(s.Quantiles.Select(q => q.Value).Order(), s.Quantiles.Select(q => q.Value)));
        Assert.InRange(Volume(answers) / drawn.Sum(d => d.Truth.Sum()), 1 - MostBias, 1 + MostBias);
    }

    private static RepeatedField<SeriesForecast> Answered(IEnumerable<Series> series) =>
        StatelessForecast.Answer(new ForecastRequest { Horizon = Horizon, Series = { series } }, EngineDatabase.Ct).Forecasts;

    private static double Volume(RepeatedField<SeriesForecast> answers) => answers.Sum(a => a.Steps.Sum(s => s.Mean));
}
