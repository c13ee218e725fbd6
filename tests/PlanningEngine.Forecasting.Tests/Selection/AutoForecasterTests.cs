using System.Text.Json;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class AutoForecasterTests
{
    private static readonly AutoForecaster Auto = new();
    private static readonly ForecastRequest Request = new(6) { NonNegative = true };

    /// <summary>A shop that is closed on Sundays: that nothing is sold then is certain at origins too, also as checkpoints keep it.</summary>
    [Fact]
    public void Backtest_ClosedWeekday_ErrorsThereAreCertain()
    {
        var random = new Random(1);
        var series = new TimeSeries("shop", [.. Enumerable.Range(0, 400).Select(t => t % 7 == 6 ? 0 : 20 + Some.Normal(random))], 7);

        var errors = new AutoForecaster().Backtest(series, new ForecastRequest(28), new OriginPlan([300, 330], [372], 28), TestContext.Current.CancellationToken).InnerErrors;

        Assert.Equal(56, errors.Count);
        Assert.All(errors, e => Assert.Equal((e.Cutoff + e.Step) % 7 == 6, e.IsCertain));
        Assert.Equal(errors, JsonSerializer.Deserialize<OriginError[]>(JsonSerializer.Serialize(errors))!);
        Assert.Equal(new OriginError(1, 2, 3), JsonSerializer.Deserialize<OriginError>("""{"Cutoff":1,"Step":2,"Error":3}"""));
    }

    [Fact]
    public void Backtest_LaterValuesChange_ChoosesTheSame()
    {
        foreach (var values in new[] { Some.Seasonal(60, 12, 2), Some.Sporadic(60, 3) })
        {
            var series = new TimeSeries("s", values, 12);
            var plan = OriginPlan.For(0, 60, 6, 12);
            var random = new Random(1);
            var changed = series with { Values = [.. values.Select((v, t) => t < plan.Later[0] ? v : 1000 * random.NextDouble())] };
            var one = Auto.Backtest(series, Request, plan, TestContext.Current.CancellationToken);
            var other = Auto.Backtest(changed, Request, plan, TestContext.Current.CancellationToken);
            Assert.Equal(one.Accuracies.Select(a => (a.Method, a.Weight, a.Chosen)), other.Accuracies.Select(a => (a.Method, a.Weight, a.Chosen)));
            Assert.Equal(one.Scores.Values, other.Scores.Values);
            Assert.Equal(one.Pattern, other.Pattern);
            Assert.NotEqual(one.Later.Select(p => p.Actual), other.Later.Select(p => p.Actual));
        }
    }

    [Fact]
    public void Backtest_InnerValuesChange_ChoosesOtherwise()
    {
        var series = Some.Monthly();
        var plan = OriginPlan.For(0, 60, 6, 12);
        var changed = series with { Values = [.. series.Values.Select((v, t) => t >= plan.Inner[0] && t < plan.Later[0] ? 300 - v : v)] };
        Assert.NotEqual(
            Auto.Backtest(series, Request, plan, TestContext.Current.CancellationToken).Accuracies.Select(a => a.Weight),
            Auto.Backtest(changed, Request, plan, TestContext.Current.CancellationToken).Accuracies.Select(a => a.Weight));
    }

    [Fact]
    public void Solve_OneSeries_MeasuresWhatItSays()
    {
        var series = Some.Monthly();
        var answer = Auto.Solve(series, Request, TestContext.Current.CancellationToken);
        var plan = OriginPlan.For(0, 60, 6, 12);
        var later = Auto.Backtest(series, Request, plan, TestContext.Current.CancellationToken).Later;
        Assert.Equal(plan.Later.Count * 6, answer.Credibility.Scores.N);
        var actual = later.Sum(p => p.Actual);
        Assert.Equal(later.Sum(p => Math.Abs(p.Mean - p.Actual)) / actual, answer.Credibility.Scores.Wape!.Value, 1e-12);
        Assert.Equal(later.Sum(p => p.Mean - p.Actual) / actual, answer.Credibility.Scores.Bias!.Value, 1e-12);
        var naive = answer.Accuracies.Single(a => a.Method == "snaive");
        Assert.Equal(naive.Scores.Wape!.Value - answer.Credibility.Scores.Wape.Value, answer.Credibility.GainOverNaive!.Value, 1e-12);
        Assert.Equal(1, answer.Accuracies.Sum(a => a.Weight), 1e-12);
        Assert.All(answer.Accuracies, a => Assert.Equal(a.Weight > 0, a.Chosen));
        Assert.All(later, p => Assert.Equal(series.Values[p.Cutoff + p.Step], p.Actual));
    }

    [Fact]
    public void Solve_OneMethod_ChoiceErrorIsThatOfItsInnerOrigins()
    {
        var answer = new AutoForecaster(methods: ["snaive"]).Solve(Some.Monthly(), Request, TestContext.Current.CancellationToken);
        Assert.Equal(answer.InnerErrors.Average(e => Math.Abs(e.Error)), Assert.Single(answer.Accuracies).ChoiceError!.Value, 1e-12);
        var three = Auto.Solve(new TimeSeries("short", [3, 4, 5], 12), Request, TestContext.Current.CancellationToken);
        Assert.All(three.Accuracies, a => Assert.Null(a.ChoiceError));
    }

    [Fact]
    public void Solve_GapsAndPromotion_EachNoteStandsWhereItBelongs()
    {
        var monthly = Some.Monthly();
        var series = monthly with
        {
            Values = [.. monthly.Values.Select((v, t) => t == 20 ? double.NaN : t % 7 == 3 ? 1.5 * v : v)],
            Regressors = [new Regressor("promo", [.. Enumerable.Range(0, 66).Select(t => t % 7 == 3 ? 1.0 : 0)])],
            Availability = [.. monthly.Values.Select((_, t) => t == 30 ? 0.5 : 1)],
        };
        var answer = Auto.Solve(series, Request, TestContext.Current.CancellationToken);
        Assert.Contains(answer.Notes, n => n.Contains("not fully available", StringComparison.Ordinal));
        Assert.DoesNotContain(answer.Notes, n => n.StartsWith("promo", StringComparison.Ordinal));
        Assert.Contains(answer.Forecast.Notes, n => n.StartsWith("promo", StringComparison.Ordinal));
        var theta = answer.Accuracies.Single(a => a.Method == "4theta");
        Assert.Contains(theta.Notes, n => n.Contains("trend", StringComparison.Ordinal));
        Assert.All(answer.Accuracies.Where(a => !a.Chosen), a => Assert.Empty(a.Notes));
        Assert.All(answer.Notes, n => Assert.Contains(n, answer.Forecast.Notes));
    }

    [Fact]
    public void Solve_AllZero_HasNoRatios()
    {
        var answer = Auto.Solve(new TimeSeries("s", new double[60], 12), Request, TestContext.Current.CancellationToken);
        Assert.Equal(DemandClass.None, answer.Pattern.Class);
        Assert.True(answer.Credibility.Scores.N > 0);
        Assert.Null(answer.Credibility.Scores.Wape);
        Assert.Null(answer.Credibility.Scores.Mase);
        Assert.Null(answer.Credibility.GainOverNaive);
        Assert.Equal(1, answer.Credibility.Scores.Coverage80);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Solve_TooShort_SaysSo(int length)
    {
        var answer = Auto.Solve(new TimeSeries("s", Some.Seasonal(length, 12, 1), 12), Request, TestContext.Current.CancellationToken);
        Assert.Equal(0, answer.Credibility.Scores.N);
        Assert.Null(answer.Credibility.Scores.Coverage80);
        Assert.Contains("the history is too short for inner origins: methods are combined by their default weights", answer.Forecast.Notes);
        Assert.Contains("the history is too short for later origins: there is no credibility", answer.Forecast.Notes);
    }

    [Fact]
    public void Backtest_SeriesShorterThanTheRunsPlan_UsesTheOriginsItCan()
    {
        var plan = OriginPlan.For(0, 60, 6, 12);
        var young = new TimeSeries("s", Some.Seasonal(18, 12, 1), 12, 42);
        var backtest = Auto.Backtest(young, Request, plan, TestContext.Current.CancellationToken);
        Assert.Equal(0, backtest.InnerOrigins);
        Assert.Equal(plan.Later.Count(c => c >= 46) * 6, backtest.Later.Count);
    }

    [Fact]
    public void Backtest_FurtherCandidateThatKnows_WinsTheWeight()
    {
        var series = Some.Monthly();
        var auto = new AutoForecaster([new Oracle(series)]);
        var answer = auto.Solve(series, Request, TestContext.Current.CancellationToken);
        var oracle = answer.Accuracies.Single(a => a.Method == "oracle");
        Assert.True(oracle.Weight > 1.5 * answer.Accuracies.Where(a => a.Method != "oracle").Max(a => a.Weight));
        Assert.StartsWith("oracle", answer.Forecast.Method, StringComparison.Ordinal);
        Assert.True(answer.Credibility.Scores.Wape < Auto.Solve(series, Request, TestContext.Current.CancellationToken).Credibility.Scores.Wape);
    }

    [Fact]
    public void Finish_WithoutTheCandidateOfTheBacktest_IsAMistake()
    {
        var series = Some.Monthly();
        var backtest = new AutoForecaster([new Oracle(series)]).Backtest(series, Request, OriginPlan.For(0, 60, 6, 12), TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(() => Auto.Finish(series, Request, backtest, CalibrationTable.Reference, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Solve_NamedMethods_ChoosesAmongThemAlone()
    {
        var answer = new AutoForecaster(methods: ["drift", "mean"]).Solve(Some.Monthly(), Request, TestContext.Current.CancellationToken);
        Assert.Equal(["snaive", "drift", "mean"], answer.Accuracies.Select(a => a.Method));
        Assert.False(answer.Accuracies[0].Chosen);
        Assert.NotNull(answer.Credibility.GainOverNaive);
    }

    [Fact]
    public void Backtest_OriginsBeforeTheFirstCycleEnds_TeachNothing()
    {
        var series = new TimeSeries("s", Some.Seasonal(104, 52, 4), 52);
        var backtest = Auto.Backtest(series, new ForecastRequest(12), new OriginPlan([30, 60], [80], 12), TestContext.Current.CancellationToken);
        Assert.Equal(1, backtest.InnerOrigins);
    }

    [Fact]
    public void Backtest_YoungLongSeason_TrustsSeasonalNaive()
    {
        double WeightOfNaive(int length) => Auto.Backtest(new TimeSeries("s", Some.Seasonal(length, 52, 4), 52), Request, OriginPlan.None, TestContext.Current.CancellationToken)
            .Accuracies.Single(a => a.Method == "snaive").Weight;
        Assert.True(WeightOfNaive(104) > 0.15);
        Assert.True(WeightOfNaive(208) < 0.05);
    }

    [Fact]
    public void Weighting_FewBuckets_StaysNearThePriors()
    {
        double[] priors = [1, 1], losses = [1, 2];
        Assert.Equal([0.5, 0.5], Weighting.Of(priors, [1, 1], losses, 0));
        var few = Weighting.Of(priors, [1, 1], losses, 3)[0];
        var many = Weighting.Of(priors, [1, 1], losses, 300)[0];
        Assert.InRange(few, 0.5, many);
        Assert.True(many > 0.8);
    }

    [Fact]
    public void Weighting_FeaturesSayOtherwise_MovesThePriors()
    {
        double[] priors = [1, 1];
        Assert.Equal([0.75, 0.25], Weighting.Of(priors, [3, 1], [1, 1], 0));
        double[] weights = [0.75, 0.25];
        Weighting.Update(weights, [3, 1], [1, 1]);
        Assert.Equal([0.5, 0.5], weights);
        Weighting.Update(weights, [1, 1], [1000, 1]);
        Assert.Equal([1, 0], weights);
    }

    [Fact]
    public void Solve_FeaturesOfTheWholeHistory_WeighTheForecastAndNotItsCredibility()
    {
        var series = Some.Monthly();
        var plan = OriginPlan.For(0, 60, 6, 12);
        var backtest = Auto.Backtest(series, Request, plan, TestContext.Current.CancellationToken);
        var answer = Auto.Finish(series, Request, backtest, CalibrationTable.Reference, TestContext.Current.CancellationToken);
        Assert.Equal(1, answer.Accuracies.Sum(a => a.Weight), 1e-12);
        Assert.All(answer.Accuracies, a => Assert.Equal(a.Weight > 0, a.Chosen));
        Assert.NotEqual(backtest.Accuracies.Select(a => a.Weight), answer.Accuracies.Select(a => a.Weight));
        Assert.Equal(backtest.Later.Sum(p => Math.Abs(p.Mean - p.Actual)) / backtest.Later.Sum(p => p.Actual), answer.Credibility.Scores.Wape!.Value, 1e-12);
    }

    /// <summary>A method that knows the values, to see that selection notices.</summary>
    private sealed class Oracle(TimeSeries whole) : IForecaster
    {
        public string Name => "oracle";

        public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
        {
            var naive = new Naive().Forecast(series, request, cancellationToken);
            var mean = naive.Mean.Select((m, step) => series.Length + step < whole.Length ? whole.Values[series.Length + step] + 0.1 : m).ToArray();
            return PlanningEngine.Forecasting.Forecast.Create(Name, mean, [.. mean.Select(m => request.Levels.Select(l => m + l - 0.5).ToArray())], request, []);
        }
    }
}
