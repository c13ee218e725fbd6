using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Effects;

public sealed class RegressorEffectsTests
{
    private const int Weeks = 156;
    private const int Horizon = 8;
    private static readonly ForecastRequest Request = new(Horizon) { NonNegative = true };

    /// <summary>Elasticity -2 and a promotion that multiplies by 1.6, always in the season's high weeks.</summary>
    private static (TimeSeries Series, double[] BaseAhead) PricedAndPromoted(int seed, RegressorForm form = RegressorForm.Logarithmic)
    {
        var demand = new GeneratedDemand(seed);
        var expectation = demand.Expectation(Weeks + Horizon, 52);
        var high = expectation[..Weeks].Average();
        var promo = expectation.Select((e, t) => e > high && demand.Chance(0.3) ? 1.0 : 0).ToArray();
        var price = expectation.Select(_ => demand.Chance(0.2) ? demand.Between(8, 9.5) : 10).ToArray();
        var moved = expectation.Select((e, t) => e * Math.Pow(price[t] / 10, -2) * (promo[t] > 0 ? 1.6 : 1)).ToArray();
        return (new TimeSeries("item", demand.Counts(moved)[..Weeks], 52) { Regressors = [new("promo", promo), new("price", price, form)] }, expectation[Weeks..]);
    }

    /// <summary>A depth of 20 in place of .2: no promotion sells more than a hundred times the usual.</summary>
    [Fact]
    public void Forecast_MistypedPromotionAhead_MultipliesAtMostAHundredfold()
    {
        var (series, _) = PricedAndPromoted(1);
        double[] promo = [.. series.Regressors[0].Values[..Weeks], 20, .. new double[Horizon - 1]];
        var forecast = ForecastMethods.Create("theta").Forecast(series with { Regressors = [new("promo", promo), series.Regressors[1]] }, Request, TestContext.Current.CancellationToken);
        Assert.InRange(forecast.Mean[0] / forecast.BaseMean![0], 50, 101);
        Assert.InRange(forecast.Mean[1] / forecast.BaseMean[1], 0.5, 2);
    }

    [Theory]
    [InlineData(RegressorForm.Logarithmic)]
    [InlineData(RegressorForm.Price)]
    public void Forecast_PriceAndPromotion_RecoversTheirEffects(RegressorForm form)
    {
        double promotion = 0, elasticity = 0;
        int withinTwo = 0, items = 40;
        for (var seed = 1; seed <= items; seed++)
        {
            var effects = ForecastMethods.Create("theta").Forecast(PricedAndPromoted(seed, form).Series, Request, TestContext.Current.CancellationToken).Effects;
            Assert.Equal(["promo", "price"], effects.Select(e => e.Name));
            Assert.InRange(effects[1].Coefficient, -3, -1);
            promotion += effects[0].Coefficient / items;
            elasticity += effects[1].Coefficient / items;
            withinTwo += Math.Abs(effects[1].Coefficient + 2) <= 2 * effects[1].StandardError ? 1 : 0;
        }

        Assert.Equal(Math.Log(1.6), promotion, 0.03);
        Assert.Equal(-2, elasticity, 0.1);
        Assert.InRange(withinTwo, 34, 40);
    }

    [Fact]
    public void Forecast_AnyMethod_DividesTheMeanIntoBaseAndUplifts()
    {
        var (series, baseAhead) = PricedAndPromoted(3);
        foreach (var method in ForecastMethods.Names)
        {
            var forecast = ForecastMethods.Create(method).Forecast(series, Request, TestContext.Current.CancellationToken);
            for (var step = 0; step < Horizon; step++)
                Assert.Equal(forecast.Mean[step], forecast.BaseMean![step] + forecast.Effects.Sum(e => e.Uplift[step]), 1e-9 * Math.Abs(forecast.Mean[step]));
            Assert.Equal(series.Regressors[0].Values[Weeks..].Select(p => p > 0), forecast.Effects[0].Uplift.Select(u => u > 0));
            if (method == "auto")
                Assert.InRange(forecast.BaseMean!.Sum() / baseAhead.Sum(), 0.85, 1.15);
        }
    }

