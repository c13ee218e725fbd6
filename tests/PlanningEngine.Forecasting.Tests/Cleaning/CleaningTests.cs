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

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(12, 0, 0)]
    [InlineData(12, 0, 1.5)]
    [InlineData(12, 25, 0)]
    [InlineData(12, 25, 1.5)]
    public void Forecast_OutlierOfAnySize_IsReplacedLikeASmallerOne(int period, double amplitude, double trend)
    {
        for (var seed = 1; seed <= 3; seed++)
            foreach (var at in (int[])[1, 7, 20, 31, 40, 45])
            {
                var random = new Random(seed);
                double[] clean = [.. Enumerable.Range(0, 48).Select(t => 100 + trend * t + amplitude * Math.Sin(2 * Math.PI * t / 12) + 3 * Some.Normal(random))];
                double[]? told = null;
                foreach (var factor in (double[])[3, 10, 100, 1e4, 1e6, 1e9, 1e12])
                {
                    var answer = Answer(new TimeSeries("a", [.. clean.Select((v, t) => t == at ? factor * v : v)], period), Treated);
                    Assert.Contains(answer.Notes, n => n.StartsWith("outliers were replaced: ", StringComparison.Ordinal) && n.Contains($"bucket {at + 1} from ", StringComparison.Ordinal));
                    told ??= Answer(new TimeSeries("a", clean, period), new ForecastRequest(6)).Mean;
                    Assert.All(told.Zip(answer.Mean), p => Assert.InRange(p.Second / p.First, 0.9, 1.1));
                }
            }
    }

    [Fact]
    public void Forecast_OutliersAtOnePhase_AreReplaced()
    {
        var clean = Some.Monthly();
        var spoiled = clean with { Values = [.. clean.Values.Select((v, t) => t is 20 or 44 ? 1e9 : t == 30 ? 4 * v : v)] };
        Assert.Contains(Answer(spoiled, Treated).Notes, n => n.StartsWith("outliers were replaced: bucket 21 from 1E+09", StringComparison.Ordinal)
            && n.Contains("bucket 31", StringComparison.Ordinal) && n.Contains("bucket 45", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_PeaksOfEveryYear_AreNoOutliers()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 60).Select(t => (t % 12 == 11 ? 1000 : 100) * (1 + 0.05 * Some.Normal(random)))];
            Assert.DoesNotContain(Answer(new TimeSeries("a", values, 12), Treated).Notes, n => Enumerable.Range(1, 5).Any(year => n.Contains($"bucket {12 * year} from ", StringComparison.Ordinal)));
        }
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
