using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Preparation;

public sealed class FirstSaleTests
{
    private static readonly ForecastRequest Request = new(6) { NonNegative = true };

    [Fact]
    public void Forecast_ZerosBeforeTheLaunch_IsAsWithoutThem()
    {
        var sold = Some.Seasonal(40, 12, 5);
        var regressor = new Regressor("promo", [.. Enumerable.Range(0, 66).Select(t => t % 5 == 0 ? 1.0 : 0)]);
        var padded = new TimeSeries("a", [.. new double[20], .. sold], 12) { Regressors = [regressor] };
        var plain = new TimeSeries("a", sold, 12, 20) { Regressors = [regressor with { Values = regressor.Values[20..] }] };
        var (one, other) = (new AutoForecaster().Solve(padded, Request, TestContext.Current.CancellationToken), new AutoForecaster().Solve(plain, Request, TestContext.Current.CancellationToken));
        Assert.Equal(other.Forecast.Mean, one.Forecast.Mean);
        Assert.Equal(other.Credibility, one.Credibility);
        Assert.Contains(one.Forecast.Notes, n => n.StartsWith("the first 20 values hold no sale", StringComparison.Ordinal));
    }

    [Fact]
    public void Since_SeldomDemand_KeepsItsZeros()
    {
        var series = new TimeSeries("a", [0, 0, 0, 0, 0, .. Some.Sporadic(60, 8)], 12);
        Assert.Same(series, FirstSale.Since(series));
        Assert.Null(FirstSale.Describe(series));
    }

    /// <summary>Sums that grow from day to day differ much from their mean and little from one another.</summary>
    [Fact]
    public void Forecast_GrowthSinceTheFirstSale_GoesOn()
    {
        double[] values = [.. new double[60], .. Enumerable.Range(1, 110).Select(t => Math.Ceiling(t * t / 2.0))];
        var answer = new AutoForecaster().Solve(new TimeSeries("a", values, 7), new ForecastRequest(7) { NonNegative = true }, TestContext.Current.CancellationToken);
        Assert.Contains(answer.Forecast.Notes, n => n.StartsWith("the first 60 values hold no sale", StringComparison.Ordinal));
        Assert.InRange(answer.Forecast.Mean[6] / (117 * 117 / 2.0), 0.97, 1.03);
        Assert.True(answer.Forecast.Quantile(6, 0.9) < 1.1 * answer.Forecast.Mean[6]);
    }

    [Fact]
    public void Since_ManyUnevenSales_LosesItsZeros()
    {
        double[] sold = [.. Some.Sporadic(400, 8)];
        var first = Array.FindIndex(sold, v => v > 0);
        Assert.Equal(400 - first, FirstSale.Since(new TimeSeries("a", [.. new double[200], .. sold], 7)).Length);
        Assert.Equal(400, FirstSale.Since(new TimeSeries("a", sold, 7)).Length);
    }

    /// <summary>A part that sold by chance each month since its first sale: small counts, of which a zero is one like others.</summary>
    [Fact]
    public void Since_SmallCounts_KeepTheirZeros()
    {
        var series = new TimeSeries("a", [.. new double[24], 1, 4, 1, 2, 1, 5, 1, 3], 12);
        Assert.Same(series, FirstSale.Since(series));
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 0 })]
    [InlineData(new double[] { 5, 0, 3 })]
    [InlineData(new[] { double.NaN, double.NaN, 4, 3 })]
    [InlineData(new[] { 0.0, 0, 0, 0, 0, 0, 0, 7 })]
    public void Since_NoZerosBeforeASale_OrTooFewSales_IsTheSeries(double[] values)
    {
        var series = new TimeSeries("a", values, 1);
        Assert.Same(series, FirstSale.Since(series));
    }
}
