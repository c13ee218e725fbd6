using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Forecasting.Tests.Seasonality;

public sealed class SeasonalityDetectorTests
{
    private static int[] Periods(double[] values) => [.. SeasonalityDetector.Detect(values, TestContext.Current.CancellationToken).Select(c => c.Period)];

    private static double Wave(int t, double period, double phase = 0) => Math.Sin(2 * Math.PI * (t / period) + phase);

    [Fact]
    public void Detect_MonthsWithTrendAndSeason_FindsTwelve()
    {
        for (var seed = 1; seed <= 20; seed++)
            Assert.Equal([12], Periods(Some.Seasonal(72, 12, seed, noise: 8)));
    }

    [Fact]
    public void Detect_HoursOfDayAndWeek_FindsBoth()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 700).Select(t => 100 + 20 * Wave(t, 24) + 8 * Wave(t, 12, 1) + (t / 24 % 7 >= 5 ? -25 : 0) + 4 * Some.Normal(random))];
            Assert.Equal([24, 168], Periods(values));
        }
    }

    [Fact]
    public void Detect_DaysOfWeekAndYear_FindsBoth()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 1200).Select(t => 100 + (t % 7 >= 5 ? 30 : 0) + 20 * Wave(t, 365.25, 1) + 10 * Some.Normal(random))];
            Assert.Equal([7, 365], Periods(values));
        }
    }

    [Fact]
    public void Detect_NoSeason_FindsNoneNineteenTimesInTwenty()
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            double level = 100, before = 0;
            // Noise, a random walk, an autoregression, and a line, in turn.
            double[] values = [.. Enumerable.Range(0, 120).Select(t => (seed % 4) switch
            {
                0 => 100 + 10 * Some.Normal(random),
                1 => level += 3 * Some.Normal(random),
                2 => 100 + (before = 0.8 * before + 5 * Some.Normal(random)),
                _ => 50 + t + 5 * Some.Normal(random),
            })];
            found += Periods(values).Length > 0 ? 1 : 0;
        }

        Assert.InRange(found, 0, 10);
    }

    [Fact]
    public void Detect_UnusualInput_FindsNone()
    {
        Assert.Empty(Periods([]));
        Assert.Empty(Periods([double.NaN, double.NaN]));
        Assert.Empty(Periods([1, 2, 3, 4, 5, 6, 7]));
        Assert.Empty(Periods([.. Enumerable.Repeat(4.0, 60)]));
        Assert.Empty(Periods([.. Enumerable.Range(0, 60).Select(t => 2.0 * t)]));
        Assert.Empty(Periods(Some.Sporadic(80, 3)));
    }

    [Fact]
    public void Detect_GapsAndExactSeason_FindsIt()
    {
        Assert.Equal([12], Periods([.. Enumerable.Range(0, 60).Select(t => t % 12 + 1.0)]));
        Assert.Equal([12], Periods([.. Some.Seasonal(96, 12, 3).Select((v, t) => t % 11 == 4 ? double.NaN : v)]));
    }
}
