using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Forecasting.Tests.Launches;

public sealed class LaunchTests
{
    private static readonly ForecastRequest Request = new(3) { Levels = [0.1, 0.5, 0.9] };

    private static TimeSeries Item(string id, params double[] values) => new(id, values, 12);

    private static LaunchForecaster Twins => new([new(Item("a", 0, 0, 10, 20, 30, 30), 1), new(Item("b", 30, 60, 90, 90), 1)]);

    [Fact]
    public void Forecast_NoOwnSales_FollowsTheCurveOfSimilarItems()
    {
        var forecast = Twins.Forecast(Item("new"), Request, TestContext.Current.CancellationToken);
        Assert.Equal([20, 40, 60], forecast.Mean, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.All(forecast.Quantiles, q => Assert.True(0 < q[0] && q[0] < q[1] && q[1] < q[2]));
        Assert.Contains("2 similar items, their curve, their level; no own sales yet", forecast.Notes);
    }

    [Fact]
    public void Forecast_OwnSales_MoveTheLevelTowardsThemselves()
    {
        double before = 60, width = double.PositiveInfinity;
        double[] own = [40, 80, 120, 120, 120];
        for (var age = 1; age <= own.Length; age++)
        {
            var forecast = Twins.Forecast(Item("new", own[..age]), Request, TestContext.Current.CancellationToken);
            Assert.InRange(forecast.Mean[^1], before, 120);
            var relative = (forecast.Quantiles[^1][2] - forecast.Quantiles[^1][0]) / forecast.Mean[^1];
            Assert.True(relative < width);
            (before, width) = (forecast.Mean[^1], relative);
        }

        Assert.InRange(before, 110, 120);
    }

    [Fact]
    public void Forecast_LevelAndCurveGiven_NeedsNoSimilarItems()
    {
        var forecast = new LaunchForecaster([], new LaunchOptions { ExpectedLevel = 50, Curve = [1, 2, 3], Season = [0.5, 1.5] }).Forecast(Item("new"), Request, TestContext.Current.CancellationToken);
        Assert.Equal([12.5, 75, 37.5], forecast.Mean, (a, b) => Math.Abs(a - b) < 1e-9);
        var thrown = Assert.Throws<ForecastInputException>(() => new LaunchForecaster([new(Item("never sold", 0, 0), 2)], new LaunchOptions { Curve = [], Season = [0] }));
        Assert.Equal(["NO_LAUNCH_KNOWN", "SIMILARITY_OUT_OF_RANGE", "CURVE_OUT_OF_RANGE", "SEASON_OUT_OF_RANGE"], thrown.Violations.Select(v => v.Code));
    }

    [Fact]
    public void Forecast_HistoriesThatBeginAtTheLaunch_CountZerosBeforeTheFirstSale()
    {
        var options = new LaunchOptions { BeginsAtLaunch = true, Curve = [1] };
        SimilarItem[] items = [new(Item("late", 0, 0, 30, 30), 1), new(Item("never", 0, 0, 0, 0), 1), new(Item("at once", 45, 45, 45, 45), 1)];
        Assert.Equal([20, 20, 20], new LaunchForecaster(items, options).Forecast(Item("new"), Request, TestContext.Current.CancellationToken).Mean, (a, b) => Math.Abs(a - b) < 1e-9);
        var own = new LaunchForecaster(items, options).Forecast(Item("new", 0, 0, 0, 0), Request, TestContext.Current.CancellationToken);
        Assert.InRange(own.Mean[0], 0.1, 19);
        Assert.Contains(own.Notes, n => n.Contains("4 own buckets", StringComparison.Ordinal));
        Assert.Equal(37.5, new LaunchForecaster(items, options with { BeginsAtLaunch = false }).Forecast(Item("new"), Request, TestContext.Current.CancellationToken).Mean[0], 1e-9);
    }

    [Fact]
    public void Nearest_TextsAndNumbers_RanksByLikeness()
    {
        TimeSeries With(string id, string brand, string price) => Item(id, 1) with { Attributes = new Dictionary<string, string> { ["brand"] = brand, ["price"] = price } };
        TimeSeries[] items = [With("far", "other", "100"), With("brand", "ours", "90"), With("both", "ours", "11")];
        var nearest = ItemSimilarity.Nearest(new Dictionary<string, string> { ["brand"] = "ours", ["price"] = "10" }, items, 3);
        Assert.Equal(["both", "brand"], nearest.Select(s => s.History.Id));
        Assert.Equal((1 + 89.0 / 90) / 2, nearest[0].Similarity, 1e-12);
        Assert.Equal("brand", ItemSimilarity.Nearest(new Dictionary<string, string> { ["price"] = "90" }, items, 1)[0].History.Id);
    }

    [Fact]
    public void Fit_SalesOfABassCurve_FindsItAgain()
    {
        var truth = new BassCurve(10_000, 0.03, 0.38);
        var fitted = BassCurve.Fit(truth.Sales(16));
        Assert.Equal(10_000, fitted.Potential, 100.0);
        Assert.Equal(0.03, fitted.Innovation, 0.002);
        Assert.Equal(0.38, fitted.Imitation, 0.02);
        Assert.Equal(truth.Potential, truth.Sales(200).Sum(), 1e-6);
        Assert.Throws<ArgumentException>(() => BassCurve.Fit([1, 2, 3]));
    }
}
