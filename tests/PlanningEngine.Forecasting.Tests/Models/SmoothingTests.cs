using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>The vector kernels against slow implementations written straight from table 2.2 of Hyndman et al. (2008).</summary>
public sealed class SmoothingTests
{
    private static readonly double[] Seasons = [1.1, 0.9, 0.95, 1.05];

    public static TheoryData<string> Forms => [.. EtsForm.Candidates.Select(f => f.ToString())];

    private static EtsForm Form(string name) => EtsForm.Candidates.Single(f => f.ToString() == name);

    [Fact]
    public void Candidates_All_AreTheFifteen() => Assert.Equal(15, EtsForm.Candidates.Distinct().Count());

    [Theory]
    [MemberData(nameof(Forms))]
    public void Likelihood_AnyForm_AgreesWithTheTextbookInEveryLane(string name)
    {
        var form = Form(name);
        var y = Some.Seasonal(40, 4, 3);
        using var arena = LaneArena.Rent();
        var likelihood = new EtsLikelihood(y, form, 4, 100, arena);
        var points = new double[8][];
        for (var lane = 0; lane < 8; lane++)
            points[lane] = [.. Enumerable.Repeat(0.2 + 0.05 * lane, form.SmoothingParameters), 95 + lane, .. form.Trend == EtsTrend.None ? Array.Empty<double>() : [0.5 - 0.1 * lane], .. Season(form).SkipLast(form.Season == EtsPart.None ? 4 : 1)];
        var lanes = new Lanes[points[0].Length];
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = Vector512.Create(points.Select(p => p[i]).ToArray());
        var residuals = new Lanes[y.Length];
        var factor = likelihood.Evaluate(lanes, residuals);
        for (var t = 0; t < residuals.Length; t++)
            residuals[t] *= factor;
        for (var lane = 0; lane < 8; lane++)
        {
            double[] state = [95 + lane, form.Trend == EtsTrend.None ? 0 : 0.5 - 0.1 * lane, .. Season(form)];
            var (finalState, errors, objective) = Textbook(y, form, likelihood.Decode(points[lane]), state);
            Assert.Equal(objective, y.Length * Math.Log(residuals.Sum(r => r[lane] * r[lane])), 1e-8);
            var scale = residuals[0][lane] / errors[0];
            for (var t = 0; t < y.Length; t++)
                Assert.Equal(errors[t] * scale, residuals[t][lane], 1e-9 * y[t]);
            if (lane == 0)
                Assert.All(likelihood.FinalState().Zip(finalState), s => Assert.Equal(s.Second, s.First, 1e-9));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Derivatives_AnyForm_AreThoseOfDifferences(string name)
    {
        var form = Form(name);
        var y = Some.Seasonal(50, 12, 3);
        using var arena = LaneArena.Rent();
        var likelihood = new EtsLikelihood(y, form, 12, 100, arena);
        var season = form.Season == EtsPart.None ? [] : Enumerable.Range(0, 11).Select(i => form.Season == EtsPart.Additive ? i - 5.0 : 1 + 0.03 * (i - 5));
        double[] point = [.. Enumerable.Repeat(0.3, form.SmoothingParameters), 95, .. form.Trend == EtsTrend.None ? Array.Empty<double>() : [0.4], .. season];
        var residuals = new Lanes[y.Length];
        var factor = likelihood.Evaluate(Array.ConvertAll(point, Vector512.Create), residuals);
        var atPoint = residuals.Select(r => r[0] * factor[0]).ToArray();
        var blocks = (point.Length + 7) / 8;
        var (derivatives, differences) = (new Lanes[blocks * y.Length], new Lanes[blocks * y.Length]);
        likelihood.Differentiate(point, atPoint, derivatives);
        new LaneDifferences(likelihood, point.Length, arena).Of(point, atPoint, differences);
        for (var i = 0; i < point.Length; i++)
            for (var t = 0; t < y.Length; t++)
                Assert.Equal(differences[i / 8 * y.Length + t][i % 8], derivatives[i / 8 * y.Length + t][i % 8], 1e-3 * (1 + Math.Abs(derivatives[i / 8 * y.Length + t][i % 8])));
    }

    [Fact]
    public void Estimator_SimpleForm_IsNoWorseThanAFineGrid()
    {
        var y = Some.Seasonal(50, 13, 8, noise: 12);
        var fit = Fit(y, 1, new EtsForm(EtsPart.Additive, EtsTrend.None, EtsPart.None))!;
        var best = double.PositiveInfinity;
        for (var alpha = 0.001; alpha < 1; alpha += 0.002)
            for (var level = 60.0; level < 160; level += 0.5)
                best = Math.Min(best, Textbook(y, fit.Form, new EtsParameters(alpha, 0, 0, 1), [level, 0, 0, 0, 0, 0]).Objective);
        Assert.True(fit.Objective <= best + 1e-6, $"{fit.Objective} > {best}");
    }

    [Fact]
    public void Estimator_NoiseAfterMisleadingBeginnings_FindsTheConstantLevel()
    {
        var form = new EtsForm(EtsPart.Additive, EtsTrend.None, EtsPart.None);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            double[] y = [.. Enumerable.Range(0, 30 + seed).Select(t => 100 + 10 * Some.Normal(random) - (t < 3 ? 15 : 0))];
            var constant = Textbook(y, form, new EtsParameters(1e-4, 0, 0, 1), [y.Average(), 0, 0, 0, 0, 0]).Objective;
            Assert.True(Fit(y, 1, form)!.Objective <= constant + 1e-6, $"seed {seed}");
        }
    }

    [Fact]
    public void Estimator_MeansThatTurnNegative_AreLeftOutNotForced()
    {
        double[] y = [.. Enumerable.Range(0, 36).Select(t => t % 12 == 5 ? 0.01 : 5.0 + t % 12)];
        Assert.All(EtsForm.Candidates.Select(f => Fit(y, 12, f)).OfType<EtsFit>(), f => Assert.True(double.IsFinite(f.Objective)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Projection_AnyForm_AgreesWithSimulation(string name)
    {
        const int Horizon = 6, Paths = 20_000;
        var form = Form(name);
        var y = Some.Seasonal(60, 4, 5, noise: 4);
        var fit = Fit(y, 4, form)!;
        var (mean, sigma) = EtsProjection.Project(fit, y.Length, 4, Horizon);
        var random = new Random(7);
        var (sums, squares) = (new double[Horizon], new double[Horizon]);
        for (var path = 0; path < Paths; path++)
        {
            var state = new double[6];
            fit.State.CopyTo(state, 0);
            for (var step = 0; step < Horizon; step++)
            {
                var value = Next(form, fit.Parameters, state, (y.Length + step) % 4, Math.Sqrt(fit.Variance) * Some.Normal(random));
                sums[step] += value / Paths;
                squares[step] += value * value / Paths;
            }
        }

        for (var step = 0; step < Horizon; step++)
        {
            var deviation = Math.Sqrt(squares[step] - sums[step] * sums[step]);
            Assert.Equal(sums[step], mean[step], 0.05 * deviation);
            Assert.Equal(deviation, sigma[step], 0.05 * deviation);
        }
    }

    [Fact]
    public void ExponentialSmoothing_CleanSeasonAndTrend_FollowsThem()
    {
        var y = Enumerable.Range(0, 72).Select(t => (100 + t) * (1 + 0.3 * Math.Sin(2 * Math.PI * t / 12)) * (1 + 0.01 * Math.Sin(17.3 * t * t))).ToArray();
        var forecast = new ExponentialSmoothing().Forecast(new TimeSeries("s", y[..60], 12), new ForecastRequest(12), TestContext.Current.CancellationToken);
        for (var step = 0; step < 12; step++)
            Assert.Equal(y[60 + step], forecast.Mean[step], 0.06 * y[60 + step]);
    }

    [Fact]
    public void WeightedSmoothing_Forms_CountByTheirCriterion()
    {
        static EtsFit Fit(EtsTrend trend, double aicc) => new(new EtsForm(EtsPart.Additive, trend, EtsPart.None), default, [], 1, 0, aicc);
        var weights = WeightedSmoothing.Weights([Fit(EtsTrend.None, 100), Fit(EtsTrend.Damped, 102), Fit(EtsTrend.Additive, 98), Fit(EtsTrend.None, 150)]);
        var (a, b) = (Math.Exp(-0.0), Math.Exp(-1.0));
        Assert.Equal([a / (a + 2 * b), b / (a + 2 * b), b / (a + 2 * b), 0], weights);
    }

    [Fact]
    public void ClassicalDecomposition_PureSeason_IsFoundExactly()
    {
        var y = Enumerable.Range(0, 32).Select(t => (50 + 2.0 * t) + 100 * (Seasons[t % 4] - 1)).ToArray();
        var indices = ClassicalDecomposition.Indices(y, 4, multiplicative: false);
        for (var phase = 0; phase < 4; phase++)
            Assert.Equal(100 * (Seasons[phase] - 1), indices[phase], 1e-9);
    }

    [Fact]
    public void LongSeason_HolidaySpikes_ComeBack()
    {
        var random = new Random(4);
        var y = Enumerable.Range(0, 143).Select(t => 200 + 30 * Math.Sin(2 * Math.PI * t / 52) + (t % 52 == 47 ? 150 : 0) + 5 * Some.Normal(random)).ToArray();
        var season = LongSeason.Estimate(y, 52).Indices!;
        Assert.True(season[47] - season[45] > 90);
        Assert.Null(LongSeason.Estimate([.. y.Select(_ => Some.Normal(random))], 52).Indices);
    }

    private static double[] Season(EtsForm form) => form.Season switch
    {
        EtsPart.None => new double[4],
        EtsPart.Additive => [.. Seasons.Select(s => 100 * (s - 1))],
        _ => Seasons,
    };

    private static EtsFit? Fit(double[] y, int period, EtsForm form)
    {
        using var arena = LaneArena.Rent();
        return new EtsEstimator(y, period, arena).Fit(form, TestContext.Current.CancellationToken);
    }

    private static (double[] State, double[] Errors, double Objective) Textbook(double[] y, EtsForm form, EtsParameters p, double[] initial)
    {
        var state = (double[])initial.Clone();
        var errors = new double[y.Length];
        double squares = 0, logs = 0;
        for (var t = 0; t < y.Length; t++)
        {
            var mu = Mean(form, p, state, t % 4);
            errors[t] = form.Error == EtsPart.Additive ? y[t] - mu : (y[t] - mu) / mu;
            Next(form, p, state, t % 4, errors[t]);
            squares += errors[t] * errors[t];
            logs += Math.Log(Math.Abs(mu));
        }

        return (state, errors, y.Length * Math.Log(squares) + (form.Error == EtsPart.Multiplicative ? 2 * logs : 0));
    }

    private static double Mean(EtsForm form, EtsParameters p, double[] state, int phase)
    {
        var trend = state[0] + p.Phi * state[1];
        return form.Season == EtsPart.Multiplicative ? trend * state[2 + phase] : trend + (form.Season == EtsPart.Additive ? state[2 + phase] : 0);
    }

    /// <summary>One observation from an error, each row of the table by itself.</summary>
    private static double Next(EtsForm form, EtsParameters p, double[] state, int phase, double error)
    {
        var (l, b, s) = (state[0], state[1], state[2 + phase]);
        var trend = l + p.Phi * b;
        var mu = Mean(form, p, state, phase);
        switch (form.Error, form.Season)
        {
            case (EtsPart.Additive, EtsPart.None):
                (state[0], state[1]) = (trend + p.Alpha * error, p.Phi * b + p.Beta * error);
                break;
            case (EtsPart.Additive, EtsPart.Additive):
                (state[0], state[1], state[2 + phase]) = (trend + p.Alpha * error, p.Phi * b + p.Beta * error, s + p.Gamma * error);
                break;
            case (EtsPart.Multiplicative, EtsPart.None):
                (state[0], state[1]) = (trend * (1 + p.Alpha * error), p.Phi * b + p.Beta * trend * error);
                break;
            case (EtsPart.Multiplicative, EtsPart.Additive):
                (state[0], state[1], state[2 + phase]) = (trend + p.Alpha * (trend + s) * error, p.Phi * b + p.Beta * (trend + s) * error, s + p.Gamma * (trend + s) * error);
                break;
            default:
                (state[0], state[1], state[2 + phase]) = (trend * (1 + p.Alpha * error), p.Phi * b + p.Beta * trend * error, s * (1 + p.Gamma * error));
                break;
        }

        if (form.Trend == EtsTrend.None)
            state[1] = 0;
        return form.Error == EtsPart.Additive ? mu + error : mu * (1 + error);
    }
}
