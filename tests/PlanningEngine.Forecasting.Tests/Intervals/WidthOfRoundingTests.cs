using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Intervals;

public sealed class WidthOfRoundingTests
{
    private static readonly ForecastRequest Request = new(6) { NonNegative = true };

    private static TimeSeries Exact(string kind) => new(kind, [.. Enumerable.Range(0, 48).Select(t => kind switch
    {
        "constant" => 7.0,
        "zero" => 0,
        "gaps" => t % 5 == 2 ? double.NaN : 100 + 7.3 * (t % 12),
        _ => 100 + 7.3 * (t % 12),
    })], 12);

    [Theory]
    [InlineData("constant")]
    [InlineData("zero")]
    [InlineData("season")]
    public void Solve_HistoryThatRepeatsExactly_SaysThatItsWidthIsRounding(string kind)
    {
        var forecast = new AutoForecaster().Solve(Exact(kind), Request, TestContext.Current.CancellationToken).Forecast;
        Assert.True(WidthOfRounding.IsIn(forecast, Exact(kind)));
        Assert.Single(forecast.Notes, WidthOfRounding.Note);
        Assert.Same(forecast, WidthOfRounding.Said(forecast, Exact(kind)));
    }

    [Theory]
    [InlineData("snaive")]
    [InlineData("ets")]
    [InlineData("theta")]
    public void Said_MethodThatFitsWithoutError_GetsTheNote(string method) =>
        Assert.Contains(WidthOfRounding.Note, WidthOfRounding.Said(ForecastMethods.Create(method).Forecast(Exact("season"), Request, TestContext.Current.CancellationToken), Exact("season")).Notes);

    [Fact]
    public void Solve_OrdinaryHistory_SaysNothing()
    {
        foreach (var values in new[] { Some.Seasonal(48, 12, 1), Some.Seasonal(48, 12, 2, noise: 1e-4), Some.Sporadic(60, 3) })
            Assert.DoesNotContain(WidthOfRounding.Note, new AutoForecaster().Solve(new TimeSeries("a", values, 12), Request, TestContext.Current.CancellationToken).Forecast.Notes);
    }

    [Fact]
    public void IsIn_NothingExpectedOfWhatWasSoldOrOfNoHistory_IsAStatement()
    {
        var nothing = Forecast.Create("zero", new double[2], [new double[2], new double[2]], new ForecastRequest(2) { Levels = [0.1, 0.9] }, []);
        Assert.False(WidthOfRounding.IsIn(nothing, new TimeSeries("sold", [5, 6, 7], 12)));
        Assert.False(WidthOfRounding.IsIn(nothing, new TimeSeries("new", [], 12)));
        Assert.True(WidthOfRounding.IsIn(nothing, new TimeSeries("never", [0, 0, 0], 12)));
    }
}
