using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Tests.Numerics;

public sealed class LaneMathTests
{
    private const double Tolerance = 4e-16;

    [Fact]
    public void Log_NumbersOfAllSizes_AreThoseOfScalarCode()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var x = Math.Exp(random.NextDouble() * 1400 - 700);
            var expected = Math.Log(x);
            Assert.Equal(expected, LaneMath.Log(Vector512.Create(x))[i % 8], Tolerance * Math.Max(1, Math.Abs(expected)));
            var near = 1 + (random.NextDouble() - 0.5) * 1e-3;
            Assert.Equal(Math.Log(near), LaneMath.Log(Vector512.Create(near))[0], Tolerance * Math.Abs(Math.Log(near)) + 1e-19);
        }

        Assert.Equal(0, LaneMath.Log(Vector512<double>.One)[0]);
        foreach (var none in new[] { 0, -1, double.NaN, double.PositiveInfinity, double.Epsilon })
            Assert.True(double.IsNaN(LaneMath.Log(Vector512.Create(none))[0]));
    }

    [Fact]
    public void Exp_NumbersOfAllSizes_AreThoseOfScalarCode()
    {
        var random = new Random(2);
        for (var i = 0; i < 20_000; i++)
        {
            var x = random.NextDouble() * 1400 - 700;
            Assert.Equal(1, LaneMath.Exp(Vector512.Create(x))[i % 8] / Math.Exp(x), 2 * Tolerance);
        }

        Assert.Equal(1, LaneMath.Exp(Vector512<double>.Zero)[0]);
        Assert.Equal(double.PositiveInfinity, LaneMath.Exp(Vector512.Create(800.0))[0]);
        Assert.Equal(double.PositiveInfinity, LaneMath.Exp(Vector512.Create(double.PositiveInfinity))[0]);
        Assert.Equal(0, LaneMath.Exp(Vector512.Create(-800.0))[0]);
        Assert.Equal(0, LaneMath.Exp(Vector512.Create(double.NegativeInfinity))[0]);
        Assert.True(double.IsNaN(LaneMath.Exp(Vector512.Create(double.NaN))[0]));
    }

    [Fact]
    public void Sum_EightLanes_AreAddedInPairs() =>
        Assert.Equal(36, LaneMath.Sum(Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8)));
}
