using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class SwingsThatCameBackTests
{
    private const int First = 7;
    private const int Period = 52;

    private static double[] Shares(Func<int, double> swing, int length = 3 * Period) =>
        SwingsThatCameBack.Shares([.. Enumerable.Range(0, length).Select(swing)], new SeasonalSources(null, Period), First);

    private static Func<int, double> Noise(int seed)
    {
        var random = new Random(seed);
        double[] drawn = [.. Enumerable.Range(0, 3 * Period).Select(_ => 0.1 * (random.NextDouble() + random.NextDouble() - 1))];
        return t => drawn[t];
    }

    [Fact]
    public void Shares_LargeSwingOfEveryCycleUnderNoise_IsKeptAndNoiseIsNot()
    {
        var noise = Noise(1);
        var shares = Shares(t => (t % Period == 40 ? 2 : 0) + noise(t));
        Assert.All([40, 40 + Period, 40 + 2 * Period], t => Assert.InRange(shares[t], 0.99, 1));
        double[] quiet = [.. shares.Where((_, t) => t % Period is < 38 or > 42)];
        Assert.True(quiet.Average() < 0.85 && shares.Max() <= 1 && shares.Min() >= 0, $"{quiet.Average()}");
    }

    [Fact]
    public void Shares_SwingOfOneCycle_IsNotKept()
    {
        var noise = Noise(2);
        var shares = Shares(t => (t == 40 + 2 * Period ? 2 : 0) + noise(t));
        Assert.True(shares[40 + 2 * Period] < 0.1, $"{shares[40 + 2 * Period]}");
    }

    [Fact]
    public void Shares_SeasonWithoutNoise_IsKeptWhole() => Assert.All(Shares(t => Math.Sin(2 * Math.PI * t / Period)), share => Assert.Equal(1, share, 1e-9));

    [Theory]
    [InlineData(Period - 2)]
    [InlineData(1)]
    [InlineData(0)]
    public void Shares_NoCycleBefore_AreWhole(int length) => Assert.All(Shares(t => t % 5, length), share => Assert.Equal(1, share));

    /// <summary>What cannot be held against another cycle is kept.</summary>
    [Fact]
    public void Shares_UnknownBuckets_AreFinite()
    {
        var shares = Shares(t => t is > 20 and < 80 ? double.NaN : t % Period == 40 ? 2 : 0.1 * (t % 2));
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(1, Shares(_ => double.NaN)[3]);
    }

    [Fact]
    public void Shares_ScaledSwings_AreTheSame()
    {
        var noise = Noise(3);
        foreach (var (one, other) in Shares(noise).Zip(Shares(t => 1e6 * noise(t))))
            Assert.Equal(one, other, 1e-9);
    }
}
