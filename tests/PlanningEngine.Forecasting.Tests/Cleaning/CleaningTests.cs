namespace PlanningEngine.Forecasting.Tests.Cleaning;

public sealed class CleaningTests
{
    private static readonly ForecastRequest Treated = new(6) { Treatment = Treatment.Applied };

    private static Forecast Answer(TimeSeries series, ForecastRequest request) => ForecastMethods.Create("mstl").Forecast(series, request, TestContext.Current.CancellationToken);

    [Fact]
    public void Forecast_ClearOutlier_IsReplacedAndReported()
    {
        var clean = Some.Monthly();
        var spoiled = clean with { Values = [.. clean.Values.Select((v, t) => t == 40 ? 5 * v : v)] };
        var forecast = Answer(spoiled, Treated);
        var note = Assert.Single(forecast.Notes, n => n.StartsWith("outliers were replaced: bucket 41 from ", StringComparison.Ordinal));
        Assert.DoesNotContain(',', note);
        var told = Answer(clean, new ForecastRequest(6));
        Assert.All(forecast.Mean.Zip(told.Mean), p => Assert.InRange(p.First / p.Second, 0.97, 1.03));
    }

    [Fact]
    public void Forecast_LevelShift_IsLiftedAndReported()
    {
        var clean = Some.Monthly();
        var shifted = clean with { Values = [.. clean.Values.Select((v, t) => t >= 50 ? 2 * v : v)] };
        var forecast = Answer(shifted, Treated);
        Assert.Contains(forecast.Notes, n => n.StartsWith("level shift: values before bucket 51 were multiplied by ", StringComparison.Ordinal));
        var told = Answer(clean, new ForecastRequest(6));
        Assert.All(forecast.Mean.Zip(told.Mean), p => Assert.InRange(p.First / p.Second / 2, 0.9, 1.1));
    }

    [Theory]
    [InlineData("sporadic")]
    [InlineData("returns")]
    [InlineData("exact line")]
    [InlineData("exact season")]
    [InlineData("constant")]
    [InlineData("less than two cycles")]
    [InlineData("one value")]
    [InlineData("all zero")]
    public void Forecast_NothingClear_TouchesNothing(string input)
    {
        var series = Some.Unusual[input];
        var forecast = Answer(series, Treated);
        Assert.Equal(Answer(series, new ForecastRequest(6)).Mean, forecast.Mean);
        Assert.DoesNotContain(forecast.Notes, n => n.Contains("outlier", StringComparison.Ordinal) || n.Contains("shift", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_RandomWalk_HasNoLevelShift()
    {
        var shifts = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var level = 1000.0;
            double[] values = [.. Enumerable.Range(0, 80).Select(_ => level += 10 * Some.Normal(random))];
            shifts += Answer(new TimeSeries("walk", values, 1), Treated).Notes.Any(n => n.StartsWith("level shift", StringComparison.Ordinal)) ? 1 : 0;
        }

        Assert.InRange(shifts, 0, 5);
    }

    [Fact]
    public void Forecast_GapsUnderTrendAndSeason_AreFilledCloserThanByOtherYears()
    {
        double filled = 0, copied = 0;
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var whole = Some.Seasonal(60, 12, seed, noise: 2).Select((v, t) => v + 3 * t).ToArray();
            var lost = whole.Select((_, t) => t > 47 && random.NextDouble() < 0.4).ToArray();
            double[] values = [.. whole.Select((v, t) => lost[t] ? double.NaN : v)];
            PlanningEngine.Forecasting.Cleaning.Gaps.Fill(values, 12);
            for (var t = 0; t < 60; t++)
                if (lost[t])
                    (filled, copied) = (filled + Math.Abs(values[t] - whole[t]), copied + Math.Abs(whole[t - 12] - whole[t]));
        }

        Assert.True(filled < 0.25 * copied, $"{filled} against {copied}");
    }

    [Fact]
    public void Solve_Tried_SaysWhetherItHelped()
    {
        var clean = Some.Monthly();
        var spoiled = clean with { Values = [.. clean.Values.Select((v, t) => t is 25 or 30 ? 8 * v : v)] };
        var forecast = ForecastMethods.Create("auto").Forecast(spoiled, new ForecastRequest(6) { Treatment = Treatment.Tried }, TestContext.Current.CancellationToken);
        Assert.Contains("outliers and level shifts are treated, since that made smaller errors on the inner origins", forecast.Notes);
        Assert.Contains(forecast.Notes, n => n.StartsWith("outliers were replaced", StringComparison.Ordinal));
        var ordinary = ForecastMethods.Create("auto").Forecast(clean, new ForecastRequest(6) { Treatment = Treatment.Tried }, TestContext.Current.CancellationToken);
        Assert.Equal(ForecastMethods.Create("auto").Forecast(clean, new ForecastRequest(6), TestContext.Current.CancellationToken).Mean, ordinary.Mean);
    }
}
