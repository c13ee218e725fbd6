using System.Text.Json;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Intervals;

public sealed class CalibrationTests
{
    private static readonly ForecastRequest Request = new(6);
    private static readonly OriginPlan Plan = OriginPlan.For(0, 60, 6, 12);

    [Fact]
    public void Pool_AnyOrderOfBatches_GivesTheSameTable()
    {
        var backtests = Enumerable.Range(0, 30).Select(i => new AutoForecaster().Backtest(Some.Monthly(60, i), Request, Plan)).ToArray();
        var whole = new CalibrationPool();
        foreach (var backtest in backtests)
            whole.Add(backtest);
        var merged = new CalibrationPool();
        foreach (var batch in backtests.Reverse().Chunk(7))
        {
            var part = new CalibrationPool();
            foreach (var backtest in batch)
                part.Add(backtest);
            merged.Merge(CalibrationPool.FromCells(part.ToCells()));
        }

        Assert.Equal(30 * 12, whole.Count);
        Assert.Equal(JsonSerializer.Serialize(whole.ToCells()), JsonSerializer.Serialize(merged.ToCells()));
        var (a, b) = (whole.ToTable(), merged.ToTable());
        foreach (var level in ForecastRequest.DefaultLevels)
            Assert.Equal(a.Quantile(DemandClass.Smooth, 2, level), b.Quantile(DemandClass.Smooth, 2, level));
    }

    [Fact]
    public void Backtest_StoredAndRead_FinishesTheSame()
    {
        var series = Some.Monthly();
        var auto = new AutoForecaster();
        var backtest = auto.Backtest(series, Request, Plan, TestContext.Current.CancellationToken);
        var restored = JsonSerializer.Deserialize<SeriesBacktest>(JsonSerializer.Serialize(backtest))!;
        var one = auto.Finish(series, Request, backtest, CalibrationTable.Reference, TestContext.Current.CancellationToken);
        var other = auto.Finish(series, Request, restored, CalibrationTable.Reference, TestContext.Current.CancellationToken);
        Assert.Equal(one.Credibility, other.Credibility);
        Assert.Equal(one.Forecast.Quantiles, other.Forecast.Quantiles);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(400)]
    public void Solve_ChangesAroundZero_LieInTheirIntervals(int length)
    {
        const int Series = 60;
        var inside = 0;
        for (var seed = 0; seed < Series; seed++)
        {
            var random = new Random(seed);
            double[] noise = [.. Enumerable.Range(0, length + Request.Horizon + 1).Select(_ => Some.Normal(random) * (random.NextDouble() < 0.05 ? 3 : 1))];
            double[] changes = [.. noise.Skip(1).Zip(noise, (next, value) => next - 0.5 * value)];
            var forecast = new AutoForecaster().Forecast(new TimeSeries("changes", changes[..length], 12), Request, TestContext.Current.CancellationToken);
            inside += Enumerable.Range(0, Request.Horizon).Count(step => changes[length + step] >= forecast.Quantile(step, 0.1) && changes[length + step] <= forecast.Quantile(step, 0.9));
        }

        Assert.InRange(inside / (double)(Series * Request.Horizon), 0.74, 0.88);
    }

    /// <summary>An origin counts as much as what is usual, nine of them nine times as much, however many scores each has.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(3, 0.75)]
    [InlineData(9, 0.9)]
    public void Table_ManyScores_GivesTheirQuantilesAsFarAsOriginsSay(int origins, double part)
    {
        var table = Table(Enumerable.Range(0, origins).SelectMany(origin => Even(origin, shift: 0)));

        var usual = CalibrationTable.UsualSpread / CalibrationTable.ReferenceSpread;
        double Reference(double level) => usual * CalibrationTable.Reference.Quantile(DemandClass.Smooth, 0, level);
        Assert.Equal(part * -3.2 + (1 - part) * Reference(0.1), table.Quantile(DemandClass.Smooth, 0, 0.1), 1e-9);
        Assert.Equal(part * 3.8 + (1 - part) * Reference(0.975), table.Quantile(DemandClass.Smooth, 40, 0.975), 1e-9);
        Assert.Equal((1 - part) * Reference(0.5), table.Quantile(DemandClass.Lumpy, 0, 0.5), 1e-9);
    }

    /// <summary>What all series had in common after an origin moves no interval, but the next time has something in common too: its mean square is added to the variance of the rest.</summary>
    [Theory]
    [InlineData(2, -2)]
    [InlineData(2, 2)]
    public void Table_ShiftsThatAllSeriesShare_WidenAndDoNotMove(double first, double second)
    {
        const double Variance = 1 / 3.0;
        const double Square = 4 * (999 / 1009.0) * (999 / 1009.0);
        static double OfScores(CalibrationTable table, double level) =>
            table.Quantile(DemandClass.Smooth, 0, level) - CalibrationTable.UsualSpread / CalibrationTable.ReferenceSpread * CalibrationTable.Reference.Quantile(DemandClass.Smooth, 0, level) / 3;

        var (plain, shifted) = (Table([.. Even(0, 0, farthest: 1), .. Even(1, 0, farthest: 1)]), Table([.. Even(0, first, farthest: 1), .. Even(1, second, farthest: 1)]));

        foreach (var level in ForecastRequest.DefaultLevels)
            Assert.Equal(Math.Sqrt(1 + Square / Variance) * OfScores(plain, level), OfScores(shifted, level), 0.1);
    }

