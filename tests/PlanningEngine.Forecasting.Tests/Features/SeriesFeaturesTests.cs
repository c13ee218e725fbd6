using PlanningEngine.Forecasting.Features;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Tests.Features;

public sealed class SeriesFeaturesTests
{
    public static TheoryData<string> Inputs => [.. Some.Unusual.Keys];

    private static double Feature(string name, double[] values, int period = 12) => SeriesFeatures.Of(values, period)[SeriesFeatures.Names.ToList().IndexOf(name)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Of_AnyInput_IsFinite(string input)
    {
        var series = Some.Unusual[input];
        var features = SeriesFeatures.Of(History.From(series, []).Values, series.Period);
        Assert.Equal(SeriesFeatures.Names.Count, features.Length);
        Assert.All(features, f => Assert.True(double.IsFinite(f)));
    }

    [Fact]
    public void Of_ScaledByPowerOfTwo_IsTheSame()
    {
        var values = Some.Seasonal(60, 12, 1);
        Assert.Equal(SeriesFeatures.Of(values, 12), SeriesFeatures.Of([.. values.Select(v => 16 * v)], 12));
    }

    [Theory]
    [InlineData(100, 60, 0, 0)]
    [InlineData(0, 60, 1, 0)]
    [InlineData(0, 1500, 1, 2.3)]
    [InlineData(1.0, 6000, 0.5, 3.69)]
    public void Of_LevelAndLength_SayWhetherItIsLongAndAroundZero(double level, int length, double aroundZero, double longHistory)
    {
        var random = new Random(5);
        double[] noise = [.. Enumerable.Range(0, length).Select(_ => level + Some.Normal(random))];
        Assert.Equal(aroundZero, Feature("aroundZero", noise, 1), 0.05);
        Assert.Equal(longHistory, Feature("longHistory", noise, 1), 0.01);
    }

    [Fact]
    public void Of_KnownSeries_SaysWhatItIs()
    {
        double[] line = [.. Enumerable.Range(0, 48).Select(t => 100 + 3.0 * t)];
        double[] season = [.. Enumerable.Range(0, 48).Select(t => 100 + 10 * Math.Sin(2 * Math.PI * t / 12))];
        var random = new Random(3);
        double[] noise = [.. Enumerable.Range(0, 480).Select(_ => 100 + Some.Normal(random))];
        Assert.Equal(1, Feature("trendStrength", line), 0.01);
        Assert.Equal(1, Feature("linearity", line), 0.01);
        Assert.Equal(1, Feature("seasonStrength", season), 0.01);
        Assert.InRange(Feature("seasonStrength", noise), 0, 0.2);
        Assert.InRange(Feature("autocorrelation", noise, 1), -0.15, 0.15);
        Assert.True(Feature("spectralEntropy", noise, 1) > 0.95);
        Assert.True(Feature("spectralEntropy", line, 1) < 0.7);
        Assert.Equal(0, Feature("turns", line, 1));
        Assert.InRange(Feature("turns", noise, 1), 0.55, 0.8);
    }
}
