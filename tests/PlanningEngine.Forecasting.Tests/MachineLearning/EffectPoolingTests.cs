using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class EffectPoolingTests
{
    private const int Length = 78;

    private static TimeSeries[] Draw(int count, Func<GeneratedDemand, int, double[]> regressor, double coefficient, Func<int, double>? shared = null, RegressorForm form = RegressorForm.Linear) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var demand = new GeneratedDemand(500 + i);
            var x = regressor(demand, i);
            var expectation = demand.Expectation(Length, 52).Select((e, t) => e * (shared?.Invoke(t) ?? 1) * Math.Exp(coefficient * (form == RegressorForm.Linear ? x[t] : Math.Log(x[t] / 10)))).ToArray();
            return new TimeSeries($"{i:000}", demand.Counts(expectation), 52) { Regressors = [new Regressor("x", x, form)] };
        })];

    private static PooledEffect Learn(TimeSeries[] series) => Assert.Single(EffectPooling.Learn(series, [], TestContext.Current.CancellationToken).All);

    private static double[] Sometimes(GeneratedDemand demand, int _) => [.. Enumerable.Range(0, Length).Select(_ => demand.Chance(0.05) ? 1.0 : 0)];

    [Fact]
    public void Learn_PromotionsWhenAllSeriesSellMore_TakesOnlyTheirOwn()
    {
        // Half of the series are promoted in the buckets in which everybody sells half as much again.
        bool Good(int t) => t % 13 is 6 or 7;
        var series = Draw(100, (demand, i) => [.. Enumerable.Range(0, Length).Select(t => i % 2 == 0 && Good(t) ? 1.0 : 0)], Math.Log(1.3), t => Good(t) ? 1.5 : 1);
        Assert.InRange(Learn(series).Coefficient, Math.Log(1.3) - 0.06, Math.Log(1.3) + 0.06);
    }

    [Fact]
    public void Learn_TheSameForAllSeries_IsFoundInWhatTheyShare()
    {
        var series = Draw(60, (demand, i) => [.. Enumerable.Range(0, Length).Select(t => t % 26 == 7 ? 1.0 : 0)], Math.Log(2));
        var effect = Learn(series);
        Assert.InRange(effect.Coefficient, Math.Log(2) - 0.1, Math.Log(2) + 0.1);
    }

    [Fact]
    public void Learn_NoEffect_IsNone()
    {
        var effect = Learn(Draw(60, Sometimes, 0));
        Assert.InRange(Math.Abs(effect.Coefficient), 0, effect.StandardError * 2);
        Assert.True(effect.StandardError < 0.03);
    }

    [Fact]
    public void Learn_ProportionalBesidePrice_EstimatesThePriceAlone()
    {
        var series = Draw(60, (demand, i) => [.. Enumerable.Range(0, Length).Select(t => demand.Between(8, 12))], -2, form: RegressorForm.Logarithmic)
            .Select(s => s with { Values = [.. s.Values.Select((v, t) => v * (1 + t % 2))], Regressors = [.. s.Regressors, new Regressor("days", [.. s.Values.Select((_, t) => 1.0 + t % 2)], RegressorForm.Proportional)] }).ToArray();
        Assert.InRange(Learn(series).Coefficient, -2.1, -1.9);
    }

    [Fact]
    public void Learn_NothingSoldUnderPromotion_StaysBounded()
    {
        var series = Draw(5, Sometimes, 0).Select(s => s with { Values = [.. s.Values.Select((v, t) => s.Regressors[0].Values[t] > 0 ? 0 : v)] }).ToArray();
        Assert.InRange(Learn(series).Coefficient, -3, -2);
    }

    [Fact]
    public void Learn_ConstantsZerosAndNegatives_GivesNoEffect()
    {
        TimeSeries One(string id, Func<int, double> value, Func<int, double> x) =>
            new(id, [.. Enumerable.Range(0, 30).Select(value)], 12) { Regressors = [new Regressor("x", [.. Enumerable.Range(0, 30).Select(x)])] };
        Assert.Equal(0, Learn([One("a", t => 10 + t % 3, _ => 1), One("b", t => 5 + t % 2, _ => 1)]).Coefficient);
        Assert.Equal(0, Learn([One("zeros", _ => 0, t => t % 2), One("unknown", t => t == 3 ? 1 : double.NaN, t => t % 2)]).Coefficient);
        Assert.Equal(0, Learn([One("flows", t => t % 2 == 0 ? -5 : 5, t => t % 2)]).Coefficient);
        Assert.Empty(EffectPooling.Learn([new TimeSeries("bare", [1, 2, 3], 12)], [], TestContext.Current.CancellationToken).All);
    }

    [Fact]
    public void Learn_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => EffectPooling.Learn(Draw(5, Sometimes, 0.2), [], new CancellationToken(true)));
}
