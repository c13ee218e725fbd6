using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Paths;

/// <summary>Series of unit spread around 10, whose errors share a known part of their variance.</summary>
public sealed class JointPathsTests
{
    private const int Steps = 4;
    private const int Series = 200;
    private const int Origins = 40;
    private static readonly StepDistribution Standard = new(10, [.. ForecastRequest.DefaultLevels.Select(l => 10 + NormalDistribution.Quantile(l))]);

    /// <summary>Independent, half common and fully common errors: the standard deviation of the sum follows from the correlation.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Of_KnownCorrelation_SpreadsTheSumAsItDoes(double correlation)
    {
        var sum = Assert.Single(GroupSums.Of(new JointPaths(ErrorDependence.Of(Errors(correlation)), OneGroup(double.NaN), Steps, 2000, 7), Joint(Errors(correlation)), 2, Ct));

        var expected = Math.Sqrt(Series + Series * (Series - 1.0) * correlation);
        Assert.All(sum.Steps, s => Assert.InRange(s.Deviation() / expected, 0.8, 1.25));
        Assert.All(sum.Steps, s => Assert.Equal(10 * Series, s.Mean, 1e-9));
    }

    /// <summary>Two halves with a common error each: the halves know nothing of each other.</summary>
    [Fact]
    public void Of_ErrorsCommonWithinHalves_SpreadsHalvesAndTheirSum()
    {
        var (left, right) = (Errors(1, seed: 1), Errors(1, seed: 2));
        List<IReadOnlyList<OriginError>> errors = [.. left.Take(100), .. right.Take(100)];
        var groups = GroupFactors.Of([-1, 0, 0], Steps, [], [NoForecast, NoForecast, NoForecast]);
        JointSeries[] series = [.. errors.Select((e, i) => new JointSeries(i, i < 100 ? 1 : 2, [Standard, Standard], e))];

        var sums = GroupSums.Of(new JointPaths(ErrorDependence.Of(errors), groups, Steps, 2000), series, 2, Ct);

        Assert.InRange(sums[1].Steps[0].Deviation(), 85, 115);
        Assert.InRange(sums[2].Steps[0].Deviation(), 85, 115);
        Assert.InRange(sums[0].Steps[0].Deviation(), 115, 170);
    }

    /// <summary>Without errors the groups' own forecasts say how widely sums spread, at every level of the tree.</summary>
    [Fact]
    public void Of_GroupsAlone_SumsSpreadAsTheirOwnForecasts()
    {
        double[][] own = [Repeat(90), Repeat(60), Repeat(50)];
        var groups = GroupFactors.Of([-1, 0, 0], Steps, Enumerable.Range(0, Series).Select(i => (i < 100 ? 1 : 2, Repeat(Standard.Deviation()))), own);
        JointSeries[] series = [.. Enumerable.Range(0, Series).Select(i => new JointSeries(i, i < 100 ? 1 : 2, [Standard, Standard, Standard, Standard], []))];

        var sums = GroupSums.Of(new JointPaths(ErrorDependence.None, groups, Steps, 2000), series, 2, Ct);

        for (var group = 0; group < 3; group++)
            Assert.All(sums[group].Steps, s => Assert.InRange(s.Deviation() / own[group][0], 0.9, 1.1));
    }

    [Fact]
    public void Of_AnySeries_EachPathAddsUpOverSeriesAndSteps()
    {
        var errors = Errors(0.3);
        var paths = new JointPaths(ErrorDependence.Of(errors), OneGroup(40), Steps, 101, 3);
        var series = Joint(errors);

        var sum = GroupSums.Of(paths, series, 2, Ct)[0];

        var drawn = series.Select(paths.Draw).ToList();
        double[][] sums = [.. Enumerable.Range(0, Steps).Select(step => Enumerable.Range(0, paths.Count).Select(p => drawn.Sum(d => d[step][p])).ToArray())];
        for (var step = 0; step < Steps; step++)
        {
            AssertMedian(sums[step], sum.Steps[step]);
            AssertMedian([.. Enumerable.Range(0, paths.Count).Select(p => sums.Take(step + 1).Sum(s => s[p]))], sum.Cumulative[step]);
        }
    }

