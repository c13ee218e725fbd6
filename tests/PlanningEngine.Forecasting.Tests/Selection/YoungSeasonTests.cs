using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class YoungSeasonTests
{
    private static double[] Hours(int count, double noise)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(t => 100 + 60 * Math.Sin(2 * Math.PI * t / 24) + noise * (random.NextDouble() - 0.5))];
    }

    private static double[] Walk(int count, int seed)
    {
        var (random, at) = (new Random(seed), 100.0);
        return [.. Enumerable.Range(0, count).Select(_ => at += 10 * (random.NextDouble() - 0.5))];
    }

    [Fact]
    public void Multiplier_FirstCycleComesBack_RaisesSeasonalNaive() => Assert.InRange(YoungSeason.Multiplier(new TimeSeries("s", Hours(32, 10), 24)), 10, 10_000);

    [Fact]
    public void Multiplier_LevelMovedAway_LowersSeasonalNaive() => Assert.InRange(YoungSeason.Multiplier(new TimeSeries("s", [3, 9, 3, 9, 6, 6, 6], 4)), 0, 0.5);

    [Fact]
    public void Multiplier_NothingOfTheSecondCycleKnown_IsOne() =>
        Assert.Equal(1, YoungSeason.Multiplier(new TimeSeries("s", [3, 9, 3, 9, double.NaN, double.NaN], 4)));

    [Fact]
    public void Multiplier_Constant_IsOne() => Assert.Equal(1, YoungSeason.Multiplier(new TimeSeries("s", [5, 5, 5, 5, 5, 5], 4)));

    /// <summary>The choice sees half of it, which is less than a cycle; the answer sees a cycle and a quarter.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(36)]
    [InlineData(44)]
    public void Auto_DayAndAPartOfASecond_FollowsTheDay(int known)
    {
        var all = Hours(known + 12, 10);
        var mean = new AutoForecaster().Forecast(new TimeSeries("s", all[..known], 24), new ForecastRequest(12), TestContext.Current.CancellationToken).Mean;
        var error = mean.Zip(all[known..], (f, a) => Math.Abs(f - a)).Average();
        Assert.True(error < 20, $"{error}");
    }

    [Fact]
    public void Auto_WalkWithoutSeason_IsNearItsLastValue()
    {
        var (auto, naive) = (0.0, 0.0);
        for (var seed = 0; seed < 20; seed++)
        {
            var all = Walk(21, seed);
            double Error(IForecaster method) => method.Forecast(new TimeSeries("s", all[..18], 12), new ForecastRequest(3), TestContext.Current.CancellationToken).Mean.Zip(all[18..], (f, a) => Math.Abs(f - a)).Sum();
            auto += Error(new AutoForecaster());
            naive += Error(ForecastMethods.Create("naive"));
        }

        Assert.True(auto < 1.15 * naive, $"{auto} {naive}");
    }
}
