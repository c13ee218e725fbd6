using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Seasonality;

/// <summary>Counts with a known rate per weekday.</summary>
public sealed class SeasonalRatesTests
{
    private static readonly double[] Week = [0.7, 0.7, 0.8, 0.8, 1.0, 1.6, 1.4];

    private static int Poisson(Random random, double rate)
    {
        var (count, product) = (0, random.NextDouble());
        for (var limit = Math.Exp(-rate); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    /// <summary>Items of which a few are sold in ten days; each starts on a day of its own.</summary>
    private static TimeSeries[] SlowItems(int count, int days, double[] week, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (first, rate) = (random.Next(10) - 5, 0.1 + 0.4 * random.NextDouble());
            return new TimeSeries($"item {i}", [.. Enumerable.Range(first, days - first).Select(t => (double)Poisson(random, rate * week[(t + 70) % 7]))], 7, first);
        })];
    }

    private static double[] SumAhead(TimeSeries[] series, SharedSeasons seasons)
    {
        var auto = new AutoForecaster { Seasons = seasons };
        var forecasts = series.Select(s => auto.Forecast(s, new ForecastRequest(7) { NonNegative = true }, TestContext.Current.CancellationToken).Mean).ToArray();
        return [.. Enumerable.Range(0, 7).Select(step => forecasts.Sum(f => f[step]))];
    }

    [Fact]
    public void Forecast_SlowItemsThatShareAWeek_SumsFollowIt()
    {
        var series = SlowItems(150, 70, Week);
        var seasons = SharedSeasons.Learn(series, [56, 70], TestContext.Current.CancellationToken);
        var (told, alone) = (SumAhead(series, seasons), SumAhead(series, SharedSeasons.None));
        Assert.All(told.Select((sum, step) => sum / told.Average() / Week[step]), r => Assert.InRange(r, 0.85, 1.15));
        Assert.True(alone.Max() / alone.Average() < 1.35, "each by itself knows little of the week");
    }

    [Fact]
    public void Forecast_OneItemOverManyWeeks_ShowsItsWeek()
    {
        var item = SlowItems(1, 1400, Week)[0];
        var forecast = new AutoForecaster().Forecast(item, new ForecastRequest(14), TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, 14), step => Assert.InRange(forecast.Mean[step] / forecast.Mean.Average() / Week[step % 7], 0.7, 1.35));
        Assert.Contains(forecast.Notes, n => n.Contains("demand is spread over the cycle", StringComparison.Ordinal));
    }

    [Fact]
    public void Learn_ItemsWithoutWeek_FindsNone()
    {
        double[] flat = [1, 1, 1, 1, 1, 1, 1];
        Assert.All(Enumerable.Range(1, 5), seed => Assert.True(SharedSeasons.Learn(SlowItems(60, 200, flat, seed), [200], TestContext.Current.CancellationToken).IsEmpty));
    }

    [Fact]
    public void Learn_EarlierCutoff_SawNothingAfterIt()
    {
        var calm = SlowItems(80, 140, Week);
        var other = calm.Select(s => s with { Values = [.. s.Values.Select((v, t) => t + s.FirstPeriod < 70 ? v : 9 - v)] }).ToArray();
        var (one, two) = (SharedSeasons.Learn(calm, [70, 140], TestContext.Current.CancellationToken), SharedSeasons.Learn(other, [70, 140], TestContext.Current.CancellationToken));
        Assert.Equal(one.At(100)[0].Factors, two.At(100)[0].Factors);
        Assert.Empty(one.At(69));
    }

    [Fact]
    public void Ahead_OneGiantOrder_IsNoSeason()
    {
        var values = SlowItems(1, 500, [1, 1, 1, 1, 1, 1, 1])[0].Values;
        values[333] = 4000;
        Assert.Null(SeasonalRates.Ahead(new TimeSeries("a", values, 7), 7, []));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-3.0)]
    [InlineData(double.NaN)]
    public void Ahead_NothingToLearnFrom_IsNone(double value) => Assert.Null(SeasonalRates.Ahead(new TimeSeries("a", [.. Enumerable.Repeat(value, 100), 0], 7), 7, []));
}
