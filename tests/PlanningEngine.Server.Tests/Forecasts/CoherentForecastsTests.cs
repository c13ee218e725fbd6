using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Sixteen series in two territories under a root, which err together; the root's own forecast errs little.</summary>
public sealed class CoherentForecastsTests
{
    private const int Horizon = 4;
    private const int Count = 16;
    private static readonly Dictionary<int, int> Positions = new() { [1] = 1, [2] = 2, [3] = 3 };

    [Fact]
    public void Of_InnerForecastsThatErrLess_MovesLeavesTowardsThem()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 0.1);

        Assert.Equal(Count, coherent.Means.Count);
        Assert.Contains("add up by", coherent.Note, StringComparison.Ordinal);
        Assert.All(coherent.Rollups[0].Steps, s => Assert.InRange(s.Mean, 1_700, 2_100));
    }

    [Fact]
    public void Of_InnerForecastsThatErrMore_LeavesStay()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 1e9, leafErrors: 0.001);

        Assert.All(coherent.Rollups[0].Steps, s => Assert.Equal(1_600, s.Mean, 1e-3));
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(100)]
    [InlineData(0)]
    public void Of_AnyOwnForecast_AddsUpWithoutNegativesOrCrossings(double ownRoot)
    {
        var leaves = Leaves();
        var coherent = Reconcile(ownRoot, rootErrors: 0.1);

        var moved = leaves.Select((l, number) => coherent.Moved(number, l)).ToList();
        for (var step = 0; step < Horizon; step++)
        {
            var sum = moved.Sum(l => l.Steps[step].Mean);
            Assert.InRange(Math.Abs(coherent.Rollups[0].Steps[step].Mean - sum), 0, 1e-9 * sum);
        }

        Assert.All(moved.Concat(coherent.Rollups).SelectMany(l => l.Steps), s =>
        {
            Assert.True(s.Mean >= 0 && s.Quantiles[0] >= 0);
            Assert.Equal(s.Quantiles.Order(), s.Quantiles);
        });
    }

    [Fact]
    public void Of_SeriesThatEndsSoon_KeepsItsForecastAndIsAddedOnTop()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 0.1, endsSoon: true);

        Assert.DoesNotContain(Count - 1, coherent.Means.Keys);
        var others = coherent.Means.Values.Sum(m => m[0]);
        Assert.Equal(others + 100, coherent.Rollups[0].Steps[0].Mean, 1e-9);
        Assert.Equal(coherent.Means.Values.Sum(m => m[^1]), coherent.Rollups[0].Steps[^1].Mean, 1e-9);
    }

    [Fact]
    public void Of_NoErrors_SumsAndSaysWhy()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 0.1, withErrors: false);

        Assert.Empty(coherent.Means);
        Assert.Contains("too few origins", coherent.Note, StringComparison.Ordinal);
        Assert.All(coherent.Rollups[0].Steps, s => Assert.Equal(1_600, s.Mean, 1e-9));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 5)]
    [InlineData(10, 1_000)]
    [InlineData(0, 3)]
    public void MovedTo_AnyMean_KeepsOrderAndSign(double mean, double other)
    {
        var step = new LeafStep(1, 1, mean, [0, 0, 0.5 * mean, mean, 3 * mean]).MovedTo(other);

        Assert.Equal(other, step.Mean);
        Assert.Equal(step.Quantiles.Order(), step.Quantiles);
        Assert.InRange(step.Quantiles[^1], 0, other + (6 * mean));
        Assert.True(step.Quantiles[0] >= 0);
    }

    private static CoherentForecasts Reconcile(double ownRoot, double rootErrors, double leafErrors = 20, bool endsSoon = false, bool withErrors = true)
    {
        var series = Enumerable.Range(0, Count).Select(i => new RunSeries(
            i + 1, 2 + (i % 2), 1, 0, [1, 2, 3], endsSoon && i == Count - 1 ? 4 : null, SeriesTreatment.Full, [])).ToList();
        var set = new SeriesSet(false, 2, series, [], [], Horizon, 8, [], "");
        var random = new Random(4);
        var shared = Enumerable.Range(0, 2 * Horizon).Select(_ => random.NextDouble() - 0.5).ToArray();
        IReadOnlyList<OriginError> Errors(double size, bool isShared) => !withErrors ? [] :
            [.. Enumerable.Range(0, 2 * Horizon).Select(i => new OriginError(i / Horizon, i % Horizon, size * ((isShared ? shared[i] : 0) + random.NextDouble() - 0.5)))];
        var leafErrorsById = series.ToDictionary(s => s.Id, _ => Errors(leafErrors, true));
        var root = new InnerForecast(new InnerNode(1, 0, 1, 3), Forecast(0, 1, ownRoot, Horizon), Errors(rootErrors, false), true);
        return CoherentForecasts.Of(set, Leaves(endsSoon), leafErrorsById, new InnerForecasts(Positions, [root]), Horizon, TestContext.Current.CancellationToken);
    }

    private static List<LeafForecast> Leaves(bool endsSoon = false) =>
        [.. Enumerable.Range(0, Count).Select(i => Forecast(i + 1, 2 + (i % 2), 100, endsSoon && i == Count - 1 ? 2 : Horizon))];

    private static LeafForecast Forecast(int product, int territory, double mean, int steps) => new(
        product, territory, 0, 0, "ses", [.. Enumerable.Range(1, steps).Select(s => new LeafStep(2 + s, s, mean, [.. Enumerable.Range(1, 9).Select(q => mean * q / 5)]))],
        Credibility.None, []);
}