    /// <summary>A score that is far off shifts nothing but itself.</summary>
    [Fact]
    public void Table_OneScoreFarOff_LeavesTheOthers()
    {
        var (plain, other) = (Table(Even(0, 0)), Table([.. Even(0, 0), new OriginScore(0, 0, 1e9)]));

        Assert.Equal(plain.Quantile(DemandClass.Smooth, 0, 0.9), other.Quantile(DemandClass.Smooth, 0, 0.9), 0.02);
    }

    /// <summary>What happened after an origin moves its own errors and no weight that they are judged by.</summary>
    [Fact]
    public void HeldOut_AnotherActual_MovesItsErrorAlone()
    {
        var series = Some.Monthly();
        var auto = new AutoForecaster(methods: ["dot", "ses", "snaive"]);
        var plan = new OriginPlan([40, 46], [], 6);
        var changed = series with { Values = [.. series.Values] };
        changed.Values[51] *= 2;

        var (one, other) = (auto.Backtest(series, Request, plan, TestContext.Current.CancellationToken), auto.Backtest(changed, Request, plan, TestContext.Current.CancellationToken));

        Assert.Equal(12, one.HeldOut.Count);
        Assert.Equal(one.HeldOut.Where(s => s.Cutoff == 46).SkipLast(1), other.HeldOut.Where(s => s.Cutoff == 46).SkipLast(1));
        Assert.True(other.HeldOut[^1].Score > one.HeldOut[^1].Score);
        Assert.NotEqual(one.Scores.Values[6], other.Scores.Values[6]);
    }

    [Fact]
    public void Table_NoScores_IsTheWidenedLearnedDistribution() =>
        Assert.Equal(CalibrationTable.ReferenceSpread * LearnedParameters.Shipped.Spread.Quantile(0.9), CalibrationTable.Reference.Quantile(DemandClass.Smooth, 3, 0.9), 0.05);

    [Fact]
    public void ReferenceFor_LongCycles_NarrowsWithTheirNumber()
    {
        static double Upper(int known, params int[] periods) => CalibrationTable.ReferenceFor(
            LearnedParameters.Shipped.Spread, new TimeSeries("known", [.. Enumerable.Range(1, known).Select(t => (double)t)], periods[0]) { FurtherPeriods = periods[1..] }).Quantile(DemandClass.Smooth, 0, 0.9);
        Assert.True(Upper(110, 52) > Upper(300, 52));
        Assert.True(Upper(300, 52) > Upper(2000, 52));
        Assert.True(Upper(60, 52) < Upper(110, 52), "A single season seen less than twice was not fitted.");
        Assert.Equal(Upper(330, 24, 168), Upper(250, 24, 168), 0.001);
    }

    [Fact]
    public void Finish_PooledOverAClass_CoversAsItSays()
    {
        var auto = new AutoForecaster();
        var series = Enumerable.Range(0, 200).Select(i => Some.Monthly(60, 1000 + i)).ToArray();
        var backtests = series.Select(s => auto.Backtest(s, Request, Plan)).ToArray();
        var pool = new CalibrationPool();
        foreach (var backtest in backtests)
            pool.Add(backtest);
        var table = pool.ToTable();
        var answers = series.Select((s, i) => auto.Finish(s, Request, backtests[i], table)).ToArray();
        Assert.Equal(0.80, answers.Average(a => a.Credibility.Scores.Coverage80!.Value), 0.04);
        Assert.Equal(0.95, answers.Average(a => a.Credibility.Scores.Coverage95!.Value), 0.025);
    }

    [Fact]
    public void Solve_OtherLevels_LieOnTheSameDistribution()
    {
        var series = Some.Monthly();
        var one = new AutoForecaster().Solve(series, Request, TestContext.Current.CancellationToken).Forecast;
        var other = new AutoForecaster().Solve(series, Request with { Levels = [0.5, 0.99] }, TestContext.Current.CancellationToken).Forecast;
        Assert.Equal(one.Quantile(0, 0.5), other.Quantiles[0][0]);
        Assert.True(other.Quantiles[0][1] > one.Quantile(0, 0.975));
    }

    private static CalibrationTable Table(IEnumerable<OriginScore> scores)
    {
        var pool = new CalibrationPool();
        pool.Add(DemandClass.Smooth, [.. scores], []);
        return pool.ToTable();
    }

    /// <summary>999 scores evenly between two bounds, moved.</summary>
    private static IEnumerable<OriginScore> Even(int origin, double shift, double farthest = 4) => Enumerable.Range(1, 999).Select(i => new OriginScore(origin, 0, farthest * (i / 500.0 - 1) + shift));

    [Fact]
    public void Forecast_ExactLine_IsNotWidenedByTheOneMethodThatIsUnsure()
    {
        var line = new TimeSeries("line", [.. Enumerable.Range(1, 72).Select(t => (double)t)], 12);
        var forecast = new AutoForecaster().Forecast(line, new ForecastRequest(12) { NonNegative = true }, TestContext.Current.CancellationToken);
        Assert.InRange(forecast.Quantile(11, 0.025), 60, 84);
        Assert.InRange(forecast.Quantile(11, 0.975), 84, 110);
    }
}
