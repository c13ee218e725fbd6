using System.Numerics;
using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Models.Complex;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class ComplexSmoothingTests
{
    /// <summary>Equation (6) of the paper in complex numbers, which the kernel never uses.</summary>
    [Fact]
    public void Run_WithoutSeason_EqualsTheComplexForm()
    {
        var y = Some.Seasonal(50, 12, 1);
        var (a0, a1) = (Vector256.Create(1.2, 0.4, 1.7, 0.01), Vector256.Create(0.9, 1.1, 0.2, 1));
        Span<Vector256<double>> state = [Vector256.Create(90.0), Vector256.Create(80.0), default, default];
        var squares = CesKernel.Run(y, CesForm.None, 1, new CesLanes(a0, a1, default, default), state);
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            var weight = new Complex(a0[lane], a1[lane]);
            var forecast = new Complex(90, 80);
            var expected = 0.0;
            foreach (var value in y)
            {
                var error = value - forecast.Real;
                expected += error * error;
                forecast = weight * new Complex(value, error) + (new Complex(1, 1) - weight) * forecast;
            }

            Assert.Equal(1, squares[lane] / expected, 1e-12);
            Assert.Equal(1, state[0][lane] / forecast.Real, 1e-9);
            Assert.Equal(1, state[1][lane] / forecast.Imaginary, 1e-9);
        }
    }

    [Theory]
    [InlineData("Simple")]
    [InlineData("Partial")]
    [InlineData("Full")]
    public void Run_ForthAndBack_LeavesAnExactSeasonAsItIs(string name)
    {
        var form = Enum.Parse<CesForm>(name);
        double[] season = [5, 9, 2, 4], y = [.. Enumerable.Range(0, 24).Select(t => season[t % 4])];
        var state = new Vector256<double>[CesKernel.StateLength(4)];
        Array.ConvertAll(season, Vector256.Create).CopyTo(state, 2);
        if (form != CesForm.Partial)
            Array.ConvertAll(season, Vector256.Create).CopyTo(state, 6);
        // Level and potential are at rest where they are equal and the weight's imaginary part is 1.
        var parameters = new CesLanes(Vector256.Create(1.0), Vector256.Create(1.0), Vector256.Create(form == CesForm.Partial ? 0.3 : 1), Vector256.Create(1.0));
        Assert.Equal(0, Vector256.Sum(CesKernel.Run(y, form, 4, parameters, state)), 1e-20);
        Assert.Equal(0, Vector256.Sum(CesKernel.Run(y, form, 4, parameters, state, backwards: true)), 1e-20);
    }

    [Fact]
    public void Forecast_SeasonOnALine_FollowsBoth()
    {
        var answer = new ComplexSmoothing().Forecast(new TimeSeries("s", Some.Seasonal(96, 12, 2, noise: 1), 12), new ForecastRequest(12), TestContext.Current.CancellationToken);
        for (var step = 0; step < 12; step++)
            Assert.Equal(100 + 0.3 * (96 + step) + 20 * Math.Sin(2 * Math.PI * (96 + step) / 12), answer.Mean[step], 5.0);
    }

    /// <summary>The model's trends are explosive roots: over a long horizon they must not run away.</summary>
    [Fact]
    public void Forecast_LongHorizon_StaysWithinAStraightLine()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var y = Some.Seasonal(104, 52, seed, noise: 15);
            var mean = new ComplexSmoothing().Forecast(new TimeSeries("s", y, 1), new ForecastRequest(80), TestContext.Current.CancellationToken).Mean;
            var first = Math.Abs(mean[1] - mean[0]);
            for (var step = 2; step < mean.Length; step++)
                Assert.True(Math.Abs(mean[step] - mean[step - 1]) <= first + 1e-9);
        }
    }
}
