using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Effects;

/// <summary>What is known of prices beforehand, and how it gives way to what sales show.</summary>
public sealed class PriceEffectsTests
{
    private static readonly ForecastRequest Request = new(FewPrices.Horizon) { NonNegative = true };

    private static Forecast Answer(TimeSeries series, string method = "theta") => ForecastMethods.Create(method).Forecast(series, Request, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(24)]
    [InlineData(36)]
    [InlineData(60)]
    [InlineData(104)]
    public void Forecast_FewPrices_KeepsTheSignAndTheSize(int length)
    {
        FewPrices[] items = [.. Enumerable.Range(1, 60).Select(seed => FewPrices.Draw(length, seed))];
        var (price, unknown) = (items.Select(i => Answer(i.Told(RegressorForm.Price))).ToList(), items.Select(i => Answer(i.Told(RegressorForm.Logarithmic))).ToList());
        Assert.All(price, f => Assert.True(f.Effects[0].Coefficient < 0));
        Assert.Contains(unknown, f => f.Effects[0].Coefficient > 0);
        var off = price.Select((f, i) => f.Effects[0].Coefficient - items[i].Elasticity).ToList();
        Assert.True(Math.Sqrt(off.Average(e => e * e)) < 0.95, $"{Math.Sqrt(off.Average(e => e * e))}");
        Assert.InRange(off.Select((e, i) => Math.Abs(e) <= 2 * price[i].Effects[0].StandardError ? 1.0 : 0).Average(), 0.8, 1);
        Assert.True(Uplift(price) < Uplift(unknown), $"{Uplift(price)} {Uplift(unknown)}");
        Assert.True(Mean(price) < Mean(unknown), $"{Mean(price)} {Mean(unknown)}");

        double Mean(List<Forecast> forecasts) => forecasts.Select((f, i) => Error(f.Mean, items[i].Expectation)).Sum();
        double Uplift(List<Forecast> forecasts) => forecasts.Select((f, i) => Error(f.Effects[0].Uplift.Zip(f.Effects[1].Uplift, (a, b) => a + b), items[i].Expectation.Zip(items[i].Base, (a, b) => a - b))).Sum();
    }

