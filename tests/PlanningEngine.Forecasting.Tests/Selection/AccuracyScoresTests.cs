using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class AccuracyScoresTests
{
    private static readonly double[] Levels = [.. ForecastRequest.DefaultLevels];

    [Fact]
    public void Scores_ManyBuckets_AreThoseOfTheMetrics()
    {
        var random = new Random(3);
        var (actual, mean, history) = (new double[40], new double[40], new double[30]);
        for (var t = 0; t < history.Length; t++)
            history[t] = 50 + 10 * Some.Normal(random);
        var (scale, squared) = (Metrics.SeasonalNaiveError(history, 12)!.Value, Metrics.SquaredDifference(history)!.Value);
        var quantiles = new double[40][];
        var sums = new ScoreSums();
        for (var t = 0; t < actual.Length; t++)
        {
            actual[t] = 50 + 10 * Some.Normal(random);
            mean[t] = 48 + 3 * Some.Normal(random);
            quantiles[t] = [.. Levels.Select(level => mean[t] + 30 * (level - 0.5))];
            sums.Add(actual[t], mean[t], quantiles[t], scale, squared);
        }

        double[] At(double level) => [.. quantiles.Select(q => q[Array.IndexOf(Levels, level)])];
        var scores = sums.ToScores();
        Assert.Equal(40, scores.N);
        Assert.Equal(Metrics.Wape(actual, mean)!.Value, scores.Wape!.Value, 1e-12);
        Assert.Equal(Metrics.Bias(actual, mean)!.Value, scores.Bias!.Value, 1e-12);
        Assert.Equal(Metrics.Mase(actual, mean, scale)!.Value, scores.Mase!.Value, 1e-12);
        Assert.Equal(Metrics.Rmsse(actual, mean, history)!.Value, scores.Rmsse!.Value, 1e-12);
        Assert.Equal(Metrics.Msis(actual, At(0.025), At(0.975), 0.95, scale)!.Value, scores.Msis!.Value, 1e-9);
        Assert.Equal(Metrics.Coverage(actual, At(0.1), At(0.9)), scores.Coverage80);
        Assert.Equal(Metrics.Coverage(actual, At(0.025), At(0.975)), scores.Coverage95);
    }

    [Fact]
    public void QuantileLoss_OnePoint_IsItsAbsoluteError()
    {
        var sums = new ScoreSums();
        sums.Add(7, 10, Enumerable.Repeat(10.0, Levels.Length).ToArray(), 1, 1);
        sums.Add(12, 10, Enumerable.Repeat(10.0, Levels.Length).ToArray(), 1, 1);
        Assert.Equal(5, sums.ToScores().QuantileLoss, 1e-12);
        Assert.Equal(sums.ToScores().Wape!.Value, sums.ToScores().Wql!.Value, 1e-12);
    }

    /// <summary>The score of a standard normal distribution at 0 is (sqrt(2) - 1) / sqrt(pi) (Gneiting and Raftery 2007, equation 21).</summary>
    [Fact]
    public void QuantileLoss_NormalDistribution_IsNearItsRankedProbabilityScore()
    {
        var sums = new ScoreSums();
        sums.Add(0, 0, [-1.959964, -1.644854, -1.281552, -0.67449, 0, 0.67449, 1.281552, 1.644854, 1.959964], 0, 0);
        Assert.Equal((Math.Sqrt(2) - 1) / Math.Sqrt(Math.PI), sums.ToScores().QuantileLoss, 0.01);
    }

    [Fact]
    public void Scores_NothingToDivideBy_AreNull()
    {
        var sums = new ScoreSums();
        sums.Add(0, 1, new double[Levels.Length], 0, 0);
        var scores = sums.ToScores();
        Assert.Equal((1, 1, null, null, null, null), (scores.N, scores.AbsoluteError, scores.Wape, scores.Mase, scores.Rmsse, scores.Msis));
        Assert.Null(new ScoreSums().ToScores().Coverage80);
    }
}
