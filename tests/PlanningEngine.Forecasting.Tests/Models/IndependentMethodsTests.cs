using System.Text.Json;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>Methods that R's forecast has not, against a second, slow implementation: <c>tests/data/forecasting/independent.R</c> wrote the vectors.</summary>
public sealed class IndependentMethodsTests
{
    private static readonly JsonElement[] Vectors = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "independent.json"))).RootElement.EnumerateArray()];

    public static TheoryData<string, int> Numbers => [.. Vectors.Select((v, number) => (v.GetProperty("method").GetString()!, number))];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Forecast_Series_IsThatOfTheSlowImplementation(string method, int number)
    {
        var (y, mean) = (Values(number, "y"), Values(number, "mean"));
        var forecast = ForecastMethods.Create(method).Forecast(new TimeSeries("s", y, 1), new ForecastRequest(6), TestContext.Current.CancellationToken);
        for (var step = 0; step < 6; step++)
            Assert.Equal(mean[Math.Min(step, mean.Length - 1)], forecast.Mean[step], 1e-9 * y.Max(Math.Abs));
    }

    /// <summary>The least squares problem of temporal hierarchies, solved one bucket at a time instead of by its normal equations.</summary>
    [Fact]
    public void Forecast_TemporalHierarchy_IsNearestToTheForecastsOfAllSums()
    {
        const int Period = 12;
        var y = Some.Seasonal(60, Period, seed: 4, noise: 15);
        var request = new ForecastRequest(Period);
        var levels = new[] { 1, 2, 3, 4, 6, 12 }.Select(sum =>
        {
            double[] sums = [.. y.Chunk(sum).Select(c => c.Sum())];
            return (Sum: sum, new WeightedSmoothing().Forecast(new TimeSeries("s", sums, Period / sum), new ForecastRequest(Period / sum), TestContext.Current.CancellationToken).Mean);
        }).ToArray();

        var nearest = new double[Period];
        for (var round = 0; round < 5000; round++)
            for (var bucket = 0; bucket < Period; bucket++)
            {
                // Each sum over k buckets misses its forecast by some amount, and its square counts 1 / k.
                var (gradient, curvature) = (0.0, 0.0);
                foreach (var (sum, mean) in levels)
                {
                    var first = bucket / sum * sum;
                    gradient += (nearest.AsSpan(first, sum).ToArray().Sum() - mean[bucket / sum]) / sum;
                    curvature += 1.0 / sum;
                }

                nearest[bucket] -= gradient / curvature;
            }

        var forecast = new TemporalHierarchy().Forecast(new TimeSeries("s", y, Period), request, TestContext.Current.CancellationToken);
        for (var bucket = 0; bucket < Period; bucket++)
            Assert.Equal(nearest[bucket], forecast.Mean[bucket], 1e-6);
    }

    /// <summary>Against the method written out on R's <c>ets</c> (<c>mapa.R</c>): searches of fifteen likelihoods end a little apart.</summary>
    [Fact]
    public void Forecast_MultipleAggregation_IsThatOfItsPartsInR()
    {
        foreach (var vector in JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mapa.json"))).RootElement.EnumerateArray())
        {
            double[] Of(string name) => [.. vector.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
            var (y, mean) = (Of("y"), Of("mean"));
            var forecast = new MultipleAggregation().Forecast(new TimeSeries("s", y, vector.GetProperty("period").GetInt32()), new ForecastRequest(mean.Length), TestContext.Current.CancellationToken);
            for (var step = 0; step < mean.Length; step++)
                Assert.Equal(mean[step], forecast.Mean[step], 0.01 * y.Average());
        }
    }

    private static double[] Values(int number, string name) => [.. Vectors[number].GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
