using System.Text.Json;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Intervals;

public sealed class OwnSpreadTests
{
    private const int Steps = 10;
    private static readonly int[] Cutoffs = [40, 50, 60];
    private static readonly DemandPattern Smooth = DemandPattern.Of([.. Enumerable.Range(0, 40).Select(t => 10.0 + t % 3)]);

    /// <summary>One series in seven errs four times as widely as the others, always: it is wide, and the others are as if it were not there.</summary>
    [Fact]
    public void Table_SeriesThatStayRestless_AreWideAndWidenNoOthers()
    {
        var (calm, mixed) = (Table(200, _ => 1), Table(200, i => i % 7 == 0 ? 4 : 1));
        var undivided = CalibrationTable.From([.. Pool(200, i => i % 7 == 0 ? 4 : 1).ToCells().Select(c => c with { Own = [] })]);

        var alone = calm.SpreadFactor(Backtest(1, 1)) * calm.Quantile(DemandClass.Smooth, 0, 0.975);
        var among = mixed.SpreadFactor(Backtest(1, 1)) * mixed.Quantile(DemandClass.Smooth, 0, 0.975);
        Assert.InRange(among / alone, 0.95, 1.3);
        Assert.True(undivided.Quantile(DemandClass.Smooth, 0, 0.975) > 1.45 * alone);
        Assert.InRange(mixed.SpreadFactor(Backtest(1, 4)) / mixed.SpreadFactor(Backtest(1, 1)), 1.7, 3);
    }

    /// <summary>A series that erred widely at one origin by chance says nothing about the next.</summary>
    [Fact]
    public void Table_SeriesThatAreAlike_GetNoFactorsOfTheirOwn()
    {
        var table = Table(200, _ => 1);

        Assert.InRange(table.SpreadFactor(Backtest(1, 3)), 1, 1.1);
        Assert.InRange(table.SpreadFactor(Backtest(1, 0.4)), 0.9, 1);
    }

    /// <summary>With few series what they show by chance moves nothing.</summary>
    [Fact]
    public void Table_FewSeries_BelieveThemLittle()
    {
        double Exponent(int series) => OwnSpread.Learn(Pool(series, i => i % 3 == 0 ? 3 : 1).ToCells())!.Exponent;

        Assert.InRange(Exponent(3), 0, 0.35);
        Assert.InRange(Exponent(300), 0.55, 0.75);
    }

    [Fact]
    public void Learn_NoSeriesWithTwoOrigins_IsNothing() =>
        Assert.Null(OwnSpread.Learn([new CalibrationCell(DemandClass.Smooth, 40, 0, [-1, 0, 1]) { Own = [0, 0, 0] }, new CalibrationCell(DemandClass.Smooth, 50, 0, [-1, 0, 1])]));

    [Fact]
    public void Learn_ErrorsOfNothing_IsFinite()
    {
        var spread = OwnSpread.Learn([new CalibrationCell(DemandClass.Smooth, 40, 0, [0, 0]) { Own = [1e-4, 1e-4] }])!;

        Assert.Equal(0, spread.Exponent);
        Assert.Equal(1, spread.Factor(4));
        Assert.Equal(1, spread.Factor(0));
    }

    /// <summary>What happened in the buckets that an origin is judged by is not known at it, from whichever origin it was looked at.</summary>
    [Fact]
    public void Without_OriginsThatOverlap_CountsOtherBucketsAlone()
    {
        OriginScore[] scores = [new(40, 0, 1), new(40, 3, 100), new(42, 0, 2), new(42, 1, 3), new(45, 2, -4)];

        Assert.Equal((1 + 4) / 2.0, OwnErrors.Without(scores, cutoff: 42, lastStep: 1));
        Assert.Equal(0, OwnErrors.Without(scores[2..4], cutoff: 42, lastStep: 1));
        Assert.Equal((1 + 4 + 2 + 3 + 4) / 5.0, OwnErrors.Of(scores));
    }

    [Fact]
    public void Pool_StoredAndRead_GivesTheSameFactors()
    {
        var cells = Pool(50, i => 1 + i % 4).ToCells();
        var restored = JsonSerializer.Deserialize<CalibrationCell[]>(JsonSerializer.Serialize(cells))!;
        var (one, other) = (CalibrationTable.From(cells), CalibrationPool.FromCells(restored).ToTable());

        Assert.Equal(one.SpreadFactor(Backtest(1, 3)), other.SpreadFactor(Backtest(1, 3)));
        Assert.NotEqual(1, one.SpreadFactor(Backtest(1, 3)));
        Assert.Equal(one.Quantile(DemandClass.Smooth, 2, 0.9), other.Quantile(DemandClass.Smooth, 2, 0.9));
    }

    private static CalibrationTable Table(int series, Func<int, double> width) => Pool(series, width).ToTable();

    private static CalibrationPool Pool(int series, Func<int, double> width)
    {
        var pool = new CalibrationPool();
        for (var i = 0; i < series; i++)
            pool.Add(Backtest(i, width(i)));
        return pool;
    }

    private static SeriesBacktest Backtest(int seed, double width)
    {
        var random = new Random(seed);
        return new SeriesBacktest
        {
            SeriesId = $"{seed}",
            Pattern = Smooth,
            Accuracies = [],
            Scores = new CalibrationScores([], []),
            HeldOut = [.. Cutoffs.SelectMany(cutoff => Enumerable.Range(0, Steps).Select(step => new OriginScore(cutoff, step, width * Some.Normal(random))))],
            Later = [],
            InnerOrigins = Cutoffs.Length,
            Notes = [],
        };
    }
}