    /// <summary>At each step the sorted values of a path are the quantile function itself where its mean is the mean.</summary>
    [Fact]
    public void Draw_AnyDependence_KeepsEachMarginal()
    {
        var errors = Errors(0.7);
        var drawn = new JointPaths(ErrorDependence.Of(errors), GroupFactors.None, Steps, 1000).Draw(new JointSeries(5, -1, [Standard, Standard], errors[5]));

        Array.Sort(drawn[1]);
        for (var i = 0; i < ForecastRequest.DefaultLevels.Count; i++)
            Assert.Equal(Standard.Quantiles[i], QuantileFunctions.OfSorted(drawn[1], ForecastRequest.DefaultLevels[i]), 0.02);
        Assert.All(drawn[2], v => Assert.Equal(0, v));
    }

    [Fact]
    public void Draw_MeanBesideTheQuantiles_HasTheMean()
    {
        var drawn = new JointPaths(ErrorDependence.None, GroupFactors.None, 1, 1000).Draw(new JointSeries(0, -1, [Standard with { Mean = 14 }], []));

        Assert.Equal(14, drawn[0].Average(), 0.01);
    }

    /// <summary>Rare demand has quantiles of zero and a mean above; zero stays zero.</summary>
    [Fact]
    public void Draw_QuantilesOfZero_KeepTheMean()
    {
        var paths = new JointPaths(ErrorDependence.None, GroupFactors.None, 2, 10);

        var drawn = paths.Draw(new JointSeries(0, -1, [new StepDistribution(0.02, new double[9]), new StepDistribution(0, new double[9])], []));

        Assert.All(drawn[0], v => Assert.Equal(0.02, v, 1e-12));
        Assert.All(drawn[1], v => Assert.Equal(0, v));
    }

    [Fact]
    public void Of_QuantilesAboveZero_NeverBelowZero()
    {
        var skewed = new StepDistribution(1, [0, 0, 0, 0, 0.2, 1, 3, 6, 9]);
        var errors = Errors(0.9);
        var sum = GroupSums.Of(new JointPaths(ErrorDependence.Of(errors), OneGroup(1e6), Steps, 500), [.. Joint(errors).Select(s => s with { Steps = [skewed, null, skewed] })], 2, Ct)[0];

        Assert.All(sum.Steps.Concat(sum.Cumulative).SelectMany(s => s.Quantiles), q => Assert.True(q >= 0));
        Assert.All(sum.Steps[1].Quantiles, q => Assert.Equal(0, q));
        Assert.Equal(2.0 * Series, sum.Cumulative[^1].Mean, 1e-9);
    }

    [Fact]
    public void Of_OneAndEightThreads_TheSameToTheLastBit()
    {
        var errors = Errors(0.3);
        IEnumerable<double> Numbers(int threads) => GroupSums.Of(new JointPaths(ErrorDependence.Of(errors), OneGroup(50), Steps, 300, 9), Joint(errors), threads, Ct)
            .SelectMany(s => s.Steps.Concat(s.Cumulative)).SelectMany(s => s.Quantiles);

        Assert.Equal(Numbers(1), Numbers(8));
    }

    [Fact]
    public void Of_LittleRoom_TheSameGroupByGroup()
    {
        var errors = Errors(0.3);
        var groups = GroupFactors.Of([-1, 0, 0], Steps, [], [Repeat(50), Repeat(30), Repeat(30)]);
        JointSeries[] series = [.. Joint(errors).Select((s, i) => s with { Group = i % 3 })];
        IEnumerable<double> Numbers(int room) => GroupSums.Of(new JointPaths(ErrorDependence.Of(errors), groups, Steps, 100), series, 2, room, Ct).SelectMany(s => s.Cumulative).SelectMany(s => s.Quantiles);

        Assert.Equal(Numbers(1_000_000), Numbers(1));
    }

