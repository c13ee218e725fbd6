using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class LearnedWeightsTests
{
    private const string Key = "a=1 b=1 c=0";

    [Fact]
    public void From_OneMethodIsBetterAtAllOrigins_LeansOnItAndNeverOnOneWithoutAPrior()
    {
        var learned = Assert.Single(LearnedWeights.From(Evidence(30, (0, [0.5, 2, 0.01]), (6, [0.6, 2.1, 0.01]))).Sets);
        Assert.InRange(learned.Weights[0], 0.7, 1);
        Assert.Equal(0, learned.Weights[2]);
        Assert.Equal(1, learned.Weights.Sum(), 1e-12);
        Assert.Equal(60, learned.Observations);
    }

    [Fact]
    public void From_OriginsContradictEachOther_KeepsThePriors() =>
        Assert.Empty(LearnedWeights.From(Evidence(30, (0, [0.5, 2, 1]), (6, [2, 0.5, 1]))).Sets);

    [Theory]
    [InlineData(19, 2)]
    [InlineData(30, 1)]
    public void From_TooLittle_TeachesNothing(int series, int origins) =>
        Assert.Empty(LearnedWeights.From(Evidence(series, [.. Enumerable.Range(0, origins).Select(o => (o, new[] { 0.5, 2, 1 }))])).Sets);

    [Fact]
    public void Minimise_RandomProducts_IsNoWorseThanAnyOtherWeights()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            // Products of random errors are positive semidefinite.
            var errors = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 3).Select(_ => random.NextDouble() - 0.4).ToArray()).ToArray();
            var products = Enumerable.Range(0, 9).Select(i => errors.Average(e => e[i / 3] * e[i % 3])).ToArray();
            var weights = SimplexWeights.Minimise(products, [0.4, 0.4, 0.2], 1e-9);
            Assert.Equal(1, weights.Sum(), 1e-9);
            Assert.All(weights, w => Assert.True(w >= 0));
            for (var a = 0; a <= 20; a++)
                for (var b = 0; a + b <= 20; b++)
                    Assert.True(SimplexWeights.Loss(products, weights) <= SimplexWeights.Loss(products, [a / 20.0, b / 20.0, 1 - ((a + b) / 20.0)]) + 1e-6);
        }
    }

    [Fact]
    public void Evidence_LaterValuesChange_IsTheSame()
    {
        var series = Some.Monthly();
        var plan = OriginPlan.For(0, 60, 6, 12);
        var request = new ForecastRequest(6);
        var changed = series with { Values = [.. series.Values.Select((v, t) => t < plan.Later[0] ? v : 7 * v)] };
        var auto = new AutoForecaster();
        var one = auto.Evidence(series, request, plan, TestContext.Current.CancellationToken);
        var other = auto.Evidence(changed, request, plan, TestContext.Current.CancellationToken);
        Assert.Equal(plan.Inner, one.Select(e => e.Cutoff));
        Assert.Equal(one.SelectMany(e => e.Products), other.SelectMany(e => e.Products));
    }

    [Fact]
    public void Backtest_WithLearnedWeights_StartsFromThem()
    {
        var many = Enumerable.Range(0, 40).Select(i => Some.Monthly(60, i)).ToList();
        var (plan, request) = (OriginPlan.For(0, 60, 6, 12), new ForecastRequest(6));
        var plain = new AutoForecaster([new Biased()]);
        var learned = LearnedWeights.From(many.SelectMany(s => plain.Evidence(s, request, plan, TestContext.Current.CancellationToken)));
        Assert.NotEmpty(learned.Sets);
        var before = plain.Backtest(many[0], request, plan, TestContext.Current.CancellationToken);
        var after = new AutoForecaster([new Biased()], learned: learned).Backtest(many[0], request, plan, TestContext.Current.CancellationToken);
        Assert.True(Weight(after) <= Weight(before));
        Assert.Equal(0, Weight(after), 0.05);
    }

    private static double Weight(SeriesBacktest backtest) => backtest.Accuracies.Single(a => a.Method == "biased").Weight;

    private static IEnumerable<CombinationEvidence> Evidence(int series, params (int Cutoff, double[] Squares)[] origins) =>
        from origin in origins
        from _ in Enumerable.Range(0, series)
        select new CombinationEvidence(Key, origin.Cutoff, [1, 1, 0], [origin.Squares[0], 0.3, 0, 0.3, origin.Squares[1], 0, 0, 0, origin.Squares[2]]);

    /// <summary>Always three times too high.</summary>
    private sealed class Biased : IForecaster
    {
        public string Name => "biased";

        public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
        {
            var honest = new SimpleExponentialSmoothing().Forecast(series, request, cancellationToken);
            return Forecasting.Forecast.Create(
                Name, [.. honest.Mean.Select(m => 3 * m)], [.. honest.Quantiles.Select(q => q.Select(v => 3 * v).ToArray())], request, []);
        }
    }
}
