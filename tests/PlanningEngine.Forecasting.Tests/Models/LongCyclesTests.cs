using System.Text.Json;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>Autoregressions over cycles: against R's <c>lm</c> and <c>ar.burg</c> (<c>tests/data/forecasting/autoregression.R</c> wrote the vectors) and on processes whose forecasts are known.</summary>
public sealed class LongCyclesTests
{
    private const int Horizon = 48;

    private static readonly JsonElement InR = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "autoregression.json"))).RootElement;

    public static TheoryData<string, string> MethodsAndSeries
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var series in InR.EnumerateArray())
                foreach (var method in new[] { "sar", "lar" })
                    data.Add(method, series.GetProperty("name").GetString()!);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(MethodsAndSeries))]
    public void Forecast_PublishedSeries_IsThatOfR(string method, string name)
    {
        var inR = InR.EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);
        var expected = Numbers(inR, method);
        var forecast = Of(method, new TimeSeries(name, Numbers(inR, "y"), inR.GetProperty("period").GetInt32()), expected.Length);
        for (var step = 0; step < expected.Length; step++)
            Assert.Equal(expected[step], forecast.Mean[step], 1e-5 * expected[step]);
        if (method != "sar")
            return;
        var sigma = Numbers(inR, "sarSigma");
        for (var step = 0; step < expected.Length; step++)
            Assert.Equal(sigma[step], (forecast.Quantile(step, 0.9) - forecast.Mean[step]) / 1.2815515655446004 / forecast.Mean[step], 1e-5);
    }

    [Fact]
    public void Forecast_GeneratedDoubleSeasonalAutoregression_IsNearItsConditionalMean()
    {
        // (1 - 0.6 B)(1 - 0.5 B^24)(1 - 0.6 B^168) x = e, written out.
        (int Lag, double Value)[] terms = [(1, 0.6), (24, 0.5), (25, -0.3), (168, 0.6), (169, -0.36), (192, -0.3), (193, 0.18)];
        var random = new Random(5);
        var x = new double[6000];
        for (var t = 0; t < x.Length; t++)
            x[t] = terms.Sum(c => t >= c.Lag ? c.Value * x[t - c.Lag] : 0) + Some.Normal(random);
        var path = x.ToList();
        for (var step = 0; step < Horizon; step++)
            path.Add(terms.Sum(c => c.Value * path[path.Count - c.Lag]));
        var series = new TimeSeries("s", x, 24) { FurtherPeriods = [168] };
        var deviation = Math.Sqrt(x.Average(v => v * v));
        foreach (var method in new[] { "sar", "lar" })
        {
            var forecast = Of(method, series, Horizon);
            var error = Math.Sqrt(Enumerable.Range(0, Horizon).Average(step => Math.Pow(forecast.Mean[step] - path[x.Length + step], 2)));
            Assert.True(error < 0.35 * deviation, $"{method}: {error} of {deviation}");
            Assert.InRange((forecast.Quantile(0, 0.9) - forecast.Mean[0]) / 1.2816, 0.9, 1.2);
        }
    }

    [Theory]
    [InlineData("sar")]
    [InlineData("lar")]
    public void Forecast_CycleThatRepeatsItself_GoesOn(string method)
    {
        var pattern = Some.Seasonal(168, 24, 3);
        var series = new TimeSeries("s", [.. Enumerable.Range(0, 5 * 168).Select(t => pattern[t % 168])], 24) { FurtherPeriods = [168] };
        var forecast = Of(method, series, Horizon);
        for (var step = 0; step < Horizon; step++)
            Assert.Equal(pattern[step], forecast.Mean[step], 0.5);
    }

    [Theory]
    [InlineData("sar")]
    [InlineData("lar")]
    public void Forecast_LongestCycleNotSeen_FollowsTheShorter(string method)
    {
        var random = new Random(6);
        double[] week = [10, 12, 11, 13, 30, 60, 40];
        var series = new TimeSeries("s", [.. Enumerable.Range(0, 200).Select(t => week[t % 7] + Some.Normal(random))], 7) { FurtherPeriods = [365] };
        var forecast = Of(method, series, 14);
        for (var step = 0; step < 14; step++)
            Assert.Equal(week[(200 + step) % 7], forecast.Mean[step], 4.0);
    }

    [Theory]
    [InlineData("sar", 7, 365)]
    [InlineData("lar", 7, 365)]
    [InlineData("sar", 48, 336)]
    [InlineData("lar", 48, 336)]
    [InlineData("lar", 52, 0)]
    public void Forecast_ExplosiveHistoryAndFarHorizon_StaysFinite(string method, int period, int further)
    {
        var series = new TimeSeries("s", [.. Enumerable.Range(0, 1000).Select(t => (t % 9) - Math.Pow(1.02, t))], period) { FurtherPeriods = further > 0 ? [further] : [] };
        var forecast = Of(method, series, 5000);
        Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m)));
    }

    [Fact]
    public void Forecast_SingleShock_DoesNotMakeChangesRepeat()
    {
        var random = new Random(7);
        var level = 0.0;
        var walk = Enumerable.Range(0, 300).Select(t => 500 + (level += Some.Normal(random)) + (t >= 200 ? 400 : 0)).ToArray();
        var forecast = Of("lar", new TimeSeries("s", walk, 52), 26);
        Assert.All(forecast.Mean, m => Assert.Equal(walk[^1], m, 40.0));
    }

    private static Forecast Of(string method, TimeSeries series, int horizon) =>
        ForecastMethods.Create(method).Forecast(series, new ForecastRequest(horizon), TestContext.Current.CancellationToken);

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
