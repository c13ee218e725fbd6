using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>Worked out by hand from the methods' equations at alpha = 0.1.</summary>
public sealed class IntermittentTests
{
    private static readonly double[] Demand = [0, 0, 4, 0, 2, 0, 0, 0, 6];

    private static Forecast Run(IForecaster method, double[] y, params double[] levels) =>
        method.Forecast(new TimeSeries("s", y, 1), new ForecastRequest(2) { Levels = levels.Length > 0 ? levels : [0.5] });

    [Fact]
    public void Croston_KnownDemand_DividesSizeByInterval()
    {
        // Sizes 4, then 4 - .2 = 3.8, then 3.8 + .22 = 4.02; intervals 3, then 2.9, then 3.01.
        Assert.Equal(4.02 / 3.01, Run(new Croston(), Demand).Mean[1], 1e-12);
    }

    [Fact]
    public void SyntetosBoylan_KnownDemand_IsFivePercentBelowCroston() =>
        Assert.Equal(0.95 * 4.02 / 3.01, Run(new SyntetosBoylan(), Demand).Mean[0], 1e-12);

    [Fact]
    public void TeunterSyntetosBabai_DemandStops_Fades()
    {
        var alive = Run(new TeunterSyntetosBabai(), Demand).Mean[0];
        var dead = Run(new TeunterSyntetosBabai(), [.. Demand, .. new double[60]]).Mean[0];
        Assert.InRange(dead, 0.001, 0.1 * alive);
        Assert.True(Run(new Croston(), [.. Demand, .. new double[60]]).Mean[0] > 1);
    }

    [Fact]
    public void Quantiles_WholeDemand_AreWholeAndZeroWhereDemandIsRare()
    {
        var forecast = Run(new SyntetosBoylan(), Some.Sporadic(200, 5), 0.1, 0.5, 0.7, 0.9, 0.99);
        Assert.Equal(0, forecast.Quantiles[0][1]);
        Assert.True(forecast.Quantiles[0][4] >= 5);
        Assert.All(forecast.Quantiles[0], q => Assert.Equal(Math.Floor(q), q));
    }

    [Fact]
    public void Quantiles_SizesOfBothSignsThatCancel_StayWithinWhatWasSeen()
    {
        var forecast = Run(new SyntetosBoylan(), [.. Some.Sporadic(200, 5).Select((v, t) => t % 2 == 0 ? v : -v)], 0.01, 0.05, 0.5, 0.95, 0.99);
        Assert.True(forecast.Quantiles[0][0] >= -8 && forecast.Quantiles[0][4] <= 8, string.Join(" ", forecast.Quantiles[0]));
        Assert.True(forecast.Quantiles[0][1] < 0 && forecast.Quantiles[0][3] > 0);
    }

    [Fact]
    public void Auto_ChangesOfWhichManyAreZero_AreNotTakenForSeldomDemand()
    {
        double[] changes = [.. Some.Sporadic(300, 6).Zip(Some.Sporadic(300, 7), (up, down) => (up - down) / 10)];
        var answer = new AutoForecaster().Solve(new TimeSeries("changes", changes, 12), new ForecastRequest(6), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("tsb", answer.Forecast.Method, StringComparison.Ordinal);
        Assert.True(answer.Forecast.Quantile(0, 0.05) < -0.05 && answer.Forecast.Quantile(0, 0.95) > 0.05);
    }

    [Theory]
    [InlineData(new double[] { 5, 5, 6, 5 }, DemandClass.Smooth)]
    [InlineData(new double[] { 1, 20, 1, 30, 2 }, DemandClass.Erratic)]
    [InlineData(new double[] { 5, 0, 0, 5, 0, 6 }, DemandClass.Intermittent)]
    [InlineData(new double[] { 1, 0, 0, 30, 0, 2 }, DemandClass.Lumpy)]
    [InlineData(new double[] { 0, 0, double.NaN }, DemandClass.None)]
    [InlineData(new double[] { 1, 0, 0, -1, 0, 3, 0, -2 }, DemandClass.Erratic)]
    [InlineData(new double[] { 5, 0, 0, 5, 0, 6, 0, 5, 0, 4, 0, 5, 0, 5, 0, 6, 0, 4, 0, 5, 0, 5, 0, -1 }, DemandClass.Intermittent)]
    [InlineData(new double[] { -5, 0, 0, -5, 0, -6 }, DemandClass.Intermittent)]
    public void DemandPattern_Examples_FallIntoTheirClass(double[] values, DemandClass expected) =>
        Assert.Equal(expected, DemandPattern.Of(values).Class);

    [Fact]
    public void DemandPattern_KnownValues_LeavesUnknownOut()
    {
        var pattern = DemandPattern.Of([2, 0, double.NaN, 4]);
        Assert.Equal(1.5, pattern.AverageDemandInterval, 1e-12);
        Assert.Equal(2 / 9.0, pattern.SquaredVariation, 1e-12);
    }
}
