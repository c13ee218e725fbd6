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
        Assert.Contains("add up by", coherent.Notes[0], StringComparison.Ordinal);
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

    /// <summary>Half of the series are closed: what the root expects beyond them goes to those that are open.</summary>
    [Fact]
    public void Of_ClosedLeaves_StayAtNothingAndTheOthersTakeWhatMoves()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 0.1, closed: Count / 2);

        Assert.All(Enumerable.Range(0, Count / 2), number => Assert.All(coherent.Means[number], mean => Assert.Equal(0, mean)));
        Assert.All(coherent.Rollups[0].Steps, s => Assert.InRange(s.Mean, 1_900, 2_100));
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

    /// <summary>A launch is forecast from the third period on: it counts there, and its territory's quantiles with it.</summary>
    [Fact]
    public void Of_SeriesThatIsLaunchedLater_CountsFromThereOn()
    {
        var set = new SeriesSet("Month", 2,
            [new(1, 2, 1, 0, [5, 5, 5], null, SeriesTreatment.Full, []), new(2, 2, 1, 2, [], null, SeriesTreatment.Launched, []) { ForecastFrom = 5 }], [], [], 0, 8, [], "");
        var launched = Forecast(2, 2, 50, Horizon);
        var company = new InnerForecast(InnerNode.Company, Forecast(0, 0, 5, Horizon), [], true);

        var rollup = Assert.Single(CoherentForecasts.Of(
            set, [Forecast(1, 2, 5, Horizon), launched with { Steps = [.. launched.Steps.Skip(2)] }], [LeafEvidence.None, LeafEvidence.None], new InnerForecasts(Positions, [company]), Horizon, 1, 2,
            TestContext.Current.CancellationToken).Rollups);

        Assert.Equal([5, 5, 55, 55], rollup.Steps.Select(s => s.Mean));
        Assert.All(rollup.Steps, s => Assert.InRange(s.Quantiles[4] / s.Mean, 0.8, 1.2));
    }

    [Fact]
    public void Of_NoErrors_SumsAndSaysWhy()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 0.1, withErrors: false);

        Assert.Empty(coherent.Means);
        Assert.Contains("too few origins", coherent.Notes[0], StringComparison.Ordinal);
        Assert.Contains("no earlier origins", coherent.Notes[1], StringComparison.Ordinal);
        Assert.Empty(coherent.Coverage);
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

    /// <summary>The root's own forecast is exact at the origins, each leaf's is 20 too high there: what is published is judged after it was moved.</summary>
    [Fact]
    public void Of_LeavesThatMove_AreJudgedAsPublished()
    {
        var coherent = Reconcile(ownRoot: 2_000, rootErrors: 0.1);

        Assert.InRange(coherent.Credibilities.Values.Sum(c => c.Scores.AbsoluteError), 0, 0.5 * Count * Horizon * 20);
        Assert.Equal([null, 0], coherent.Coverage.Select(c => c.Level));
        Assert.Equal([Count * Horizon, Horizon], coherent.Coverage.Select(c => c.N));
        Assert.True(coherent.Coverage[0].After.Coverage80 > coherent.Coverage[0].Before.Coverage80);
        Assert.Equal(Horizon, coherent.Rollups[0].Credibility.Scores.N);
        Assert.Equal(LeafForecast.SumMethod, coherent.Rollups[0].Method);
    }

    /// <summary>Leaves that err together spread their sum; leaves that err each for itself do not.</summary>
    [Fact]
    public void Of_ErrorsTogether_SpreadTheSumMoreThanErrorsApart()
    {
        double Width(bool together) => Reconcile(1_600, 1e9, leafErrors: 0.001, isShared: together).Rollups[0].Steps[0] is var step ? step.Quantiles[6] - step.Quantiles[2] : 0;

        Assert.True(Width(together: true) > 1.3 * Width(together: false), $"{Width(true)} and {Width(false)}");
    }

    [Fact]
    public void Of_OneAndEightThreads_TheSameToTheLastBit()
    {
        var (one, eight) = (Reconcile(2_000, 0.1, threads: 1), Reconcile(2_000, 0.1, threads: 8));

        Assert.Equal(one.Rollups[0].Steps.SelectMany(s => s.Quantiles), eight.Rollups[0].Steps.SelectMany(s => s.Quantiles));
        Assert.Equal(one.Coverage, eight.Coverage);
    }

    [Fact]
    public void Of_NoLeafOrNoTerritory_IsEmpty()
    {
        var set = new SeriesSet("Month", 2, [], [], [], 0, 8, [], "");

        Assert.Empty(CoherentForecasts.Of(set, [], [], new InnerForecasts(Positions, []), Horizon, 1, 2, TestContext.Current.CancellationToken).Rollups);
    }

    /// <summary>Dead and new series have no errors, and the dead one sells nothing.</summary>
    [Fact]
    public void Of_DeadAndNewSeriesAlone_SumsThem()
    {
        var set = new SeriesSet("Month", 2,
            [new(1, 2, 1, 0, [0, 0, 0], null, SeriesTreatment.Dead, []), new(2, 2, 1, 2, [5], null, SeriesTreatment.Full, [])], [], [], 0, 8, [], "");
        LeafForecast[] leaves = [Forecast(1, 2, 0, Horizon), Forecast(2, 2, 5, Horizon)];
        var company = new InnerForecast(InnerNode.Company, Forecast(0, 0, 5, Horizon), [], true);

        var rollup = Assert.Single(CoherentForecasts.Of(
            set, leaves, [LeafEvidence.None, LeafEvidence.None], new InnerForecasts(Positions, [company]), Horizon, 1, 2, TestContext.Current.CancellationToken).Rollups);

        Assert.All(rollup.Steps, s => Assert.Equal(5, s.Mean));
        Assert.All(rollup.Steps, s => Assert.Equal(leaves[1].Steps[s.Step - 1].Quantiles, s.Quantiles));
        Assert.Equal(0, rollup.Credibility.Scores.N);
    }

    private static CoherentForecasts Reconcile(
        double ownRoot, double rootErrors, double leafErrors = 20, bool endsSoon = false, bool withErrors = true, bool isShared = true, int threads = 2, int closed = 0)
    {
        var series = Enumerable.Range(0, Count).Select(i => new RunSeries(
            i + 1, 2 + (i % 2), 1, 0, [1, 2, 3], endsSoon && i == Count - 1 ? 4 : null, SeriesTreatment.Full, [])).ToList();
        var set = new SeriesSet("Month", 2, series, [], withErrors ? [2] : [], Horizon, 8, [], "");
        var random = new Random(4);
        var shared = Enumerable.Range(0, 2 * Horizon).Select(_ => random.NextDouble() - 0.5).ToArray();
        IReadOnlyList<OriginError> Errors(double size, double together) => !withErrors ? [] :
            [.. Enumerable.Range(0, 2 * Horizon).Select(i => new OriginError(i / Horizon, i % Horizon, size * (together * shared[i] + random.NextDouble() - 0.5)))];
        var leaves = Leaves(endsSoon).Select((leaf, i) => i < closed ? Forecast(i + 1, leaf.TerritoryKey, 0, Horizon) : leaf).ToList();
        var evidence = leaves.Select(leaf => new LeafEvidence(Errors(leafErrors, isShared ? 1 : 0), withErrors ? Later(leaf.Steps, 80) : [])).ToList();
        var root = new InnerForecast(new InnerNode(1, 0, 1, 3), Forecast(0, 1, ownRoot, Horizon), Errors(rootErrors, 0), true)
        {
            Later = withErrors ? Later(Forecast(0, 1, 80 * Count, Horizon).Steps, 80 * Count) : [],
        };
        return CoherentForecasts.Of(set, leaves, evidence, new InnerForecasts(Positions, [root]), Horizon, 1, threads, TestContext.Current.CancellationToken);
    }

    private static List<LaterForecast> Later(IReadOnlyList<LeafStep> steps, double actual) =>
        [.. steps.Select(s => new LaterForecast(2, s.Step - 1, actual, s.Mean, [.. Enumerable.Range(0, 9).Select(i => s.Mean * (1 + (i - 4) * 0.04))], s.Mean, 1, 1))];

    private static List<LeafForecast> Leaves(bool endsSoon = false) =>
        [.. Enumerable.Range(0, Count).Select(i => Forecast(i + 1, 2 + (i % 2), 100, endsSoon && i == Count - 1 ? 2 : Horizon))];

    private static LeafForecast Forecast(int product, int territory, double mean, int steps) => new(
        product, territory, 0, 0, "ses", [.. Enumerable.Range(1, steps).Select(s => new LeafStep(2 + s, s, mean, [.. Enumerable.Range(1, 9).Select(q => mean * q / 5)]))],
        Credibility.None, []);
}
