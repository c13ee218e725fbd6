using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Models.Pretrained;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class PretrainedNetworkTests
{
    private static readonly PretrainedNetworks Shipped = LearnedParameters.Shipped.Networks;

    [Fact]
    public void Network_TwoLayers_GivesWhatIsWorkedOutByHand()
    {
        var network = new DenseNetwork([new DenseLayer(2, 3, [1, -1, 0.5f, 2, 0, -1], [0.5f, 0, 1]), new DenseLayer(3, 1, [2, 10, -4], [1])]);
        // Hidden: 1 + 6 + .5 = 7.5, -1 to 0, .5 - 3 + 1 = -1.5 to 0.
        Assert.Equal([(2 * 7.5f) + 1], network.Apply([1, 3]));
        // Hidden: -2 + .5 to 0, 2, -1 + 1 = 0.
        Assert.Equal([(10 * 2f) + 1], network.Apply([-2, 0]));
    }

    [Fact]
    public void Networks_WithoutCorrection_GiveTheThetaLine()
    {
        var silent = Shipped with { Members = [new DenseNetwork([new DenseLayer(NetworkInput.Count, 2 * NetworkInput.Steps, new float[NetworkInput.Count * 2 * NetworkInput.Steps], new float[2 * NetworkInput.Steps])])] };
        var y = Some.Seasonal(40, 12, 3);
        var input = NetworkInput.Of(y, 1)!;
        var forecast = new PretrainedNetwork(silent).Forecast(new TimeSeries("s", y, 1), new ForecastRequest(5), TestContext.Current.CancellationToken);
        var line = input.Line[..5].Select(l => input.Level + (input.Scale * l)).ToArray();
        Assert.Equal(line, forecast.Quantiles.Select((_, step) => forecast.Quantile(step, 0.5)));
        var raise = MeanOverMedian.Of(y, y);
        Assert.Equal(line.Select(l => raise * l), forecast.Mean);
        // An expected absolute error of one scale.
        Assert.Equal(input.Scale * Shipped.Quantiles[Array.IndexOf(Shipped.Levels, 0.9)], forecast.Quantile(0, 0.9) - line[0], 1e-9 * input.Scale);
    }

    [Fact]
    public void Inputs_OtherUnit_AreTheSame()
    {
        var y = Some.Seasonal(50, 12, 5);
        var (one, other) = (NetworkInput.Of(y, 12)!, NetworkInput.Of([.. y.Select(v => v * 1000)], 12)!);
        Assert.Equal(NetworkInput.Count, one.Values.Length);
        foreach (var (a, b) in one.Values.Zip(other.Values))
            Assert.Equal(a, b, 1e-4);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public void Inputs_TooShortOrWithoutChange_AreNone(int length) => Assert.Null(NetworkInput.Of([.. Enumerable.Repeat(4.0, 40).Concat(Some.Seasonal(length, 4, 1)).TakeLast(length == 0 ? 40 : length)], 4));

    [Theory]
    [InlineData("lognormal")]
    [InlineData("gamma")]
    [InlineData("normal")]
    public void Forecast_NoiseAroundALevel_SumsToItsVolume(string errors)
    {
        const double noise = 0.3;
        const int items = 200;
        var method = new PretrainedNetwork();
        var sum = 0.0;
        for (var seed = 1; seed <= items; seed++)
        {
            var demand = new GeneratedDemand(seed);
            double Factor() => errors switch
            {
                "lognormal" => Math.Exp((Math.Sqrt(Math.Log(1 + (noise * noise))) * demand.Normal()) - (Math.Log(1 + (noise * noise)) / 2)),
                "gamma" => demand.Rate(noise),
                _ => Math.Max(0, 1 + (noise * demand.Normal())),
            };
            var season = Enumerable.Range(0, 12).Select(m => 1 + (0.3 * Math.Sin(2 * Math.PI * (m + seed) / 12))).ToArray();
            var series = new TimeSeries("s", [.. Enumerable.Range(0, 60).Select(t => 100 * season[t % 12] * Factor())], 12);
            sum += method.Forecast(series, new ForecastRequest(12), TestContext.Current.CancellationToken).Mean.Average() / items;
        }

        // The medians alone come to 0.96.
        Assert.InRange(sum / 100, 0.98, 1.02);
    }

    [Fact]
    public void Forecast_BelowZero_IsItsMedian()
    {
        var y = Some.Seasonal(60, 12, 3).Select((v, t) => t == 7 ? -v : v).ToArray();
        var forecast = new PretrainedNetwork().Forecast(new TimeSeries("s", y, 12), new ForecastRequest(5), TestContext.Current.CancellationToken);
        Assert.Equal(forecast.Quantiles.Select((_, step) => forecast.Quantile(step, 0.5)), forecast.Mean);
    }

    [Theory]
    [InlineData("snaive", 0.8)]
    [InlineData("ets", 1)]
    [InlineData("dot", 1)]
    public void Forecast_SeriesNeverSeen_ErrsLessThanMethodsThatSawEachSeries(string method, double most)
    {
        var (taught, other) = (0.0, 0.0);
        for (var seed = 0; seed < 300; seed++)
        {
            // Sales that grow or shrink by up to 2 % a month, with a season and a level that moves.
            var random = new Random(31_000 + seed);
            var (level, growth, values) = (0.0, 0.02 * ((2 * random.NextDouble()) - 1), new List<double>());
            for (var t = 0; t < 72; t++)
            {
                values.Add(1000 * Math.Exp(level + (0.2 * Math.Sin(2 * Math.PI * t / 12)) + (0.05 * Some.Normal(random))));
                level += growth + (0.02 * Some.Normal(random));
            }

            var known = new TimeSeries("s", [.. values.Take(60)], 12);
            double ErrorOf(IForecaster forecaster) => forecaster.Forecast(known, new ForecastRequest(12), TestContext.Current.CancellationToken).Mean
                .Select((m, step) => Math.Abs(m - values[60 + step]) / values[60 + step]).Average();
            taught += ErrorOf(new PretrainedNetwork());
            other += ErrorOf(ForecastMethods.Create(method));
        }

        Assert.True(taught < most * other, $"{taught / other}");
    }

    [Fact]
    public void Forecast_BeyondWhatWasTaught_GoesOnAndSaysSo()
    {
        var forecast = new PretrainedNetwork().Forecast(Some.Monthly(), new ForecastRequest(60), TestContext.Current.CancellationToken);
        Assert.Contains(forecast.Notes, n => n.Contains("trained for 18 steps", StringComparison.Ordinal));
        Assert.Equal(forecast.Mean[..18], new PretrainedNetwork().Forecast(Some.Monthly(), new ForecastRequest(18), TestContext.Current.CancellationToken).Mean);
        Assert.True(forecast.Quantile(59, 0.9) - forecast.Quantile(59, 0.1) > forecast.Quantile(11, 0.9) - forecast.Quantile(11, 0.1));
        // The season goes on, and what it goes on around bends towards a level.
        double[] years = [.. forecast.Mean.Chunk(12).Select(y => y.Average())];
        Assert.True(Math.Abs(years[4] - years[3]) <= Math.Abs(years[3] - years[2]) + 1e-9);
    }

    [Fact]
    public void Forecast_NothingButSeason_GoesOn()
    {
        double[] cycle = [-50, 50];
        var forecast = new PretrainedNetwork().Forecast(new TimeSeries("s", [.. Enumerable.Range(0, 48).Select(t => cycle[t % 2])], 2), new ForecastRequest(4), TestContext.Current.CancellationToken);
        foreach (var (mean, expected) in forecast.Mean.Zip([-50.0, 50, -50, 50]))
            Assert.Equal(expected, mean, 1e-6);
        Assert.Contains(forecast.Notes, n => n.Contains("do not change", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_MostlyZero_SaysWhatIsMeantForIt() =>
        Assert.Contains(new PretrainedNetwork().Forecast(new TimeSeries("s", Some.Sporadic(60, 8), 12), new ForecastRequest(4), TestContext.Current.CancellationToken).Notes, n => n.Contains("imapa", StringComparison.Ordinal));

    [Fact]
    public void Parse_BrokenNetworks_NamesEveryViolation()
    {
        var layer = Shipped.Members[0].Layers[0];
        var broken = LearnedParameters.Shipped with
        {
            Networks = new PretrainedNetworks([1], [0], [new DenseNetwork([layer, layer with { Weights = [1] }])], [0.1, 0.9], [1, 0]),
        };
        var error = Assert.Throws<InvalidDataException>(() => LearnedParameters.Parse(broken.ToFile()));
        Assert.Contains("finite centres and positive deviations", error.Message, StringComparison.Ordinal);
        Assert.Contains("as many ascending quantiles", error.Message, StringComparison.Ordinal);
        Assert.Contains("do not lead from", error.Message, StringComparison.Ordinal);
        Assert.Contains("one finite weight per input and output", error.Message, StringComparison.Ordinal);
        Assert.Contains("Maybe build it anew", error.Message, StringComparison.Ordinal);
    }
}
