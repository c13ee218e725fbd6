using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Learned;

public sealed class LearnedParametersTests
{
    private static readonly LearnedParameters Shipped = LearnedParameters.Shipped;

    [Fact]
    public void Shipped_WrittenAndRead_IsTheSameFile()
    {
        Assert.Equal(LearnedParameters.Fingerprint, LearnedParameters.FingerprintOf(Shipped.ToFile()));
        Assert.Equal(LearnedParameters.Fingerprint, LearnedParameters.FingerprintOf(LearnedParameters.Parse(Shipped.ToFile()).ToFile()));
        Assert.Equal(64, LearnedParameters.Fingerprint.Length);
        Assert.True(Shipped.Windows > 10_000);
        Assert.EndsWith("-- learn", Shipped.Command, StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_Weights_KnowEveryRegularMethod()
    {
        Assert.Equal(Candidates.Regular.Select(m => m.Name), Shipped.Weights.Methods.Select(m => m.Method));
        Assert.Equal(1, Shipped.Weights.Methods.Sum(m => m.Prior), 1e-4);
        var usual = Shipped.Weights.Multipliers(["ets", "4theta"], [.. Shipped.Weights.Features.Select(f => f.Centre)]);
        Assert.Equal([1, 1], usual);
    }

    [Fact]
    public void Shipped_Spread_IsWiderForShortHistoriesAndAlikeForAllSteps()
    {
        var features = Shipped.Weights.Features.Select(f => f.Centre).ToArray();
        double Factor(int known, int step) => Shipped.Spread.Factor(SpreadCalibration.FeaturesOf(known, 1, features, step));
        Assert.True(Factor(12, 0) > Factor(60, 0));
        Assert.True(Factor(60, 0) > Factor(1000, 0));
        Assert.Equal(Factor(60, 0), Factor(60, 11), 0.05);
    }

    [Fact]
    public void Shipped_Spread_IsThatOfUnitWidthTimesAFactor() =>
        Assert.Equal(2 * NormalDistribution.Quantile(0.9), Shipped.Spread.Quantile(0.9) - Shipped.Spread.Quantile(0.1), 1e-4);

    [Fact]
    public void Quantile_AnyLevel_NeverCrosses()
    {
        double[] levels = [.. Enumerable.Range(1, 9_999).Select(i => i / 10_000.0)];
        var quantiles = Array.ConvertAll(levels, Shipped.Spread.Quantile);
        Assert.Equal(quantiles.Order(), quantiles);
        Assert.Equal(quantiles.Length, quantiles.Distinct().Count());
        foreach (var (level, quantile) in Shipped.Spread.Levels.Zip(Shipped.Spread.Quantiles))
            Assert.Equal(quantile, Shipped.Spread.Quantile(level), 1e-9);
    }

    [Theory]
    [InlineData(0.5, 20, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1_000_000, 2)]
    public void OwnFactor_LiesBetweenUsualAndOwn(double relative, int count, double most)
    {
        var factor = Shipped.Spread.OwnFactor(relative, count);
        Assert.InRange(factor, Math.Min(relative, 1), Math.Max(most, 1));
        Assert.Equal(count > 0 && relative > 1, factor > 1);
    }

    [Fact]
    public void Parse_ManyViolations_NamesThemAll()
    {
        var broken = Shipped with
        {
            Weights = Shipped.Weights with { Methods = [new MethodWeight("theta", -1, [1])] },
            Spread = Shipped.Spread with { OfOwnErrors = 2, Levels = [0.9, 0.1], Quantiles = [1, 2] },
        };
        var error = Assert.Throws<InvalidDataException>(() => LearnedParameters.Parse(broken.ToFile()));
        Assert.Contains("the prior (-1) of method (theta)", error.Message, StringComparison.Ordinal);
        Assert.Contains("one finite coefficient per feature", error.Message, StringComparison.Ordinal);
        Assert.Contains("the share of own errors (2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("levels and quantiles", error.Message, StringComparison.Ordinal);
        Assert.Contains("Maybe build it anew", error.Message, StringComparison.Ordinal);
    }
}
