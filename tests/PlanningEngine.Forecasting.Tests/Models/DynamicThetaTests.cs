using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Models.ThetaLines;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>The estimator against the paper's equations written out one by one, and against a search over all three parameters at once.</summary>
public sealed class DynamicThetaTests
{
    public static TheoryData<int, int> Series => new() { { 8, 1 }, { 14, 2 }, { 40, 3 }, { 120, 4 }, { 500, 5 } };

    [Theory]
    [MemberData(nameof(Series))]
    public void Fit_SumOfSquares_IsThatOfThePaper(int length, int seed)
    {
        var y = Walk(length, seed);
        var fit = new DynamicThetaEstimator(y).Fit();
        Assert.Equal(Paper(y, fit.First, fit.Alpha, fit.Tilt), fit.Sum, 1e-9 * fit.Sum);
    }

    [Theory]
    [MemberData(nameof(Series))]
    public void Fit_BesideASearchOverAllParameters_IsNoWorse(int length, int seed)
    {
        var y = Walk(length, seed);
        var fit = new DynamicThetaEstimator(y).Fit();
        var model = new ThreeParameters(y);
        var search = new NelderMead(3);
        foreach (var alpha in new[] { 0.05, 0.5, 0.95 })
            foreach (var tilt in new[] { 0.1, 0.5, 0.9 })
            {
                double[] point = [0.5, alpha, tilt];
                search.Minimise(model, point, 0.2, 2000, 1e-12, TestContext.Current.CancellationToken);
                var reached = model.Value(point);
                Assert.True(fit.Sum <= reached * (1 + 1e-6), $"{fit.Sum} > {reached} from alpha {alpha}, tilt {tilt}");
            }
    }

    [Fact]
    public void Fit_GivenAlpha_HasNoBetterNeighbour()
    {
        var y = Walk(60, 9);
        var fit = new DynamicThetaEstimator(y).At(0.3);
        foreach (var (first, tilt) in new[] { (0.01, 0.0), (-0.01, 0.0), (0.0, 0.001), (0.0, -0.001) })
            Assert.True(Paper(y, fit.First + first, 0.3, Math.Clamp(fit.Tilt + tilt, 0, 1)) >= fit.Sum * (1 - 1e-12));
    }

    [Fact]
    public void Fit_LineFarFromZero_IsNotLostInRounding()
    {
        double[] y = [.. Enumerable.Range(0, 30).Select(t => 1e6 + 3.0 * t)];
        var fit = new DynamicThetaEstimator(y).Fit();
        Assert.InRange(Math.Sqrt(fit.Sum / y.Length), 0, 3);
        Assert.Equal(1e6 + 3 * 30, fit.Project(y, 1)[0], 3.0);
    }

    private static double[] Walk(int length, int seed)
    {
        var random = new Random(seed);
        var level = 100.0;
        return [.. Enumerable.Range(0, length).Select(t => (level += 0.4 + Some.Normal(random)) + 2 * Some.Normal(random))];
    }

    /// <summary>Equations (14) to (18): level, and the line through what was seen, by sums over the whole past each time.</summary>
    private static double Paper(double[] y, double first, double alpha, double tilt)
    {
        var (level, sum) = (first, 0.0);
        for (var t = 0; t < y.Length; t++)
        {
            var (a, b) = t == 0 ? (0.0, 0.0) : t == 1 ? (y[0], 0.0) : LineOf(y[..t]);
            var keep = Math.Pow(1 - alpha, t);
            var mean = level + tilt * (keep * a + (1 - keep * (1 - alpha)) / alpha * b);
            if (t >= 3)
                sum += (y[t] - mean) * (y[t] - mean);
            level += alpha * (y[t] - level);
        }

        return sum;
    }

    /// <summary>Intercept before the first observation, and slope.</summary>
    private static (double Intercept, double Slope) LineOf(double[] past)
    {
        var (intercept, slope) = LeastSquares.Line(past);
        return (intercept - slope, slope);
    }

    private sealed class ThreeParameters(double[] y) : IObjective
    {
        public Vector256<double> Values(ReadOnlySpan<Vector256<double>> points)
        {
            var values = Vector256<double>.Zero;
            for (var lane = 0; lane < Vector256<double>.Count; lane++)
                values = values.WithElement(lane, Value([points[0][lane], points[1][lane], points[2][lane]]));
            return values;
        }

        internal double Value(ReadOnlySpan<double> point) =>
            Paper(y, y[0] + (point[0] - 0.5) * 400, 0.1 + 0.89 * Math.Clamp(point[1], 0, 1), Math.Clamp(point[2], 0, 1));
    }
}
