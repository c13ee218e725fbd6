using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Allocation.Tests.Budgets;

public sealed class ResponseFitTests
{
    public static readonly TheoryData<ResponseFamily, ResponseCurve> Families = new()
    {
        { ResponseFamily.Power, new PowerCurve(3, 0.4) },
        { ResponseFamily.Logarithm, new LogCurve(8, 12) },
        { ResponseFamily.Saturation, new SaturationCurve(90, 20) },
        { ResponseFamily.Hill, new HillCurve(50, 15, 2.5) },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Of_PointsOnTheCurve_FindsIt(ResponseFamily family, ResponseCurve curve)
    {
        ResponsePoint[] points = [.. Enumerable.Range(0, 25).Select(i => new ResponsePoint(i * 3, curve.Response(i * 3)))];
        var fit = ResponseFit.Of(family, points);
        Assert.True(fit.FitError < 1e-3 * curve.Response(60), $"{fit}");
        Assert.True(fit.Explained > 0.9999);
        Assert.Equal(fit, ResponseFit.Of(family, [.. points.Reverse()]));
    }

    [Fact]
    public void Of_NoisyPoints_NoConcaveCurveIsCloser()
    {
        var random = new Random(3);
        var truth = new LogCurve(10, 5);
        ResponsePoint[] points = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() * 80).Select(x => new ResponsePoint(x, Math.Max(0, truth.Response(x) + (4 * (random.NextDouble() - 0.5)))))];
        var fit = ResponseFit.Of(ResponseFamily.PiecewiseLinear, points);
        // The fitted curve is a valid one, and any other concave curve, the truth included, is further away.
        Assert.Equal(SolveStatus.Optimal, BudgetSolver.Solve(new(10, [Spending.Item("A", fit.Curve)]), cancellationToken: TestContext.Current.CancellationToken).Status);
        foreach (var family in new[] { ResponseFamily.Power, ResponseFamily.Logarithm, ResponseFamily.Saturation })
            Assert.True(fit.FitError <= ResponseFit.Of(family, points).FitError + 1e-9);
        Assert.True(ResponseFit.Best(points).HeldOutError <= fit.HeldOutError);
        var pieces = (PiecewiseLinearCurve)fit.Curve;
        foreach (var k in Enumerable.Range(1, pieces.Points.Count - 1))
        {
            // Moving a knot either way within the shape does not help.
            foreach (var change in new[] { -1e-3, 1e-3 })
            {
                var moved = new PiecewiseLinearCurve([.. pieces.Points.Select((p, i) => i >= k ? p with { Response = p.Response + change } : p)]);
                var error = Math.Sqrt(points.Average(p => Math.Pow(moved.Response(p.Spend) - p.Response, 2)));
                Assert.True(error >= fit.FitError - 1e-9);
            }
        }
    }

    [Fact]
    public void Of_OddInput_IsAnsweredOrRefused()
    {
        var constant = ResponseFit.Of(ResponseFamily.PiecewiseLinear, [new(5, 7), new(5, 7), new(9, 7)]);
        Assert.Equal(0, constant.FitError, 1e-9);
        Assert.True(double.IsNaN(constant.Explained));
        Assert.Equal(0, ResponseFit.Of(ResponseFamily.Hill, [new(0, 0), new(0, 0), new(0, 0)]).FitError);
        Assert.Equal(0, ResponseFit.Of(ResponseFamily.PiecewiseLinear, [new(0, 0), new(0, 0), new(0, 0)]).FitError);
        Assert.Equal(3, Assert.Throws<InvalidProblemException>(() => ResponseFit.Best([new(double.NaN, -1)])).Violations.Count);
    }
}
