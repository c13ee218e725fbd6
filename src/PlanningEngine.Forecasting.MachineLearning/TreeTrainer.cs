using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>Grows the trees of one cut-off.</summary>
internal static class TreeTrainer
{
    private const int FewestRows = 50;
    private const int EnoughResiduals = 50;
    private const double InSampleWidening = 1.25;

    /// <summary>Trains on everything before a cut-off.</summary>
    internal static CutoffModel Train(
        IReadOnlyList<TimeSeries> series, int cutoff, int horizon, GlobalTreesOptions options, List<string> notes, CancellationToken cancellationToken)
    {
        var codes = AttributeCodes.From(series);
        var rows = TrainingRows.Collect(series, cutoff, horizon, codes, options, cancellationToken);
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (rows.Rows.Count < FewestRows)
        {
            notes.Add(Text($"cut-off {cutoff}: {rows.Rows.Count} training rows are too few for trees"));
            return new CutoffModel(cutoff, horizon, codes, null, NoResiduals(horizon));
        }

        if (rows.Available > options.MostRows)
            notes.Add(Text($"cut-off {cutoff}: {rows.Rows.Count + rows.HeldOut.Count} of {rows.Available} rows were drawn by the seed"));
        cancellationToken.ThrowIfCancellationRequested();
        var trees = TreeEnsemble.From(Fit(rows.Rows, TreeFeatures.CountFor(codes), options, notes));
        return new CutoffModel(cutoff, horizon, codes, trees, Residuals(trees, rows, horizon));
    }

    private static RegressionTreeEnsemble Fit(List<TrainingRow> rows, int width, GlobalTreesOptions options, List<string> notes)
    {
        if (options.Engine == TreeEngine.FastTree)
            return FitFastTree(rows, width, options);
        try
        {
            return FitLightGbm(rows, width, options);
        }
        catch (Exception missing) when (IsMissingLibrary(missing))
        {
            var note = "the native LightGBM library could not be loaded (maybe install libgomp1): FastTree was used";
            if (!notes.Contains(note))
                notes.Add(note);
            return FitFastTree(rows, width, options);
        }
    }

    private static bool IsMissingLibrary(Exception exception) =>
        exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
        || (exception.InnerException is { } inner && IsMissingLibrary(inner));

    private static RegressionTreeEnsemble FitLightGbm(List<TrainingRow> rows, int width, GlobalTreesOptions options)
    {
        // A fresh context per fit: a reused one draws other random numbers.
        var context = new MLContext(options.Seed);
        var trainer = context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            LabelColumnName = nameof(TrainingRow.Label),
            FeatureColumnName = nameof(TrainingRow.Features),
            NumberOfIterations = options.Trees,
            NumberOfLeaves = options.Leaves,
            MinimumExampleCountPerLeaf = options.RowsPerLeaf,
            LearningRate = options.LearningRate,
            HandleMissingValue = false,
            NumberOfThreads = options.Threads == 0 ? null : options.Threads,
            Seed = options.Seed,
            Deterministic = true,
            ForceColumnWise = true,
        });
        return trainer.Fit(Load(context, rows, width)).Model.TrainedTreeEnsemble;
    }

    private static RegressionTreeEnsemble FitFastTree(List<TrainingRow> rows, int width, GlobalTreesOptions options)
    {
        var context = new MLContext(options.Seed);
        var trainer = context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
        {
            LabelColumnName = nameof(TrainingRow.Label),
            FeatureColumnName = nameof(TrainingRow.Features),
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            MinimumExampleCountPerLeaf = options.RowsPerLeaf,
            LearningRate = options.LearningRate,
            NumberOfThreads = options.Threads == 0 ? null : options.Threads,
            Seed = options.Seed,
        });
        return trainer.Fit(Load(context, rows, width)).Model.TrainedTreeEnsemble;
    }

    private static IDataView Load(MLContext context, List<TrainingRow> rows, int width)
    {
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(TrainingRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Quantiles of standardised residuals per step, from held-out series; from the training rows, widened, when there are few series.</summary>
    private static double[][] Residuals(TreeEnsemble trees, TrainingRows rows, int horizon)
    {
        var byStep = new List<double>[horizon];
        for (var step = 0; step < horizon; step++)
            byStep[step] = [];
        foreach (var row in rows.HeldOut)
            byStep[row.Step].Add((row.Label - trees.Score(row.Features)) / row.Deviation);
        var all = byStep.SelectMany(r => r).ToList();
        if (all.Count < EnoughResiduals)
            all = [.. rows.Rows.Select(r => InSampleWidening * (r.Label - trees.Score(r.Features)) / r.Deviation)];

        return [.. byStep.Select(r => Quantiles(r.Count >= EnoughResiduals ? r : all))];
    }

    private static double[] Quantiles(List<double> residuals)
    {
        var sorted = residuals.ToArray();
        Array.Sort(sorted);
        return [.. CutoffModel.ResidualLevels.Select(level => QuantileFunctions.OfSorted(sorted, level))];
    }

    private static double[][] NoResiduals(int horizon) => [.. Enumerable.Range(0, horizon).Select(_ => new double[CutoffModel.ResidualLevels.Length])];
}
