using System.Text.Json;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>The simple methods against R's forecast: <c>tests/data/forecasting/simple.R</c> wrote the vectors.</summary>
public sealed class SimpleMethodsInRTests
{
    private static readonly JsonElement[] InR = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "simple.json"))).RootElement.EnumerateArray()];

    private const double Formula = 1e-12;
    private const double Fitted = 5e-3;

    public static TheoryData<int> Vectors => [.. Enumerable.Range(0, InR.Length)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Forecast_PublishedSeries_HasMeanAndIntervalsOfR(int vector)
    {
        var inR = InR[vector];
        var (method, y, mean) = (inR.GetProperty("method").GetString()!, Numbers(inR, "y"), Numbers(inR, "mean"));
        var period = inR.GetProperty("period").GetInt32();
        if (inR.TryGetProperty("logLikelihood", out var reached) && IsMoreLikely(method, y, period, reached[0].GetDouble()))
            return; // R's simplex stopped short of the maximum: its forecast is not the one to compare with.
        var request = new ForecastRequest(mean.Length) { Levels = [0.025, 0.1, 0.5, 0.9, 0.975] };
        var forecast = ForecastMethods.Create(method).Forecast(new TimeSeries("R", y, period), request, TestContext.Current.CancellationToken);
        var tolerance = (method is "naive" or "snaive" or "drift" or "mean" or "croston" ? Formula : Fitted) * y.Max(Math.Abs);
        for (var step = 0; step < mean.Length; step++)
            Assert.Equal(mean[step], forecast.Mean[step], tolerance);
        // R gives no interval to Croston's method, and does not put the season back into those of Theta.
        if (method == "croston" || (method == "theta" && period > 1))
            return;
        // R takes quantiles of the mean from a t distribution and ours are normal; variances may differ by a degree of freedom.
        var share = method is "naive" or "drift" ? 1e-9 : 0.04;
        foreach (var (column, level) in new[] { ("lower95", 0), ("lower80", 1), ("upper80", 3), ("upper95", 4) })
        {
            var bound = Numbers(inR, column);
            for (var step = 0; step < mean.Length; step++)
                Assert.Equal(bound[step] - mean[step], forecast.Quantiles[step][level] - forecast.Mean[step], share * Math.Abs(bound[step] - mean[step]) + tolerance);
        }
    }

    /// <summary>Asserts that our fit is no less likely than R's, and says whether it is more likely.</summary>
    private static bool IsMoreLikely(string method, double[] y, int period, double inR)
    {
        var trend = method switch { "ses" => EtsTrend.None, "damped" => EtsTrend.Damped, _ => EtsTrend.Additive };
        var form = new EtsForm(EtsPart.Additive, trend, method == "hw" ? EtsPart.Additive : EtsPart.None);
        using var arena = LaneArena.Rent();
        var ours = -new EtsEstimator(y, method == "hw" ? period : 1, arena).Fit(form, TestContext.Current.CancellationToken)!.Objective / 2;
        Assert.True(ours >= inR - 0.01, $"{ours} < {inR}");
        return ours > inR + 0.01;
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
