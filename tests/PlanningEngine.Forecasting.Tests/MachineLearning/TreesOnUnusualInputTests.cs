using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

/// <summary>Regressors that are absent, new, unknown or far off, and series that are few, short or unusual.</summary>
public sealed class TreesOnUnusualInputTests : PromotedItems
{
    [Fact]
    public void Forecast_RegressorsAbsentConstantOrUnheardOf_Answers()
    {
        var mixed = Few.Select((s, i) => (i % 4) switch
        {
            0 => s with { Regressors = [] },
            1 => s with { Regressors = [s.Regressors[1]] },
            2 => s with { Regressors = [.. s.Regressors, new Regressor("always", [.. Enumerable.Repeat(2.0, Weeks + Horizon)])] },
            _ => s,
        }).ToArray();
        var trees = Train(mixed);
        Assert.Equal(0, trees.EffectsOn(Items[0].Told)[0].Coefficient);
        foreach (var series in mixed.Take(8).Append(Few[0] with { Regressors = [new Regressor("new", [.. Enumerable.Range(0, Weeks + Horizon).Select(t => t % 3.0)])] }))
            foreach (var method in trees.Methods)
                Assert.All(Forecast(method, series).Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
        Assert.Contains(Forecast(trees, Few[0] with { Regressors = [Few[0].Regressors[0] with { Name = "new" }] }).Notes, n => n.StartsWith("new: no series had it", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_RegressorsFarBeyondTraining_StaysFinite()
    {
        var series = Enumerable.Range(0, 40).Select(i =>
        {
            var demand = new GeneratedDemand(i);
            double[] promotion = [.. Enumerable.Range(0, Weeks + Horizon).Select(t => (t + i) % 8 == 0 ? 1.0 : 0)];
            return new TimeSeries($"{i:00}", demand.Counts([.. demand.Expectation(Weeks, 52).Select((e, t) => e * (promotion[t] == 0 ? 1 : i % 2 == 0 ? 1.1 : 2))]), 52) { Regressors = [new Regressor("promo", promotion)] };
        }).ToArray();
        var trees = Train(series);
        foreach (var factor in new[] { 1e-90, -1, 1e3, 1e90 })
            foreach (var method in trees.Methods)
                Assert.All(Forecast(method, series[1] with { Regressors = [new Regressor("promo", [.. series[1].Regressors[0].Values.Select(v => factor * v)])] }).Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
    }

    [Fact]
    public void Forecast_RegressorsUnknown_IsRefusedWithEveryViolation()
    {
        var series = Few[0] with
        {
            Regressors = [Few[0].Regressors[0] with { Values = Few[0].Regressors[0].Values[..Weeks] }, Few[0].Regressors[1] with { Values = [.. Few[0].Regressors[1].Values.Select((v, t) => t == 9 ? double.NaN : v)] }],
        };
        var trees = Train(Few);
        string[] expected = ["REGRESSOR_TOO_SHORT", "REGRESSOR_OUT_OF_RANGE"];
        Assert.Equal(expected, Assert.Throws<ForecastInputException>(() => Forecast(trees, series)).Violations.Select(v => v.Code));
        Assert.Equal(expected, Assert.Throws<ForecastInputException>(() => Train([.. Few.Skip(1), series])).Violations.Select(v => v.Code));
    }

    [Theory]
    [InlineData(TreeStrategy.Direct)]
    [InlineData(TreeStrategy.Recursive)]
    [InlineData(TreeStrategy.Mixed)]
    public void Forecast_HorizonLongerThanTheCycle_GoesOnWithTheSeason(TreeStrategy strategy)
    {
        var series = Enumerable.Range(0, 40).Select(i => new TimeSeries($"{i:00}", Some.Seasonal(60 + 30, 12, i, 100), 12)).ToArray();
        TimeSeries[] known = [.. series.Select(s => s.Until(60))];
        var trees = GlobalTreesForecaster.Train(known, [60], strategy == TreeStrategy.Recursive ? 6 : 12, new GlobalTreesOptions { Threads = 1, Trees = 40, Strategy = strategy }, TestContext.Current.CancellationToken);
        double error = 0, flat = 0;
        for (var i = 0; i < series.Length; i++)
        {
            var forecast = trees.Forecast(known[i], new ForecastRequest(30), TestContext.Current.CancellationToken);
            Assert.All(forecast.Quantiles, row => Assert.Equal(row.Order(), row));
            var mean = known[i].Values[^12..].Average();
            for (var step = 18; step < 30; step++)
            {
                error += Math.Abs(forecast.Mean[step] - series[i].Values[60 + step]);
                flat += Math.Abs(mean - series[i].Values[60 + step]);
            }
        }

        Assert.True(error < 0.7 * flat, $"{error} against {flat}");
    }

    [Theory]
    [InlineData(TreeStrategy.Recursive)]
    [InlineData(TreeStrategy.Mixed)]
    public void Train_OneSeries_Answers(TreeStrategy strategy)
    {
        var trees = Train([Few[1]], new GlobalTreesOptions { Trees = 10, Threads = 1, Strategy = strategy });
        Assert.All(Forecast(trees, Few[1]).Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
    }

    [Fact]
    public void Forecast_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => Train(Few).Forecast(Few[0], Request, new CancellationToken(true)));

    [Fact]
    public void Train_Unusual_HoldsTheContract()
    {
        var series = Some.Unusual.Select((u, i) => u.Value with { Id = $"{i:00}", Regressors = [new Regressor("x", [.. Enumerable.Range(0, u.Value.Length + 15).Select(t => t % 5 == i % 5 ? 1.0 : 0)])] }).ToArray();
        foreach (var strategy in Enum.GetValues<TreeStrategy>())
        {
            var trees = GlobalTreesForecaster.Train(series, [20, 60], 15, new GlobalTreesOptions { Trees = 10, Threads = 1, Strategy = strategy }, TestContext.Current.CancellationToken);
            foreach (var method in trees.Methods)
                foreach (var one in series)
                    Assert.All(method.Forecast(one, new ForecastRequest(15), TestContext.Current.CancellationToken).Mean, m => Assert.True(double.IsFinite(m)));
        }
    }
}
