using System.Text.Json;
using PlanningEngine.Forecasting.Decomposition;

namespace PlanningEngine.Forecasting.Tests.Decomposition;

/// <summary>Against R: <c>tests/data/forecasting/decomposition.R</c> wrote the vectors.</summary>
public sealed class DecompositionTests
{
    private static readonly Dictionary<string, double[]> InR =
        JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "decomposition.json")))!;

    private static readonly double[] Air = Array.ConvertAll(InR["air"], v => Math.Log(v));

    [Fact]
    public void Decompose_AirPassengers_EqualsR()
    {
        var parts = Stl.Decompose(Air, 12, 11);
        AssertNear(InR["season"], parts.Season, 1e-10);
        AssertNear(InR["trend"], parts.Trend, 1e-10);
    }

    [Fact]
    public void Decompose_AirPassengersRobustly_EqualsR()
    {
        var parts = Stl.Decompose(Air, 12, 11, robustPasses: 15);
        AssertNear(InR["robustSeason"], parts.Season, 1e-8);
        AssertNear(InR["robustTrend"], parts.Trend, 1e-8);
    }

    [Fact]
    public void Decompose_TwoCycles_EqualsR()
    {
        var parts = Mstl.Decompose(InR["two"], [42, 6], TestContext.Current.CancellationToken);
        Assert.Equal([6, 42], parts.Periods);
        AssertNear(InR["season6"], parts.Seasons[0], 1e-9);
        AssertNear(InR["season42"], parts.Seasons[1], 1e-9);
    }

    [Fact]
    public void Decompose_PartsOfAHistory_AddUpToIt()
    {
        var y = Some.Seasonal(75, 12, 3);
        var parts = Stl.Decompose(y, 12, 7, robustPasses: 3);
        for (var t = 0; t < y.Length; t++)
            Assert.Equal(y[t], parts.Trend[t] + parts.Season[t] + parts.Remainder[t], 1e-9);
    }

    [Fact]
    public void Decompose_CycleSeenOnce_IsLeftOut() =>
        Assert.Equal([7], Mstl.Decompose(Some.Seasonal(100, 7, 1), [7, 90], TestContext.Current.CancellationToken).Periods);

    [Fact]
    public void Decompose_LessThanTwoCycles_IsAMistake() => Assert.Throws<ArgumentException>(() => Stl.Decompose(new double[20], 12, 11));

    private static void AssertNear(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var t = 0; t < expected.Length; t++)
            Assert.Equal(expected[t], actual[t], tolerance);
    }
}
