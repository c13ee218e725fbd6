using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class SeasonsOfDaysTests
{
    private static readonly DateOnly BeforeChristmas = new(2024, 11, 25);

    private static (ShopSeasons Draw, TimeSeries[] Series) Days() => new ShopSeasons(5, 2023, BeforeChristmas, 37, Weeks: false) is var draw ? (draw, draw.Draw(4, 10, 7, 365)) : default;

    [Fact]
    public void Forecast_OneChristmasKnown_ComesBackAndClosedDaysStayClosed()
    {
        var (draw, series) = Days();
        TimeSeries[] known = [.. series.Select(s => s.Until(draw.Known))];
        var together = CollectionForecaster.Learn(known, draw.Horizon, draw.Axis, 2, TestContext.Current.CancellationToken);
        Assert.NotNull(together);
        double forecast = 0, actual = 0, closed = 0;
        for (var i = 0; i < series.Length; i++)
        {
            var mean = together.Forecast(known[i], new ForecastRequest(draw.Horizon) { NonNegative = true }, TestContext.Current.CancellationToken).Mean;
            for (var step = 0; step < draw.Horizon; step++)
                switch (draw.Axis.DateOf(draw.Known + step))
                {
                    case { Month: 12, Day: >= 18 and <= 24 }:
                        forecast += mean[step];
                        actual += series[i].Values[draw.Known + step];
                        break;
                    case { Month: 12, Day: 25 or 26 }:
                        closed += mean[step];
                        break;
                }
        }

        Assert.InRange(forecast / actual, 0.85, 1.15);
        Assert.True(closed < 0.05 * actual, $"{closed} of {actual}");
    }

    [Fact]
    public void Forecast_OneOrEightThreads_IsTheSame()
    {
        var draw = new ShopSeasons(6, 2023, BeforeChristmas, 5, Weeks: true);
        TimeSeries[] known = [.. draw.Draw(4, 10, 52).Select(s => s.Until(draw.Known))];
        double[][] Means(int threads)
        {
            var together = CollectionForecaster.Learn(known, draw.Horizon, draw.Axis, threads, TestContext.Current.CancellationToken);
            Assert.NotNull(together);
            return [.. known.Take(5).Select(s => together.Forecast(s, new ForecastRequest(draw.Horizon), TestContext.Current.CancellationToken).Mean)];
        }

        Assert.Equal(Means(1), Means(8));
    }

    [Fact]
    public void Detect_YearsOfDaysWithAWeek_AsGoodAsAlwaysFindsTheYear()
    {
        var draw = new ShopSeasons(7, 2021, BeforeChristmas, 1, Weeks: false);
        var found = draw.Draw(2, 6, 7).SelectMany(s => SeasonalityDetector.Detect(s.Values, TestContext.Current.CancellationToken)).Select(c => c.Period).Where(p => p > 300).ToArray();
        Assert.True(found.Length >= 5 && found.Count(p => p is 364 or 365) >= 0.8 * found.Length, string.Join(' ', found));
    }

    [Fact]
    public void WeekProfile_ClosedWeekday_IsZeroAndUnknownOfTheYear()
    {
        double[] values = [.. Enumerable.Range(0, 70).Select(t => t % 7 == 6 ? 0.0 : 10 + t % 7)];
        var week = WeekProfile.Of(values, 0);
        Assert.Equal(0, week.At(6));
        Assert.InRange(week.At(5) / week.At(0), 1.3, 1.5);
        week.Remove(values, 0);
        Assert.True(double.IsNaN(values[13]));
        Assert.Equal(values[21], values[26], 1.0);
    }

    [Fact]
    public void Sources_NoRiseAtThanksgiving_LookAtTheSameDate()
    {
        var axis = new TimeAxis(new DateOnly(2023, 1, 1), AxisUnit.Days, 1);
        var even = Enumerable.Repeat(1.0, 500).ToArray();
        var risen = even.ToArray();
        risen[new DateOnly(2023, 11, 23).DayNumber - axis.Origin.DayNumber] = 2;
        Assert.False(SeasonalSources.ShowsThanksgiving(axis, 365, 0, even));
        Assert.True(SeasonalSources.ShowsThanksgiving(axis, 365, 0, risen));
        var ordinal = new DateOnly(2024, 11, 28).DayNumber - axis.Origin.DayNumber;
        Assert.Equal(new DateOnly(2023, 11, 28), axis.DateOf(new SeasonalSources(axis, 365, false).Of(ordinal, 1)[0].Ordinal));
        Assert.Equal(new DateOnly(2023, 11, 23), axis.DateOf(new SeasonalSources(axis, 365).Of(ordinal, 1)[0].Ordinal));
    }
}
