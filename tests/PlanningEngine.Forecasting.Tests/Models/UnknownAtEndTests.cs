namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class UnknownAtEndTests
{
    private const int Known = 75;
    private const int Unknown = 45;
    private const int Horizon = 6;

    private static TimeSeries Ended(int seed) => new("a", [.. Some.Seasonal(Known, 12, seed), .. Enumerable.Repeat(double.NaN, Unknown)], 12);

    public static TheoryData<string> Methods => [.. ForecastMethods.Names.Where(n => n != "auto")];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_ValuesUnknownAtTheEnd_StepsCountFromTheLastKnownOne(string method)
    {
        var forecaster = ForecastMethods.Create(method);
        var series = Ended(3);
        var answer = forecaster.Forecast(series, new ForecastRequest(Horizon), TestContext.Current.CancellationToken);
        var farther = forecaster.Forecast(series with { Values = series.Values[..Known] }, new ForecastRequest(Unknown + Horizon), TestContext.Current.CancellationToken);
        Assert.Equal(farther.Mean[Unknown..], answer.Mean);
        Assert.Equal(farther.Quantiles[Unknown..], answer.Quantiles);
        Assert.Contains("the last 45 values are unknown: the first step is 46 after the last known one", answer.Notes);
    }

    [Fact]
    public void Forecast_AutoOnValuesUnknownAtTheEnd_IsAsWideAsThatManyStepsAhead()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            var level = 500.0;
            double[] walk = [.. Enumerable.Range(0, 120).Select(_ => level += 10 * Some.Normal(random))];
            double Width(int unknown, int step)
            {
                var values = walk.Select((v, t) => t >= walk.Length - unknown ? double.NaN : v).ToArray();
                var answer = ForecastMethods.Create("auto").Forecast(new TimeSeries("a", values, 1), new ForecastRequest(Horizon), TestContext.Current.CancellationToken);
                Assert.Equal(unknown > 0 ? 1 : 0, answer.Notes.Count(n => n.Contains("first step is", StringComparison.Ordinal)));
                return answer.Quantile(step, 0.9) - answer.Quantile(step, 0.1);
            }

            // A walk 46 steps ahead is known to sqrt(46) times the deviation of one step.
            Assert.InRange(Width(Unknown, 0) / Width(0, 0), 4, 12);
        }
    }

    [Fact]
    public void Solve_ValuesUnknownAtTheEnd_IsJudgedWhereValuesAreKnown()
    {
        var answer = new PlanningEngine.Forecasting.Selection.AutoForecaster().Solve(Ended(1), new ForecastRequest(Horizon), TestContext.Current.CancellationToken);
        Assert.NotNull(answer.Credibility.Scores.Wape);
        Assert.InRange(answer.Credibility.Scores.Wape.Value, 0, 0.2);
    }
}
