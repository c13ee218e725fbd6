using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.MachineLearning.Trees;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class LightGbmTests
{
    private const string Common = "num_leaves=8 learning_rate=0.1 min_data_in_leaf=10 seed=3 deterministic=true force_col_wise=true verbosity=-1 ";

    /// <summary>Two features; counts whose rate is the exponential of the first, with many zeros.</summary>
    private static (float[] Features, float[] Labels) Counts(int rows)
    {
        var random = new Random(5);
        var (features, labels) = (new float[2 * rows], new float[rows]);
        for (var i = 0; i < rows; i++)
        {
            features[2 * i] = random.NextSingle();
            features[2 * i + 1] = random.NextSingle();
            labels[i] = random.NextDouble() < 0.5 ? 0 : (float)Math.Round(4 * Math.Exp(features[2 * i]) * random.NextDouble());
        }

        return (features, labels);
    }

    private static TreeEnsemble Train(string objective, float[] features, float[] labels, int threads = 1) =>
        LightGbmText.Parse(LightGbmLibrary.Train(features, labels, [], $"{Common}objective={objective} num_threads={threads}", 60, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("tweedie tweedie_variance_power=1.1", true)]
    [InlineData("poisson", true)]
    [InlineData("regression", false)]
    public void Train_ObjectiveOfTheMean_AddsUpToTheLabels(string objective, bool logarithm)
    {
        var (features, labels) = Counts(2000);
        var trees = Train(objective, features, labels);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
            sum += logarithm ? Math.Exp(trees.Score(features.AsSpan(2 * i, 2))) : trees.Score(features.AsSpan(2 * i, 2));
        Assert.Equal(1, sum / labels.Sum(), 0.03);
    }

    [Theory]
    [InlineData("quantile alpha=0.9", 0.9)]
    [InlineData("regression_l1", 0.5)]
    public void Train_ObjectiveOfAQuantile_LeavesItsShareBelow(string objective, double share)
    {
        var random = new Random(1);
        var features = Enumerable.Range(0, 4000).Select(_ => random.NextSingle()).ToArray();
        var labels = Array.ConvertAll(features, f => f + random.NextSingle());
        var trees = Train(objective, features, labels);
        var below = labels.Where((label, i) => label <= trees.Score(features.AsSpan(i, 1))).Count() / (double)labels.Length;
        Assert.Equal(share, below, 0.03);
    }

    [Fact]
    public void Train_OtherThreads_GivesTheSameBits()
    {
        var (features, labels) = Counts(3000);
        var (one, two) = (Train("tweedie", features, labels), Train("tweedie", features, labels, threads: 2));
        for (var i = 0; i < labels.Length; i++)
            Assert.Equal(one.Score(features.AsSpan(2 * i, 2)), two.Score(features.AsSpan(2 * i, 2)));
    }

    [Fact]
    public void Parse_ModelText_ScoresAsMlNetDoes()
    {
        var (features, labels) = Counts(500);
        var text = LightGbmLibrary.Train(features, labels, [], Common + "objective=regression num_threads=1", 20, TestContext.Current.CancellationToken);
        var own = LightGbmText.Parse(text);
        var context = new MLContext(1);
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(TrainingRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        var rows = labels.Select((_, i) => new TrainingRow { Features = features[(2 * i)..(2 * i + 2)] }).ToArray();
        var data = context.Data.LoadFromEnumerable(rows, schema);
        var loaded = context.Regression.Trainers.LightGbm(new MemoryStream(Encoding.UTF8.GetBytes(text)), nameof(TrainingRow.Features)).Fit(data);
        var scores = loaded.Transform(data).GetColumn<float>("Score").ToArray();
        for (var i = 0; i < rows.Length; i++)
            Assert.Equal(scores[i], own.Score(rows[i].Features), 1e-5);
    }

    [Fact]
    public void Parse_NotAModel_Throws() => Assert.Throws<FormatException>(() => LightGbmText.Parse("Tree=0\nnum_leaves=2\nend of trees\n"));

    [Fact]
    public void Train_UnknownObjective_SaysWhatTheLibrarySays()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Train("no-such-loss", [1, 2, 3, 4], [1, 2]));
        Assert.Contains("no-such-loss", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Cancelled_StopsBetweenTrees() =>
        Assert.Throws<OperationCanceledException>(() => LightGbmLibrary.Train([1, 2, 3, 4], [1, 2], [], Common + "objective=regression", 5, new CancellationToken(true)));

    [Theory]
    [InlineData(TreeEngine.LightGbm)]
    [InlineData(TreeEngine.FastTree)]
    public void Forecast_SporadicDemand_IsLearnedByTweedieWithoutBias(TreeEngine engine)
    {
        var series = Enumerable.Range(0, 60).Select(i =>
        {
            var random = new Random(i);
            return new TimeSeries($"{i}", [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble() < 0.3 ? (double)random.Next(1, 6) : 0)], 1);
        }).ToArray();
        var trees = GlobalTreesForecaster.Train(series, [70], 10, new GlobalTreesOptions { Engine = engine, Threads = 1 }, TestContext.Current.CancellationToken);
        var (forecast, actual) = (0.0, 0.0);
        foreach (var one in series)
        {
            forecast += trees.Forecast(one.Until(70), new ForecastRequest(10), TestContext.Current.CancellationToken).Mean.Sum();
            actual += one.Values[..70].Average() * 10;
        }

        Assert.Equal(1, forecast / actual, 0.15);
    }
}
