using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Seasonality;

/// <summary>Counts with a known rate per weekday.</summary>
public sealed class SeasonalRatesTests
{
    private static readonly double[] Week = SlowItems.Week;

    private static TimeSeries[] Draw(int count, int days, double[] week, int seed = 3) =>
        [.. SlowItems.Draw(count, days, week, seed).Select(i => new TimeSeries(i.Id, i.Counts, 7, i.First))];

    private static double[] SumAhead(TimeSeries[] series, SharedSeasons seasons)
    {
        var auto = new AutoForecaster { Seasons = seasons };
        var forecasts = series.Select(s => auto.Forecast(s, new ForecastRequest(7) { NonNegative = true }, TestContext.Current.CancellationToken).Mean).ToArray();
        return [.. Enumerable.Range(0, 7).Select(step => forecasts.Sum(f => f[step]))];
    }

    [Fact]
    public void Forecast_SlowItemsThatShareAWeek_SumsFollowIt()
    {
        var series = Draw(150, 70, Week);
        var seasons = SharedSeasons.Learn(series, [56, 70], TestContext.Current.CancellationToken);
        var (told, alone) = (SumAhead(series, seasons), SumAhead(series, SharedSeasons.None));
        Assert.All(told.Select((sum, step) => sum / told.Average() / Week[step]), r => Assert.InRange(r, 0.85, 1.15));
        Assert.True(alone.Max() / alone.Average() < 1.35, "each by itself knows little of the week");
    }

    [Fact]
    public void Forecast_OneItemOverManyWeeks_ShowsItsWeek()
    {
        var item = Draw(1, 1400, Week)[0];
        var forecast = new AutoForecaster().Forecast(item, new ForecastRequest(14), TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, 14), step => Assert.InRange(forecast.Mean[step] / forecast.Mean.Average() / Week[step % 7], 0.7, 1.35));
        Assert.Contains(forecast.Notes, n => n.Contains("demand is spread over the cycle", StringComparison.Ordinal));
    }

    [Fact]
    public void Learn_ItemsWithoutWeek_FindsNone()
    {
        double[] flat = [1, 1, 1, 1, 1, 1, 1];
        Assert.All(Enumerable.Range(1, 5), seed => Assert.True(SharedSeasons.Learn(Draw(60, 200, flat, seed), [200], TestContext.Current.CancellationToken).IsEmpty));
    }

    [Fact]
    public void Learn_EarlierCutoff_SawNothingAfterIt()
    {
        var calm = Draw(80, 140, Week);
        var other = calm.Select(s => s with { Values = [.. s.Values.Select((v, t) => t + s.FirstPeriod < 70 ? v : 9 - v)] }).ToArray();
        var (one, two) = (SharedSeasons.Learn(calm, [70, 140], TestContext.Current.CancellationToken), SharedSeasons.Learn(other, [70, 140], TestContext.Current.CancellationToken));
        Assert.Equal(one.At(100)[0].Factors, two.At(100)[0].Factors);
        Assert.Empty(one.At(69));
    }

    [Fact]
    public void Ahead_OneGiantOrder_IsNoSeason()
    {
        var values = Draw(1, 500, [1, 1, 1, 1, 1, 1, 1])[0].Values;
        values[333] = 4000;
        Assert.Null(SeasonalRates.Ahead(new TimeSeries("a", values, 7), 7, []));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-3.0)]
    [InlineData(double.NaN)]
    public void Ahead_NothingToLearnFrom_IsNone(double value) => Assert.Null(SeasonalRates.Ahead(new TimeSeries("a", [.. Enumerable.Repeat(value, 100), 0], 7), 7, []));
}
