using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class MethodCredibilityTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_Origins_SeeNothingLater()
    {
        var series = new TimeSeries("item", [10, 12, 14, 16, 18, 20], 1, 3);
        var asked = new List<(int Cutoff, int Steps)>();
        var found = MethodCredibility.Of(series, [5, 7, 9, 20], 3, (cutoff, steps) =>
        {
            asked.Add((cutoff, steps));
            return new Naive().Forecast(series.Until(cutoff), new ForecastRequest(steps), Ct);
        });
        Assert.Equal([(5, 3), (7, 2)], asked);
        Assert.Equal((5, -(2 + 4 + 6 + 2 + 4), 14 + 16 + 18 + 18 + 20), (found.Scores.N, found.Scores.Error, found.Scores.Actual));
        Assert.Equal(found.Scores.AbsoluteError, found.NaiveAbsoluteError);
    }

    [Fact]
    public void Of_OriginsBeforeTheFirstBucketAndUnknownValues_AreComparedWhereTheyCan()
    {
        var series = new TimeSeries("new", [5, double.NaN, 7], 1, 10);
        Forecast Flat(int steps) => new HistoricMean().Forecast(new TimeSeries("flat", [6, 6], 1), new ForecastRequest(steps), Ct);
        var found = MethodCredibility.Of(series, [8, 9, 11], 3, (cutoff, steps) => cutoff == 9 ? null : Flat(steps));
        Assert.Equal((2, 12.0, 0.0), (found.Scores.N, found.Scores.Actual, found.Scores.Error));
        // Before the first sale the naive forecast is that nothing is sold.
        Assert.Equal(5 + 2, found.NaiveAbsoluteError);
        Assert.Null(found.Scores.Mase);
    }
}