    /// <summary>Of a few sales some happen to fall on a promotion of a single day. The promotion ahead is fifteen times as large: nothing is known of it.</summary>
    [Fact]
    public void Forecast_FewSalesOnASmallPromotion_AreNotMultipliedWithoutBound()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var (values, promotion) = (new double[48], new double[48 + Horizon]);
            for (var sale = 0; sale < 4; sale++)
                values[random.Next(48)] += random.Next(1, 4);
            promotion[Array.FindLastIndex(values, v => v > 0)] = 0.008;
            promotion[random.Next(48)] += 0.003;
            promotion[49] = promotion[53] = 0.12;
            var series = new TimeSeries("few", values, 12) { Regressors = [new("promo", promotion)] };
            foreach (var method in new[] { "auto", "mean", "tsb" })
            {
                var forecast = ForecastMethods.Create(method).Forecast(series, Request, TestContext.Current.CancellationToken);
                Assert.True(forecast.Mean.Max() < 5 * values.Max(), $"{method} of seed {seed}: {forecast.Mean.Max()}");
                Assert.All(forecast.BaseMean ?? [], b => Assert.True(b < 5 * values.Max(), $"base of {method} of seed {seed}: {b}"));
            }
        }
    }

    [Fact]
    public void Forecast_ValuesBelowZero_AddsEffects()
    {
        var random = new Random(5);
        double[] step = [.. Enumerable.Range(0, 80 + Horizon).Select(t => t % 5 == 0 ? 1.0 : 0)];
        double[] values = [.. Enumerable.Range(0, 80).Select(t => -20 + 30 * step[t] + 2 * Some.Normal(random))];
        var forecast = ForecastMethods.Create("ses").Forecast(new TimeSeries("s", values, 1) { Regressors = [new("step", step)] }, new ForecastRequest(Horizon), TestContext.Current.CancellationToken);
        Assert.Equal(30, forecast.Effects[0].Coefficient, 1.5);
        Assert.Equal(step[80..].Select(s => 30 * s), forecast.Effects[0].Uplift, (a, b) => Math.Abs(a - b) < 1.5);
    }

    [Fact]
    public void Forecast_Irrelevant_IsShrunken()
    {
        var larger = 0;
        for (var seed = 1; seed <= 30; seed++)
        {
            var demand = new GeneratedDemand(seed);
            var values = demand.Counts(demand.Expectation(Weeks, 52));
            double[] nothing = [.. Enumerable.Range(0, Weeks + Horizon).Select(_ => demand.Normal())];
            var effect = ForecastMethods.Create("ses").Forecast(new TimeSeries("s", values, 52) { Regressors = [new("nothing", nothing)] }, Request, TestContext.Current.CancellationToken).Effects[0];
            larger += Math.Abs(effect.Coefficient) > 0.02 ? 1 : 0;
        }

        Assert.InRange(larger, 0, 3);
    }

    [Fact]
    public void Forecast_UnusualRegressors_SayWhatIsNotKnown()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 40).Select(_ => 10 + random.Next(5))];
        TimeSeries With(params Regressor[] regressors) => new("s", values, 1) { Regressors = regressors };
        Forecast Answer(TimeSeries series) => ForecastMethods.Create("theta").Forecast(series, Request, TestContext.Current.CancellationToken);

        var constant = Answer(With(new Regressor("always", [.. Enumerable.Repeat(1.0, 48)])));
        Assert.Contains("always: it never varied in the history, so that its effect is not known", constant.Notes);
        Assert.Equal(0, constant.Effects[0].Uplift.Sum(), 1e-6);
        var twice = Answer(With(new("a", [.. Enumerable.Range(0, 48).Select(t => t % 3.0)]), new("b", [.. Enumerable.Range(0, 48).Select(t => t % 3.0)])));
        Assert.All(twice.Mean, m => Assert.InRange(m, 5, 25));
        var beyond = Answer(With(new Regressor("spend", [.. Enumerable.Range(0, 48).Select(t => t < 40 ? t % 4.0 : 1e9)])));
        Assert.Contains("spend: the future goes beyond what the history has seen", beyond.Notes);
        Assert.Equal((true, false, EffectBasis.Series), (beyond.Effects[0].IsBeyondSeen, constant.Effects[0].IsBeyondSeen, beyond.EffectBasis));
        var few = Answer(new TimeSeries("s", [5, 6, 7], 1) { Regressors = [new("promo", [0, 1, 0, .. new double[Horizon]])] });
        Assert.Equal((EffectBasis.LeftOut, EffectBasis.None), (few.EffectBasis, Answer(new TimeSeries("s", values, 1)).EffectBasis));
        Assert.All(beyond.Mean, m => Assert.True(double.IsFinite(m)));
        var zeros = Answer(With(new Regressor("promo", [.. Enumerable.Range(0, 48).Select(t => t % 2.0)])) with { Values = new double[40] });
        Assert.Equal(new double[Horizon], zeros.Mean);
    }

    [Fact]
    public void Solve_Auto_SaysEachEffectOnceAndWhatSeveralMethodsSayTogether()
    {
        var (series, _) = PricedAndPromoted(4);
        var notes = new AutoForecaster().Solve(series, Request, TestContext.Current.CancellationToken).Forecast.Notes;
        Assert.All(series.Regressors, r => Assert.Single(notes, n => n.Contains($"{r.Name}: coefficient", StringComparison.Ordinal)));
        var equal = new AutoForecaster().Solve(new TimeSeries("s", [.. Enumerable.Repeat(7.0, 40)], 1), Request, TestContext.Current.CancellationToken).Forecast.Notes;
        Assert.Matches("^[a-z0-9]+(, [a-z0-9]+)+: all values are equal", Assert.Single(equal, n => n.Contains("all values are equal", StringComparison.Ordinal)));
    }

    [Fact]
    public void Solve_Auto_MeasuresItselfOnActualsWithEffects()
    {
        var (series, _) = PricedAndPromoted(4);
        var told = new AutoForecaster().Solve(series, Request, TestContext.Current.CancellationToken);
        var untold = new AutoForecaster().Solve(series with { Regressors = [] }, Request, TestContext.Current.CancellationToken);
        Assert.True(told.Credibility.Scores.Wape < 0.8 * untold.Credibility.Scores.Wape);
    }
}
