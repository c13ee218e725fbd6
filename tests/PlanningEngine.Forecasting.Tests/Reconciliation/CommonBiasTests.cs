using PlanningEngine.Forecasting.Reconciliation;

namespace PlanningEngine.Forecasting.Tests.Reconciliation;

public sealed class CommonBiasTests
{
    /// <summary>Sales 8 % above what was expected: the more origins say so, the more of it is believed.</summary>
    [Fact]
    public void Factor_OriginsThatAgree_TakesOffMostOfTheBias()
    {
        double[] factors = [.. new[] { 1, 2, 4, 20 }.Select(n => CommonBias.Factor([.. Enumerable.Repeat((100.0, 108.0), n)]))];

        Assert.Equal(Math.Sqrt(1.08), factors[0], 1e-9);
        Assert.Equal(factors.Order(), factors);
        Assert.InRange(factors[^1], 1.079, 1.08);
    }

    [Fact]
    public void Factor_OriginsThatDisagree_TakesOffLittle()
    {
        var factor = CommonBias.Factor([(100, 130), (100, 90)]);

        Assert.InRange(factor, 1.005, 1.02);
        Assert.Equal(1, CommonBias.Factor([(100, 120), (120, 100)]), 1e-12);
    }

    [Fact]
    public void Factor_TooHigh_IsTheInverseOfTooLow() =>
        Assert.Equal(1, CommonBias.Factor([(100, 110), (100, 104)]) * CommonBias.Factor([(110, 100), (104, 100)]), 1e-12);

    [Fact]
    public void Factor_AnEvent_MovesNoFurtherThanABiasGoes() =>
        Assert.Equal(Math.Exp(0.2), CommonBias.Factor([.. Enumerable.Repeat((1.0, 1000.0), 9)]), 1e-12);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(-1, 5)]
    [InlineData(double.NaN, 5)]
    public void Factor_SumsThatAreNotPositive_ArePassedOver(double forecast, double actual)
    {
        Assert.Equal(1, CommonBias.Factor([(forecast, actual)]));
        Assert.Equal(CommonBias.Factor([(100, 110)]), CommonBias.Factor([(forecast, actual), (100, 110)]));
    }
}
