using Microsoft.ML;
using Microsoft.ML.Data;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.MachineLearning.Trees;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class GlobalTreesTests
{
    private static readonly GlobalTreesOptions Small = new() { Trees = 30, Threads = 1 };
    private static readonly ForecastRequest Request = new(6);

    private static TimeSeries[] Shop(int count = 40) =>
        [.. Enumerable.Range(0, count).Select(i => new TimeSeries($"SKU-{i:00}", Some.Seasonal(60, 12, i, 50 * (1 + i % 5)), 12)
        {
            Attributes = new Dictionary<string, string> { ["group"] = i % 2 == 0 ? "Straße" : "b, c" },
        })];

    [Theory]
    [InlineData(TreeEngine.LightGbm)]
    [InlineData(TreeEngine.FastTree)]
    public void Train_OtherOrderAndThreads_GivesTheSameHash(TreeEngine engine)
    {
        var series = Shop();
        var one = GlobalTreesForecaster.Train(series, [48, 60], 6, new GlobalTreesOptions { Engine = engine, Trees = 30, Threads = 1 }, TestContext.Current.CancellationToken);
        var other = GlobalTreesForecaster.Train([.. series.Reverse()], [60, 48], 6, new GlobalTreesOptions { Engine = engine, Trees = 30, Threads = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(one.Hash, other.Hash);
        Assert.Equal([48, 60], other.Cutoffs);
    }

    [Fact]
    public void Train_ValuesAfterTheCutoffChange_LearnsTheSame()
    {
        var series = Shop();
        var changed = series.Select(s => s with { Values = [.. s.Values.Select((v, t) => t < 48 ? v : 9999)] }).ToArray();
        Assert.Equal(
            GlobalTreesForecaster.Train(series, [48], 6, Small, TestContext.Current.CancellationToken).Hash,
            GlobalTreesForecaster.Train(changed, [48], 6, Small, TestContext.Current.CancellationToken).Hash);
    }

    [Fact]
    public void Forecast_HistoryEndsBeforeAModel_NeverUsesIt()
    {
        var series = Shop();
        var both = GlobalTreesForecaster.Train(series, [48, 60], 6, Small, TestContext.Current.CancellationToken);
        var early = GlobalTreesForecaster.Train(series, [48], 6, Small, TestContext.Current.CancellationToken);
        var known = series[3].Until(55);
        var forecast = both.Forecast(known, Request, TestContext.Current.CancellationToken);
        Assert.Equal(early.Forecast(known, Request, TestContext.Current.CancellationToken).Mean, forecast.Mean);
        Assert.Contains(forecast.Notes, n => n.Contains("trained 7 buckets before", StringComparison.Ordinal));
        Assert.Contains(both.Forecast(series[3].Until(40), Request, TestContext.Current.CancellationToken).Notes, n => n.Contains("seasonal naive was used", StringComparison.Ordinal));
    }

    [Fact]
    public void Combine_TrainedApart_EqualsTrainedTogether()
    {
        var series = Shop();
        var apart = GlobalTreesForecaster.Combine(
            [GlobalTreesForecaster.Train(series, [60], 6, Small, TestContext.Current.CancellationToken), GlobalTreesForecaster.Train(series, [48], 6, Small, TestContext.Current.CancellationToken)]);
        Assert.Equal(GlobalTreesForecaster.Train(series, [48, 60], 6, Small, TestContext.Current.CancellationToken).Hash, apart.Hash);
        Assert.Throws<ArgumentException>(() => GlobalTreesForecaster.Combine([apart, apart]));
    }

    [Fact]
    public void Load_Saved_ForecastsTheSameAndDamageIsFound()
    {
        var series = Shop();
        var trees = GlobalTreesForecaster.Train(series, [60], 6, Small, TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        trees.Save(stream);
        stream.Position = 0;
        var loaded = GlobalTreesForecaster.Load(stream, trees.Hash);
        Assert.Equal(trees.Hash, loaded.Hash);
        Assert.Equal(trees.Forecast(series[1], Request, TestContext.Current.CancellationToken).Quantiles, loaded.Forecast(series[1], Request, TestContext.Current.CancellationToken).Quantiles);
        var bytes = stream.ToArray();
        bytes[^9] ^= 1;
        Assert.Throws<InvalidDataException>(() => GlobalTreesForecaster.Load(new MemoryStream(bytes)));
        Assert.Throws<InvalidDataException>(() => GlobalTreesForecaster.Load(new MemoryStream(stream.ToArray()[..200])));
        Assert.Throws<InvalidDataException>(() => GlobalTreesForecaster.Load(new MemoryStream(stream.ToArray()), new string('0', 64)));
        Assert.Throws<InvalidDataException>(() => GlobalTreesForecaster.Load(new MemoryStream()));
    }

    [Fact]
    public void Forecast_UnusualInput_HoldsTheContract()
    {
        var trees = GlobalTreesForecaster.Train(Shop(), [30, 60], 6, Small, TestContext.Current.CancellationToken);
        foreach (var series in Some.Unusual.Values)
        {
            var forecast = trees.Forecast(series, new ForecastRequest(15) { NonNegative = true }, TestContext.Current.CancellationToken);
            Assert.Equal(15, forecast.Mean.Length);
            Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
            Assert.All(forecast.Quantiles, row => Assert.Equal(row.Order(), row));
        }
    }

    [Fact]
    public void Train_UnusualSeries_Works()
    {
        var series = Some.Unusual.Select((u, i) => u.Value with { Id = $"{i:00}" }).ToArray();
        var trees = GlobalTreesForecaster.Train(series, [20, 60], 6, Small, TestContext.Current.CancellationToken);
        Assert.Equal([20, 60], trees.Cutoffs);
        var none = GlobalTreesForecaster.Train([Some.Monthly(6)], [3], 6, Small, TestContext.Current.CancellationToken);
        Assert.Contains(none.Notes, n => n is { Kind: TrainingNoteKind.TooFewRows, Cutoff: 3 } && n.Text.Contains("too few for trees", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_EnoughRowsForAllStepsButNotForAFew_AnswersByTheDirectTrees()
    {
        // 78 rows of up to 12 steps, 42 of up to 4.
        TimeSeries series = new("A", Some.Seasonal(16, 12, 1), 12);
        var trees = GlobalTreesForecaster.Train([series], [16], 12, Small, TestContext.Current.CancellationToken);
        Assert.Equal(TrainingNoteKind.TooFewRows, Assert.Single(trees.Notes).Kind);
        var answer = trees.Forecast(series, new ForecastRequest(12), TestContext.Current.CancellationToken);
        Assert.Empty(answer.Notes);
        Assert.True(answer.Quantile(0, 0.9) > answer.Quantile(0, 0.1));
    }

    [Theory]
    [InlineData(TreeStrategy.Direct)]
    [InlineData(TreeStrategy.Recursive)]
    public void Train_MoreRowsThanAreLearnedFrom_SaysHowManyWereDrawnOfHowMany(TreeStrategy strategy)
    {
        // A short season: rows are there before one was seen, so that counting whole seasons counts too few.
        TimeSeries[] series = [.. Enumerable.Range(0, 30).Select(i => new TimeSeries($"{i:00}", Some.Seasonal(30, 12, i), 12))];
        GlobalTreesForecaster Trained(int most) => GlobalTreesForecaster.Train(series, [30], 6, new GlobalTreesOptions { Trees = 3, Threads = 1, MostRows = most, Strategy = strategy }, TestContext.Current.CancellationToken);
        var drawn = Assert.Single(Trained(1_000).Notes);
        Assert.Equal((TrainingNoteKind.RowsDrawn, 30), (drawn.Kind, drawn.Cutoff));
        var numbers = System.Text.RegularExpressions.Regex.Match(drawn.Text, "^([0-9]+) of ([0-9]+) origins were drawn by the seed, which gave ([0-9]+) rows for ([0-9]+) steps$").Groups.Values.Skip(1).Select(g => int.Parse(g.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(30 * (30 - TrainingRows.FewestBefore), numbers[1]);
        Assert.InRange(numbers[0], 1, numbers[1] - 1);
        Assert.InRange(numbers[2], 1, numbers[0] * numbers[3]);
        Assert.Empty(Trained(1_000_000).Notes);
        using var stored = new MemoryStream();
        Trained(1_000).Save(stored);
        stored.Position = 0;
        Assert.Equal([drawn], GlobalTreesForecaster.Load(stored).Notes);
    }

    [Fact]
    public void Train_Season_IsLearnedAcrossSeries()
    {
        var series = Shop();
        var trees = GlobalTreesForecaster.Train(series, [54], 6, new GlobalTreesOptions { Threads = 1 }, TestContext.Current.CancellationToken);
        double ofTrees = 0, ofMean = 0;
        foreach (var one in series)
        {
            var known = one.Until(54);
            var (a, b) = (trees.Forecast(known, Request, TestContext.Current.CancellationToken), new HistoricMean().Forecast(known, Request, TestContext.Current.CancellationToken));
            for (var step = 0; step < 6; step++)
            {
                ofTrees += Math.Abs(a.Mean[step] - one.Values[54 + step]) / 6;
                ofMean += Math.Abs(b.Mean[step] - one.Values[54 + step]) / 6;
            }
        }

        Assert.True(ofTrees < 0.5 * ofMean, $"{ofTrees} against {ofMean}");
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(60, true)]
    public void Train_Attributes_AreEncodedByTheirMeanOnlyOverAWholeCycle(int cutoff, bool encoded)
    {
        // One group grows by half in a year, the other stays.
        var series = Shop().Select((s, i) => s with { Values = [.. s.Values.Select((v, t) => i % 2 == 0 ? v * Math.Pow(1.5, t / 12.0) : v)] }).ToArray();
        var codes = TreeTrainer.Train(series, cutoff, 6, Small, [], TestContext.Current.CancellationToken).Context.Codes;
        var (growing, staying) = (new float[codes.Width], new float[codes.Width]);
        codes.Write(series[0], growing);
        codes.Write(series[1], staying);
        Assert.NotEqual(growing[0], staying[0]);
        Assert.Equal(encoded, growing[1] != staying[1]);
    }

    [Fact]
    public void Train_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => GlobalTreesForecaster.Train(Shop(), [60], 6, Small, new CancellationToken(true)));

    [Fact]
    public void Auto_WithTrees_TriesThemHonestly()
    {
        var series = Shop();
        var plan = OriginPlan.For(0, 60, 6, 12);
        var auto = new AutoForecaster([GlobalTreesForecaster.Train(series, [.. plan.Cutoffs, 60], 6, Small, TestContext.Current.CancellationToken)]);
        var backtest = auto.Backtest(series[0], Request, plan, TestContext.Current.CancellationToken);
        Assert.Equal(12, backtest.Accuracies.Single(a => a.Method == "trees").Scores.N);
    }

    [Fact]
    public void Ensemble_OwnWalk_ScoresAsTheLibrary()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 500).Select(_ => new TrainingRow { Features = [random.NextSingle(), random.NextSingle()] }).ToList();
        rows.ForEach(r => r.Label = r.Features[0] * 3 + (r.Features[1] > 0.5f ? 1 : 0));
        var context = new MLContext(1);
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(TrainingRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        var data = context.Data.LoadFromEnumerable(rows, schema);
        var fitted = context.Regression.Trainers.FastTree(numberOfTrees: 20).Fit(data);
        var scores = fitted.Transform(data).GetColumn<float>("Score").ToArray();
        var own = TreeEnsemble.From(fitted.Model.TrainedTreeEnsemble);
        for (var i = 0; i < rows.Count; i++)
            Assert.Equal(scores[i], own.Score(rows[i].Features), 1e-5);
    }
}