    /// <summary>Of two prices one may have been seen in a single bucket that happened to sell well.</summary>
    [Fact]
    public void Forecast_LogarithmicRegressorSeenOnce_IsNoLargerThanElasticitiesAre()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var demand = new GeneratedDemand(seed);
            double[] x = [.. Enumerable.Range(0, 36 + FewPrices.Horizon).Select(t => t == 20 ? 1.002 : 1.0)];
            var values = demand.Counts(demand.Expectation(36, 12));
            values[20] *= 3;
            Assert.InRange(Answer(new TimeSeries("s", values, 12) { Regressors = [new("x", x, RegressorForm.Logarithmic)] }).Effects[0].Coefficient, -10, 10);
        }
    }

    [Fact]
    public void Forecast_PriceThatNeverVaried_TakesTheUsualElasticityAndSaysSo()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(t => 100.0 + t % 3)];
        double[] price = [.. Enumerable.Range(0, 40 + FewPrices.Horizon).Select(t => t < 40 ? 10.0 : 9)];
        var forecast = Answer(new TimeSeries("s", values, 1) { Regressors = [new("price", price, RegressorForm.Price)] });
        Assert.InRange(forecast.Effects[0].Coefficient, -2.2, -2);
        Assert.InRange(forecast.Effects[0].StandardError, 1, 1.2);
        Assert.InRange(forecast.Mean[0] / forecast.BaseMean![0], 1.2, 1.3);
        Assert.InRange(forecast.Quantile(0, 0.9) - forecast.Quantile(0, 0.1), 20, 60);
        Assert.Contains("price: 100 % of its elasticity is what prices do in general, since the history shows little of it", forecast.Notes);
        Assert.Contains("price: the future goes beyond what the history has seen", forecast.Notes);
    }

    /// <summary>A history that repeats exactly says as little of a price that never varied as one that scatters.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 0)]
    [InlineData(0, 1e-5)]
    [InlineData(0, 2e-4)]
    public void Forecast_PriceThatNeverVariedAndNoNoise_IsAsUnsureAsElsewhere(double season, double noise)
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 36).Select(t => 100 * (1 + season * (t % 12 / 6)) * (1 + noise * Some.Normal(random)))];
        double[] price = [.. Enumerable.Range(0, 36 + FewPrices.Horizon).Select(t => t < 36 ? 10.0 : 8)];
        var forecast = Answer(new TimeSeries("s", values, 12) { Regressors = [new("price", price, RegressorForm.Price)] });
        Assert.InRange(forecast.Effects[0].StandardError, 1, 1.2);
        Assert.InRange(forecast.Quantile(0, 0.1) / forecast.Mean[0], 0.65, 0.8);
        Assert.InRange(forecast.Quantile(0, 0.9) / forecast.Mean[0], 1.25, 1.45);
        Assert.Contains("price: 100 % of its elasticity is what prices do in general, since the history shows little of it", forecast.Notes);
    }

    [Fact]
    public void Forecast_ShortHistory_TakesTheUsualElasticityAndNothingOfPromotions()
    {
        double[] price = [.. Enumerable.Range(0, 5 + FewPrices.Horizon).Select(t => t < 5 ? 10.0 : 8)];
        var forecast = Answer(new TimeSeries("s", [50, 52, 49, 51, 50], 12) { Regressors = [new("promo", [.. price.Select((_, t) => t % 2.0)]), new("price", price, RegressorForm.Price)] });
        Assert.Equal(0, forecast.Effects[0].Uplift.Sum());
        Assert.InRange(forecast.Mean[0], 70, 90);
        Assert.Contains("the history is too short for regressors and stock-outs: prices count as they do in general, others are left out of account", forecast.Notes);
        Assert.DoesNotContain(forecast.Notes, n => n.StartsWith("promo:", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_ValuesBelowZero_TakesAPriceForAnyRegressor()
    {
        var random = new Random(3);
        double[] price = [.. Enumerable.Range(0, 60 + FewPrices.Horizon).Select(t => 8 + t % 5.0)];
        var series = new TimeSeries("s", [.. Enumerable.Range(0, 60).Select(t => 30 * Math.Log(price[t] / 10) + Some.Normal(random))], 1);
        Assert.InRange(Answer(series with { Regressors = [new("price", price, RegressorForm.Price)] }).Effects[0].Coefficient, 27, 33);
    }

    [Fact]
    public void With_LittleAndMuchEvidence_GivesWay()
    {
        Assert.Equal(-2.1, ElasticityPrior.With(5, double.PositiveInfinity).Elasticity, 0.05);
        Assert.Equal(-0.5, ElasticityPrior.With(-0.5, 0.05).Elasticity, 0.01);
        Assert.InRange(ElasticityPrior.With(2, 0.3).Elasticity, -0.3, 0);
        var (even, error) = ElasticityPrior.With(-4, ElasticityPrior.Deviation);
        Assert.Equal(-3, even, 0.001);
        Assert.Equal(ElasticityPrior.Deviation / Math.Sqrt(2), error, 0.01);
    }

    [Theory]
    [InlineData(-2, 1.2)]
    [InlineData(0.5, 0.4)]
    [InlineData(3, 0.55)]
    [InlineData(-1, 0.01)]
    public void Negative_MeanAndDeviation_AreThoseOfTheIntegral(double mean, double deviation)
    {
        double whole = 0, first = 0, second = 0;
        for (var x = Math.Min(0, mean) - 12 * deviation; x < 0; x += deviation / 2_000)
        {
            var density = Math.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation));
            (whole, first, second) = (whole + density, first + density * x, second + density * x * x);
        }

        var (elasticity, error) = ElasticityPrior.Negative(mean, deviation);
        Assert.Equal(first / whole, elasticity, 0.002);
        Assert.Equal(Math.Sqrt(second / whole - first / whole * (first / whole)), error, 0.002);
    }

    /// <summary>Prices of all series that hardly move, and demand that scatters.</summary>
    [Theory]
    [InlineData(0.01, 0.9)]
    [InlineData(0.15, 0.15)]
    public void Learn_PricesOfManySeries_AreDrawnToTheUsualOnlyWhereTheyShowLittle(double range, double most)
    {
        var (price, unknown) = (0.0, 0.0);
        for (var seed = 1; seed <= 10; seed++)
        {
            TimeSeries[] Draw(RegressorForm form) => [.. Enumerable.Range(0, 30).Select(i =>
            {
                var demand = new GeneratedDemand(1_000 * seed + i);
                double[] prices = [.. Enumerable.Range(0, 36).Select(_ => 10 * demand.Between(1 - range, 1 + range))];
                var expectation = demand.Expectation(36, 12).Select((e, t) => e * Math.Pow(prices[t] / 10, -1.5)).ToArray();
                return new TimeSeries($"{i:000}", demand.Counts(expectation, 0.3), 12) { Regressors = [new Regressor("x", prices, form)] };
            })];
            double Off(RegressorForm form) => EffectPooling.Learn(Draw(form), [], TestContext.Current.CancellationToken).All[0].Coefficient + 1.5;
            (price, unknown) = (price + Math.Abs(Off(RegressorForm.Price)) / 10, unknown + Math.Abs(Off(RegressorForm.Logarithmic)) / 10);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"off by {price} as a price, by {unknown} otherwise");
        Assert.True(price < most && price < 1.05 * unknown, $"{price} {unknown}");
    }

    private static double Error(IEnumerable<double> said, IEnumerable<double> truth) => said.Zip(truth, (s, t) => Math.Abs(s - t)).Sum();
}
