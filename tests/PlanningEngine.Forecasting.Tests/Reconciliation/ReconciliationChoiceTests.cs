using PlanningEngine.Forecasting.Reconciliation;

namespace PlanningEngine.Forecasting.Tests.Reconciliation;

public sealed class ReconciliationChoiceTests
{
    private const int Regions = 3;
    private const int Each = 8;

    /// <summary>A total, three regions of eight.</summary>
    private static readonly Hierarchy Tree = new(
        Regions * Each, [[.. Enumerable.Range(0, Regions * Each)], .. Enumerable.Range(0, Regions).Select(r => Enumerable.Range(r * Each, Each).ToArray())]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_AggregatesThatErrLittle_ErrsLessThanPlainSumsAlsoOnFreshErrors()
    {
        var choice = ReconciliationChoice.Of(Tree, Origins(seed: 1, aggregate: 0.5, bottom: 2), Ct);

        Assert.NotEqual(ReconciliationMethod.BottomUp, choice.Method);
        Assert.InRange(choice.BottomRatio, 0, 1);
        Assert.InRange(choice.AggregateRatio, 0, 0.8);
        var (reconciled, plain) = (0.0, 0.0);
        foreach (var errors in Origins(seed: 2, aggregate: 0.5, bottom: 2).SelectMany(o => o))
        {
            reconciled += choice.Reconciler.Reconcile(errors, cancellationToken: Ct).Take(Tree.Aggregates).Sum(Math.Abs);
            plain += Tree.Sum(errors.AsSpan(Tree.Aggregates)).Take(Tree.Aggregates).Sum(Math.Abs);
        }

        Assert.InRange(reconciled / plain, 0, 0.8);
    }

    [Fact]
    public void Of_AggregatesThatErrMuch_KeepsBottomSeries()
    {
        var choice = ReconciliationChoice.Of(Tree, Origins(seed: 3, aggregate: 500, bottom: 0.01), Ct);
        var errors = Origins(seed: 4, aggregate: 500, bottom: 0.01)[0][0];

        Assert.True(choice.Method == ReconciliationMethod.BottomUp || choice.Method >= ReconciliationMethod.Variance);
        var left = choice.Reconciler.Reconcile(errors, cancellationToken: Ct);
        for (var i = Tree.Aggregates; i < left.Length; i++)
            Assert.Equal(errors[i], left[i], 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_TooFewOrigins_PlainSums(int count)
    {
        var choice = ReconciliationChoice.Of(Tree, [.. Origins(seed: 5, aggregate: 0.5, bottom: 2).Take(count)], Ct);
        Assert.Equal((ReconciliationMethod.BottomUp, 1.0, 1.0), (choice.Method, choice.BottomRatio, choice.AggregateRatio));
    }

    [Fact]
    public void Of_OneStepPerOrigin_LeavesCovarianceOut()
    {
        var choice = ReconciliationChoice.Of(Tree, [.. Origins(seed: 6, aggregate: 0.5, bottom: 2).Select(o => new[] { o[0] })], Ct);
        Assert.True(choice.Method <= ReconciliationMethod.Structural);
    }

    [Fact]
    public void Of_NoErrors_PlainSums()
    {
        double[][][] none = [[new double[Tree.Nodes], new double[Tree.Nodes]], [new double[Tree.Nodes], new double[Tree.Nodes]]];
        Assert.Equal(ReconciliationMethod.BottomUp, ReconciliationChoice.Of(Tree, none, Ct).Method);
    }

    [Fact]
    public void Of_ErrorsOfAnotherHierarchy_Throws() =>
        Assert.Throws<ArgumentException>(() => ReconciliationChoice.Of(Tree, [[new double[2]], [new double[2]]], Ct));

    /// <summary>Half of the series are closed at each step, and then never wrong: held there, the open ones are moved by what errs.</summary>
    [Fact]
    public void Of_SeriesClosedInTurn_ErrsLessWhenTheyAreHeld()
    {
        double[][][] Closed(int seed) => [.. Origins(seed, aggregate: 0.5, bottom: 2).Select(o => o.Select((errors, step) => errors.Select((e, i) => IsClosed(step, i - Tree.Aggregates) ? 0 : e).ToArray()).ToArray())];
        bool[][][] certain = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 6).Select(step => Enumerable.Range(0, Tree.Bottom).Select(j => IsClosed(step, j)).ToArray()).ToArray())];

        var (held, moved) = (ReconciliationChoice.Of(Tree, Closed(7), certain, Ct), ReconciliationChoice.Of(Tree, Closed(7), Ct));

        Assert.NotEqual(ReconciliationMethod.BottomUp, held.Method);
        Assert.True(held.BottomRatio < moved.BottomRatio - 0.01, $"{held.BottomRatio} held, {moved.BottomRatio} moved");
        Assert.Throws<ArgumentException>(() => ReconciliationChoice.Of(Tree, Closed(7), [certain[0]], Ct));

        static bool IsClosed(int step, int series) => series >= 0 && (series + step) % 2 == 0;
    }

    /// <summary>The first half of the series is closed at two of three steps. Open, all err alike, and take alike of what moves.</summary>
    [Fact]
    public void Of_SeriesClosedMoreOftenThanOthers_MoveAsFarWhereTheyAreOpen()
    {
        double[][][] Closed(int seed) => [.. Enumerable.Range(0, 8).Select(o => Origins(seed + o, aggregate: 0.2, bottom: 2)[0].Select((errors, step) => errors.Select((e, i) => IsClosed(step, i - Tree.Aggregates) ? 0 : e).ToArray()).ToArray())];
        bool[][][] certain = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 6).Select(step => Enumerable.Range(0, Tree.Bottom).Select(j => IsClosed(step, j)).ToArray()).ToArray())];

        var choice = ReconciliationChoice.Of(Tree, Closed(20), certain, Ct);

        double[] forecasts = [.. Tree.Sum([.. Enumerable.Repeat(1.1, Tree.Bottom)]).Take(Tree.Aggregates), .. Enumerable.Repeat(1.0, Tree.Bottom)];
        var moved = choice.Reconciler.Reconcile(forecasts, cancellationToken: Ct)[Tree.Aggregates..];
        Assert.NotEqual(ReconciliationMethod.BottomUp, choice.Method);
        Assert.InRange((moved.Take(12).Average() - 1) / (moved.Skip(12).Average() - 1), 0.6, 1.6);

        static bool IsClosed(int step, int series) => series is >= 0 and < 12 && step % 3 != 0;
    }

    /// <summary>Two origins of six steps; errors of the bottom series share a part, so that they do not cancel in sums.</summary>
    private static double[][][] Origins(int seed, double aggregate, double bottom)
    {
        var random = new Random(seed);
        double Noise() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        return [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 6).Select(_ =>
        {
            var shared = Noise();
            return Enumerable.Range(0, Tree.Nodes).Select(i => i < Tree.Aggregates ? aggregate * Noise() : bottom * (shared + Noise())).ToArray();
        }).ToArray())];
    }
}