    /// <summary>A level that is off stays off where errors last, and sums over steps spread accordingly.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.95)]
    public void Of_ErrorsThatLast_CumulativeSumsSpreadMore(double persistence)
    {
        var errors = Errors(1, persistence: persistence);
        var dependence = ErrorDependence.Of(errors);

        var sum = GroupSums.Of(new JointPaths(dependence, OneGroup(double.NaN), Steps, 2000), Joint(errors), 2, Ct)[0];

        Assert.InRange(dependence.Level + (1 - dependence.Level) * dependence.CommonPersistence - persistence, -0.15, 0.15);
        var independent = Series * Math.Sqrt(Steps);
        Assert.InRange(sum.Cumulative[^1].Deviation() / independent, persistence > 0 ? 1.6 : 0.8, persistence > 0 ? 2.1 : 1.3);
    }

    [Fact]
    public void Of_OneSeriesBesideAnEmptyOne_IsThatSeries()
    {
        var skewed = new StepDistribution(5, [0, 0, 0, 0, 1, 2, 3, 6, 9]);
        var sum = GroupSums.Of(new JointPaths(ErrorDependence.None, OneGroup(3), Steps, 10),
            [new JointSeries(0, 0, [skewed, null], []), new JointSeries(1, 0, [new StepDistribution(0, new double[9])], [])], 1, Ct)[0];

        Assert.Equal(skewed.Quantiles, sum.Steps[0].Quantiles);
        Assert.Equal(0, sum.Steps[1].Mean);
    }

    [Fact]
    public void Of_NoSeries_SumsAreZero()
    {
        var sum = GroupSums.Of(new JointPaths(ErrorDependence.None, OneGroup(3), Steps, 10), [], 1, Ct)[0];

        Assert.All(sum.Steps, s => Assert.Equal(0, s.Mean + s.Quantiles.Sum()));
    }

    [Fact]
    public void Of_ParentsAfterTheirChildren_AreRefused() =>
        Assert.Contains("order the groups", Assert.Throws<ArgumentException>(() => GroupFactors.Of([1, -1], 1, [], [[1], [1]])).Message, StringComparison.Ordinal);

    [Fact]
    public void Draw_GroupThatIsNone_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new JointPaths(ErrorDependence.None, GroupFactors.None, 1, 10).Draw(new JointSeries(0, 0, [Standard], [])));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static double[] NoForecast => Repeat(double.NaN);

    private static double[] Repeat(double value) => [value, value, value, value];

    /// <summary>One group of all series.</summary>
    private static GroupFactors OneGroup(double own) =>
        GroupFactors.Of([-1], Steps, Enumerable.Range(0, Series).Select(_ => (0, Repeat(1))), [Repeat(own)]);

    private static JointSeries[] Joint(IReadOnlyList<IReadOnlyList<OriginError>> errors) =>
        [.. errors.Select((e, i) => new JointSeries(i, 0, [Standard, Standard, Standard, Standard], e))];

    private static List<IReadOnlyList<OriginError>> Errors(double correlation, int seed = 1, double persistence = 0)
    {
        var random = new Random(seed);
        double Normal() => NormalDistribution.Quantile(Math.Clamp(random.NextDouble(), 1e-9, 1 - 1e-9));
        double[] Path()
        {
            var path = new double[Origins * Steps];
            for (var t = 0; t < path.Length; t++)
                path[t] = t % Steps == 0 ? Normal() : persistence * path[t - 1] + Math.Sqrt(1 - persistence * persistence) * Normal();
            return path;
        }

        var common = Path();
        return [.. Enumerable.Range(0, Series).Select(_ =>
        {
            var own = Path();
            return (IReadOnlyList<OriginError>)[.. common.Select((c, t) => new OriginError(t / Steps, t % Steps, Math.Sqrt(correlation) * c + Math.Sqrt(1 - correlation) * own[t]))];
        })];
    }

    private static void AssertMedian(double[] values, StepDistribution distribution) =>
        Assert.InRange(Math.Abs(values.Order().ElementAt(values.Length / 2) - distribution.Quantiles[4]), 0, 1e-9 * distribution.Quantiles[4]);
}
