using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>The likelihood against the dense covariance matrix, its maximum against a search over it, the search against the process that made the data.</summary>
public sealed class ArimaTests
{
    public static TheoryData<int, int, int, int, int, bool> Orders => new()
    {
        { 0, 0, 0, 0, 1, true }, { 1, 0, 0, 0, 1, false }, { 0, 1, 0, 0, 1, true }, { 2, 1, 0, 0, 1, true }, { 1, 3, 0, 0, 1, false },
        { 1, 1, 1, 1, 4, true }, { 0, 1, 0, 1, 4, false }, { 2, 2, 2, 2, 12, true }, { 5, 0, 0, 1, 12, false },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Likelihood_AnyOrder_IsThatOfTheDenseCovariance(int p, int q, int seasonalP, int seasonalQ, int period, bool constant)
    {
        var order = new ArimaOrder(p, 0, q, seasonalP, 0, seasonalQ, period, constant);
        var w = Some.Seasonal(45, 4, 7, noise: 6);
        using var arena = LaneArena.Rent();
        var likelihood = new ArmaLikelihood(w, order, arena);
        var random = new Random(3);
        var points = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, order.Coefficients).Select(_ => Some.Normal(random)).ToArray()).ToArray();
        var lanes = new Lanes[order.Coefficients];
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = Vector512.Create(points.Select(point => point[i]).ToArray());
        var residuals = new Lanes[w.Length];
        var factor = likelihood.Evaluate(lanes, residuals);
        for (var lane = 0; lane < 8; lane++)
        {
            var fit = new ArimaFit(order, points[lane], 0, 0, 0, 0);
            var sum = residuals.Sum(r => r[lane] * r[lane]) * factor[lane] * factor[lane];
            Assert.Equal(Dense(w, fit), -w.Length / 2.0 * (Math.Log(2 * Math.PI * sum / w.Length) + 1), 1e-6);
        }
    }

    [Fact]
    public void Likelihood_LongHistory_EntersTheSteadyStateWithoutATrace()
    {
        var order = new ArimaOrder(1, 0, 1, 0, 0, 0, 1, Constant: true);
        var w = Simulate(500, [0.6], [0.3], 5);
        var fit = new ArimaFit(order, [0.75, -0.3], 0, 0, 0, 0);
        using var arena = LaneArena.Rent();
        var likelihood = new ArmaLikelihood(w, order, arena);
        var residuals = new Lanes[w.Length];
        var factor = likelihood.Evaluate(Array.ConvertAll(fit.Parameters, Vector512.Create), residuals)[0];
        var sum = residuals.Sum(r => r[0] * r[0]) * factor * factor;
        Assert.Equal(Dense(w, fit), -w.Length / 2.0 * (Math.Log(2 * Math.PI * sum / w.Length) + 1), 1e-6);
    }

    [Fact]
    public void Estimator_SmallOrder_IsNoWorseThanAFineGrid()
    {
        var order = new ArimaOrder(1, 0, 1, 0, 0, 0, 1, Constant: true);
        var w = Simulate(80, [0.7], [-0.4], 11);
        using var arena = LaneArena.Rent();
        var fit = new ArimaEstimator(w, order, arena).Fit(cancellationToken: TestContext.Current.CancellationToken)!;
        var best = double.NegativeInfinity;
        for (var ar = -0.95; ar < 1; ar += 0.05)
            for (var ma = -0.95; ma < 1; ma += 0.05)
                best = Math.Max(best, Dense(w, new ArimaFit(order, [ar / Math.Sqrt(1 - ar * ar), ma / Math.Sqrt(1 - ma * ma)], 0, 0, 0, 0)));
        Assert.True(fit.LogLikelihood >= best, $"{fit.LogLikelihood} < {best}");
    }

    [Fact]
    public void Estimator_FromANeighbour_IsNeverLessLikelyThanIt()
    {
        var w = Simulate(90, [0.6], [-0.5], 4);
        using var arena = LaneArena.Rent();
        ArimaFit Fit(ArimaOrder order, ArimaFit? neighbour) => new ArimaEstimator(w, order, arena).Fit(ArimaEffort.ToWeigh, neighbour, TestContext.Current.CancellationToken)!;
        var fit = Fit(new ArimaOrder(0, 0, 0, 0, 0, 0, 4, Constant: true), null);
        foreach (var larger in (ArimaOrder[])[fit.Order with { P = 1 }, fit.Order with { P = 1, SeasonalQ = 1 }, fit.Order with { P = 1, Q = 1, SeasonalQ = 1 }, fit.Order with { P = 2, Q = 1, SeasonalP = 1, SeasonalQ = 1 }])
        {
            var next = Fit(larger, fit);
            Assert.True(next.LogLikelihood >= fit.LogLikelihood - 1e-9, $"{next.Order}: {next.LogLikelihood} < {fit.LogLikelihood}");
            fit = next;
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    public void Estimator_AnyEffort_MeanAndVarianceAreThoseOfItsParameters(int p, int q, int seasonalQ)
    {
        double[] w = [.. Simulate(90, [0.6], [-0.5], 8).Select(v => v + 3)];
        var order = new ArimaOrder(p, 0, q, 0, 0, seasonalQ, 4, Constant: true);
        using var arena = LaneArena.Rent();
        foreach (var effort in (ArimaEffort[])[ArimaEffort.ToForecast, ArimaEffort.ToChoose, ArimaEffort.ToWeigh])
        {
            var fit = new ArimaEstimator(w, order, arena).Fit(effort, cancellationToken: TestContext.Current.CancellationToken)!;
            var likelihood = new ArmaLikelihood(w, order, arena);
            var residuals = new Lanes[w.Length];
            likelihood.Evaluate(Array.ConvertAll(fit.Parameters, Vector512.Create), residuals);
            likelihood.Keep(0);
            Assert.Equal(likelihood.Mean, fit.Mean, 1e-8);
            Assert.Equal(residuals.Sum(r => r[0] * r[0]) / (w.Length - order.Estimated + 1), fit.Variance, 1e-8);
        }
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(90, 7)]
    [InlineData(150, 3)]
    public void Search_ToWeigh_FindsAnOrderAboutAsGoodAsTheChosenOne(int length, int seed)
    {
        var y = Simulate(length, [0.7], [-0.4], seed);
        var chosen = new ArimaSearch(y, 4).Run(TestContext.Current.CancellationToken)!;
        var weighed = new ArimaSearch(y, 4, ArimaEffort.ToWeigh).RunForAll(TestContext.Current.CancellationToken);
        Assert.Equal(weighed.OrderBy(f => f.Aicc), weighed);
        Assert.True(weighed[0].Aicc <= chosen.Aicc + 0.5, $"{weighed[0].Order}: {weighed[0].Aicc} for {chosen.Order}: {chosen.Aicc}");
    }

    [Fact]
    public void Search_ALine_IsOneOrderThatDoesNotMove()
    {
        double[] line = [.. Enumerable.Range(0, 20).Select(t => 5.0 + 3 * t)];
        Assert.Equal(3, Assert.Single(new ArimaSearch(line, 1, ArimaEffort.ToWeigh).RunForAll(TestContext.Current.CancellationToken)).Mean, 1e-12);
        Assert.Equal(3, new ArimaSearch(line, 1).Run(TestContext.Current.CancellationToken)!.Mean, 1e-12);
    }

    [Fact]
    public void Search_LongHistoryOfAKnownProcess_ComesNearIt()
    {
        var y = Simulate(600, [0.5, 0.3], [], 2);
        var fit = new ArimaSearch(y, 1).Run(TestContext.Current.CancellationToken)!;
        Assert.Equal(0, fit.Order.D);
        using var arena = LaneArena.Rent();
        var truth = new ArimaEstimator(y, new ArimaOrder(2, 0, 0, 0, 0, 0, 1, Constant: true), arena).Fit(cancellationToken: TestContext.Current.CancellationToken)!;
        Assert.Equal(0.5, truth.Phi[0], 0.1);
        Assert.Equal(0.3, truth.Phi[1], 0.1);
        Assert.True(fit.Aicc <= truth.Aicc, $"{fit.Order}: {fit.Aicc} > {truth.Aicc}");
        Assert.Equal(1, fit.Variance, 0.12);
    }

    [Fact]
    public void Search_RandomWalk_IsDifferencedOnceAndALineTwice()
    {
        var random = new Random(1);
        double level = 0, slope = 0, sum = 0;
        double[] walk = [.. Enumerable.Range(0, 200).Select(_ => level += Some.Normal(random))];
        double[] integrated = [.. Enumerable.Range(0, 200).Select(_ => sum += slope += Some.Normal(random))];
        Assert.Equal(1, UnitRoots.Differences(walk, 2));
        Assert.Equal(2, UnitRoots.Differences(integrated, 2));
        Assert.Equal(0, UnitRoots.Differences(UnitRoots.Difference(walk, 1), 2));
    }

    [Theory]
    [InlineData("arima")]
    [InlineData("arimamix")]
    public void Forecast_ExactLine_GoesOnWithoutSpread(string method)
    {
        double[] y = [.. Enumerable.Range(0, 24).Select(t => 10.0 + 2 * t)];
        var forecast = ForecastMethods.Create(method).Forecast(new TimeSeries("line", y, 1), new ForecastRequest(3), TestContext.Current.CancellationToken);
        if (method == "arima")
            Assert.All(forecast.Mean.Select((m, step) => (m, step)), f => Assert.Equal(58 + 2 * f.step, f.m, 1e-9));
        Assert.All(forecast.Mean, m => Assert.InRange(m, 50, 75));
    }

    [Fact]
    public void Fit_RootsAtTheCircle_AreUnstable()
    {
        Assert.True(new ArimaFit(new ArimaOrder(1, 0, 0, 0, 0, 0, 1, false), [3], 0, 0, 0, 1).IsStable);
        Assert.False(new ArimaFit(new ArimaOrder(1, 0, 0, 0, 0, 0, 1, false), [20], 0, 0, 0, 1).IsStable);
        Assert.False(new ArimaFit(new ArimaOrder(0, 0, 0, 0, 0, 1, 12, false), [2.5], 0, 0, 0, 1).IsStable);
    }

    private static double[] Simulate(int length, double[] phi, double[] theta, int seed)
    {
        var random = new Random(seed);
        var (w, e) = (new double[length + 100], new double[length + 100]);
        for (var t = 0; t < w.Length; t++)
        {
            w[t] = e[t] = Some.Normal(random);
            for (var lag = 1; lag <= Math.Min(t, phi.Length); lag++)
                w[t] += phi[lag - 1] * w[t - lag];
            for (var lag = 1; lag <= Math.Min(t, theta.Length); lag++)
                w[t] += theta[lag - 1] * e[t - lag];
        }

        return [.. w[100..].Select(v => 20 + v)];
    }

    /// <summary>Log-likelihood with variance and mean at their best, the covariance from a long run of the response to one error.</summary>
    private static double Dense(double[] w, ArimaFit fit)
    {
        const int Long = 20_000;
        var order = fit.Order;
        var phi = Product(fit.Phi, fit.SeasonalPhi, order.Period, -1);
        var theta = Product(fit.Theta, fit.SeasonalTheta, order.Period, 1);
        var response = new double[Long];
        for (var t = 0; t < Long; t++)
        {
            response[t] = t == 0 ? 1 : t <= theta.Length ? theta[t - 1] : 0;
            for (var lag = 1; lag <= Math.Min(t, phi.Length); lag++)
                response[t] += phi[lag - 1] * response[t - lag];
        }

        var n = w.Length;
        var covariance = Enumerable.Range(0, n).Select(lag => Enumerable.Range(0, Long - lag).Sum(t => response[t] * response[t + lag])).ToArray();
        var root = new double[n, n];
        var (ofData, ofOnes) = (new double[n], new double[n]);
        var logDeterminant = 0.0;
        for (var i = 0; i < n; i++)
        {
            (ofData[i], ofOnes[i]) = (w[i], 1);
            for (var j = 0; j <= i; j++)
            {
                var sum = covariance[i - j];
                for (var k = 0; k < j; k++)
                    sum -= root[i, k] * root[j, k];
                root[i, j] = i == j ? Math.Sqrt(sum) : sum / root[j, j];
                if (j < i)
                {
                    ofData[i] -= root[i, j] * ofData[j];
                    ofOnes[i] -= root[i, j] * ofOnes[j];
                }
            }

            (ofData[i], ofOnes[i]) = (ofData[i] / root[i, i], ofOnes[i] / root[i, i]);
            logDeterminant += 2 * Math.Log(root[i, i]);
        }

        var mean = order.Constant ? ofData.Zip(ofOnes, (a, b) => a * b).Sum() / ofOnes.Sum(b => b * b) : 0;
        var squares = ofData.Zip(ofOnes, (a, b) => (a - mean * b) * (a - mean * b)).Sum();
        return -n / 2.0 * (Math.Log(2 * Math.PI * squares / n) + 1) - logDeterminant / 2;
    }

    private static double[] Product(double[] factor, double[] seasonal, int period, int sign)
    {
        var product = new double[factor.Length + seasonal.Length * period];
        factor.CopyTo(product, 0);
        for (var cycle = 1; cycle <= seasonal.Length; cycle++)
        {
            product[cycle * period - 1] += seasonal[cycle - 1];
            for (var i = 0; i < factor.Length; i++)
                product[cycle * period + i] += sign * seasonal[cycle - 1] * factor[i];
        }

        return product;
    }
}
