using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Series that sell 100 a period; at two origins they were expected to sell 90, or as said.</summary>
public sealed class LeafBiasTests
{
    private const int Horizon = 3;

    [Fact]
    public void Of_TooLowAtBothOrigins_RaisesMeansAndQuantilesOfAll()
    {
        var (coherent, leaves) = Coherent(count: 120, first: -10, second: -10);

        var factor = coherent.Means[0][0] / leaves[0].Steps[0].Mean;
        Assert.InRange(factor, 1.05, 1.1);
        Assert.Equal(120, coherent.Means.Count);
        Assert.Contains(coherent.Notes, n => n.Contains("multiplied by 1.0", StringComparison.Ordinal) && n.Contains("1.111 and 1.111", StringComparison.Ordinal));
        for (var number = 0; number < leaves.Count; number++)
            foreach (var (before, after) in leaves[number].Steps.Zip(coherent.Moved(number, leaves[number]).Steps))
                Assert.All(before.Quantiles.Append(before.Mean).Zip(after.Quantiles.Append(after.Mean)), p => Assert.Equal(factor, p.Second / p.First, 1e-9));
        Assert.All(coherent.Rollups[0].Steps, s => Assert.Equal(120 * 90 * factor, s.Mean, 1e-6));
    }

    /// <summary>What is judged at later origins is what would have been published there: 90 expected, 100 sold.</summary>
    [Fact]
    public void Of_TooLowAtBothOrigins_IsJudgedAsPublished()
    {
        var (coherent, _) = Coherent(count: 120, first: -10, second: -10);

        Assert.Equal([null, -1], coherent.Coverage.Select(c => c.Level));
        Assert.All(coherent.Coverage, c => Assert.Equal(-0.1, c.Before.Bias!.Value, 1e-9));
        Assert.All(coherent.Coverage, c => Assert.InRange(c.After.Bias!.Value, -0.055, -0.01));
        Assert.All(coherent.Coverage, c => Assert.Equal(-c.After.Bias!.Value, c.After.Wape!.Value, 1e-9));
    }

    [Fact]
    public void Of_OriginsThatDisagree_HardlyMoves()
    {
        var (coherent, leaves) = Coherent(count: 120, first: -20, second: 20);

        Assert.InRange(coherent.Means[0][0] / leaves[0].Steps[0].Mean, 0.99, 1.01);
    }

    [Fact]
    public void Of_FewSeries_StaysAsItIs()
    {
        var (coherent, _) = Coherent(count: 99, first: -10, second: -10);

        Assert.Empty(coherent.Means);
        Assert.DoesNotContain(coherent.Notes, n => n.Contains("multiplied", StringComparison.Ordinal));
    }

    /// <summary>The mean of a territory lies where its quantiles say, also where those of its series lie beside their means.</summary>
    [Fact]
    public void Of_QuantilesBesideTheMeans_MeanOfTheSumLiesInTheirMiddle()
    {
        var (coherent, _) = Coherent(count: 120, first: 0, second: 0, quantilesAt: 1.2);

        Assert.All(coherent.Rollups[0].Steps, s => Assert.InRange(s.Mean, s.Quantiles[3], s.Quantiles[5]));
        Assert.All(coherent.Rollups[0].Steps, s => Assert.InRange(new StepDistribution(s.Mean, s.Quantiles).Quantiles[4] / s.Mean, 0.95, 1.05));
    }

    private static (CoherentForecasts Coherent, List<LeafForecast> Leaves) Coherent(int count, double first, double second, double quantilesAt = 1)
    {
        var series = Enumerable.Range(0, count).Select(i => new RunSeries(i + 1, 2, 1, 0, [.. Enumerable.Repeat(100.0, 12)], null, SeriesTreatment.Full, [])).ToList();
        var set = new SeriesSet("Month", 11, series, [3, 6], [9], Horizon, 8, [], "");
        double[] Quantiles(double mean) => [.. Enumerable.Range(0, 9).Select(i => quantilesAt * mean * (1 + ((i - 4) * 0.1)))];
        LeafForecast Forecast(int product, double mean) => new(
            product, 2, product == 0 ? 0 : 1, 0, "ses", [.. Enumerable.Range(1, Horizon).Select(s => new LeafStep(11 + s, s, mean, Quantiles(mean)))], Credibility.None, []);
        OriginError[] errors = [.. Enumerable.Range(0, Horizon).Select(s => new OriginError(3, s, first)), .. Enumerable.Range(0, Horizon).Select(s => new OriginError(6, s, second))];
        LaterForecast[] Later(int times) => [.. Enumerable.Range(0, Horizon).Select(s => new LaterForecast(9, s, 100 * times, 90 * times, Quantiles(90 * times), 100, 1, 1))];
        var leaves = series.Select(s => Forecast(s.ProductKey, 90)).ToList();
        var company = new InnerForecast(InnerNode.Company, Forecast(0, 90 * count), [], false) { Later = Later(count) };
        var coherent = CoherentForecasts.Of(
            set, leaves, [.. leaves.Select(_ => new LeafEvidence(errors, Later(1)))], new InnerForecasts(new Dictionary<int, int> { [2] = 1 }, [company]), Horizon, 1, 2, TestContext.Current.CancellationToken);
        return (coherent, leaves);
    }
}
