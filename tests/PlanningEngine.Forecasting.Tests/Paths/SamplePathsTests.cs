using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Paths;

public sealed class SamplePathsTests
{
    private static readonly double[] Ends = [0.1, 0.9];

    [Fact]
    public void Draw_Marginals_AreTheForecastsQuantiles()
    {
        var forecast = new AutoForecaster().Forecast(Some.Monthly(), new ForecastRequest(6) { NonNegative = true }, TestContext.Current.CancellationToken);
        var paths = SamplePaths.Draw(forecast, 2000, seed: 3);
        for (var step = 0; step < 6; step++)
        {
            var sorted = paths.Select(p => p[step]).Order().ToArray();
            foreach (var level in ForecastRequest.DefaultLevels)
                Assert.Equal(forecast.Quantile(step, level), sorted[(int)(level * 2000)], 0.02 * forecast.Mean[step]);
        }
    }

    [Fact]
    public void Draw_SameSeed_SamePaths()
    {
        var forecast = new Naive().Forecast(Some.Monthly(), new ForecastRequest(4), TestContext.Current.CancellationToken);
        Assert.Equal(SamplePaths.Draw(forecast, 50, seed: 7), SamplePaths.Draw(forecast, 50, seed: 7));
        Assert.NotEqual(SamplePaths.Draw(forecast, 50, seed: 7), SamplePaths.Draw(forecast, 50, seed: 8));
    }

    [Fact]
    public void Draw_DemandThatIsNotNegative_StaysSo()
    {
        var forecast = new Croston().Forecast(new TimeSeries("s", Some.Sporadic(60, 8), 12), new ForecastRequest(6) { NonNegative = true }, TestContext.Current.CancellationToken);
        Assert.All(SamplePaths.Draw(forecast, 500), p => Assert.All(p, v => Assert.True(v >= 0)));
    }

    /// <summary>Between few quantiles of demand that is mostly zero a straight line would make up to half too much.</summary>
    [Theory]
    [InlineData("auto", 8)]
    [InlineData("auto", 21)]
    [InlineData("tsb", 22)]
    [InlineData("imapa", 23)]
    public void Draw_DemandThatIsMostlyZero_HasTheMeanOfTheForecastAndItsQuantiles(string method, int seed)
    {
        double[] levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
        var forecast = ForecastMethods.Create(method).Forecast(
            new TimeSeries("s", Some.Sporadic(60, seed), 12), new ForecastRequest(6) { NonNegative = true, Levels = levels }, TestContext.Current.CancellationToken);
        var paths = SamplePaths.Draw(forecast, 2000);
        Assert.Equal(forecast.Mean.Sum(), LeadTimeDemand.Of(paths, 6, Ends).Mean, 0.03 * forecast.Mean.Sum());
        for (var step = 0; step < 6; step++)
        {
            var sorted = paths.Select(p => p[step]).Order().ToArray();
            for (var i = 0; i < levels.Length; i++)
                Assert.InRange(forecast.Quantiles[step][i], sorted[(int)(levels[i] * 2000) - 1] - 1e-9, sorted[(int)(levels[i] * 2000)] + 1e-9);
        }
    }

    /// <summary>Independent demand around a level: the sum's 80 % interval holds 80 % by paths, and nearly everything by summed quantiles.</summary>
    [Fact]
    public void Of_IndependentDemand_IsCoveredByPathsNotBySummedQuantiles()
    {
        const int Buckets = 9;
        var random = new Random(11);
        int byPaths = 0, bySums = 0;
        const int Trials = 300;
        var history = Enumerable.Range(0, 400).Select(_ => 100 + 10 * Some.Normal(random)).ToArray();
        var forecast = new HistoricMean().Forecast(new TimeSeries("s", history, 1), new ForecastRequest(Buckets), TestContext.Current.CancellationToken);
        var sum = LeadTimeDemand.Of(SamplePaths.Draw(forecast, 4000, correlation: 0), Buckets, Ends);
        for (var trial = 0; trial < Trials; trial++)
        {
            var actual = Enumerable.Range(0, Buckets).Sum(_ => 100 + 10 * Some.Normal(random));
            byPaths += sum.Quantiles[0] <= actual && actual <= sum.Quantiles[1] ? 1 : 0;
            bySums += Enumerable.Range(0, Buckets).Sum(s => forecast.Quantile(s, 0.1)) <= actual && actual <= Enumerable.Range(0, Buckets).Sum(s => forecast.Quantile(s, 0.9)) ? 1 : 0;
        }

        Assert.InRange(byPaths / (double)Trials, 0.74, 0.86);
        Assert.True(bySums / (double)Trials > 0.97);
    }

    [Fact]
    public void OfEach_Steps_AreTheSumsUpToThem()
    {
        var paths = SamplePaths.Draw(new Naive().Forecast(Some.Monthly(), new ForecastRequest(5), TestContext.Current.CancellationToken), 300);
        var each = LeadTimeDemand.OfEach(paths, Ends);
        Assert.Equal(5, each.Count);
        for (var step = 0; step < 5; step++)
        {
            var sums = paths.Select(p => p.Take(step + 1).Sum()).Order().ToArray();
            Assert.Equal(sums.Average(), each[step].Mean, 1e-9);
            Assert.Equal(LeadTimeDemand.Of(paths, step + 1, Ends).Quantiles, each[step].Quantiles);
            Assert.InRange(sums.Count(s => s <= each[step].Quantiles[0]), 28, 32);
        }
    }

    /// <summary>A random walk: errors of consecutive steps go together, which the inner origins show.</summary>
    [Fact]
    public void Correlation_ErrorsOfARandomWalk_IsHighAndOfNoiseLow()
    {
        double Of(Func<int, double[]> series)
        {
            var (steps, values) = (new List<int>(), new List<double>());
            for (var seed = 0; seed < 25; seed++)
            {
                var s = new TimeSeries("s", series(seed), 1);
                var scores = new AutoForecaster(methods: ["ses"]).Backtest(s, new ForecastRequest(8), OriginPlan.For(0, s.Length, 8, 1), TestContext.Current.CancellationToken).Scores;
                steps.AddRange(scores.Steps);
                values.AddRange(scores.Values);
            }

            return SamplePaths.Correlation(new CalibrationScores(steps, values));
        }

        static double[] Walk(int seed)
        {
            var random = new Random(seed);
            var level = 1000.0;
            return [.. Enumerable.Range(0, 80).Select(_ => level += Some.Normal(random))];
        }

        var walk = Of(Walk);
        var noise = Of(seed => [.. Walk(seed).Zip(Walk(seed).Prepend(1000), (a, b) => 1000 + a - b)]);
        Assert.True(walk > 0.7, $"{walk}");
        Assert.True(noise < 0.35, $"{noise}");
    }
}
