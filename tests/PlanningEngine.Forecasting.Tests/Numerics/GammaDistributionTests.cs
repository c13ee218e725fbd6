using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Tests.Numerics;

public sealed class GammaDistributionTests
{
    /// <summary>R 4.2.2: pgamma(x, a + 1, lower = FALSE) / pgamma(x, a, lower = FALSE).</summary>
    [Theory]
    [InlineData(2, 1.5, 1.45)]
    [InlineData(0.5, 0.2, 1.78383923138699)]
    [InlineData(0.5, 3, 7.80170372609213)]
    [InlineData(0.001, 2, 2767.75650504433)]
    [InlineData(1e-06, 0.5, 1083528.83548826)]
    [InlineData(1, 1, 2)]
    [InlineData(7, 20, 3.05182841636164)]
    [InlineData(7, 0.3, 1.00000003214622)]
    [InlineData(300, 290, 1.02720226896535)]
    [InlineData(300, 420, 1.41114850560041)]
    [InlineData(9000, 9100, 1.01659265446522)]
    [InlineData(9000, 8000, 1)]
    public void MeanAbove_ShapeAndBound_IsThatOfR(double shape, double bound, double expected) => Assert.Equal(1, GammaDistribution.MeanAbove(shape, bound) / expected, 7);

    [Fact]
    public void MeanAbove_AnyBound_GrowsFromOneAndIsAboveTheBound()
    {
        foreach (var shape in new[] { 1e-6, 0.01, 0.5, 1, 3, 40, 1e4 })
        {
            Assert.Equal(1, GammaDistribution.MeanAbove(shape, 0));
            var last = 1.0;
            foreach (var part in new[] { 0.01, 0.5, 0.99, 1.01, 2, 10, 300 })
            {
                var mean = GammaDistribution.MeanAbove(shape, shape * part);
                Assert.True(mean >= last && mean >= part * (1 - 1e-12), $"{shape}, {part}: {mean}");
                last = mean;
            }
        }
    }
}
