using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>Learns the pooled season and grows the trees of one cut-off.</summary>
internal static class TreeTrainer
{
    private const int FewestRows = 50;
    private const int FewStepsShare = 4;
    private const double TweediePower = 1.1;
    private const double SporadicShare = 0.5;

    /// <summary>Trains on everything before a cut-off.</summary>
    internal static CutoffModel Train(
        IReadOnlyList<TimeSeries> series, int cutoff, int horizon, GlobalTreesOptions options, List<TrainingNote> notes, CancellationToken cancellationToken)
    {
        var known = series.Where(s => s.FirstPeriod < cutoff).Select(s => s.Until(Math.Min(cutoff, s.End))).ToArray();
        var effects = EffectPooling.Learn(known, notes, cancellationToken);
        var demand = Array.ConvertAll(known, s => KnownDemand.Of(s, effects, 0));
        var bases = Array.ConvertAll(demand, d => d.Base);
        var labels = new TreeLabels(options.Objective ?? ObjectiveFor(bases));
        var season = SeasonModel.Learn(bases, cutoff, horizon, options.Axis, cancellationToken);
        var context = new TreeContext(AttributeCodes.From(series), season, options.Axis, effects);
        var model = new CutoffModel(cutoff, horizon, context, labels, null, null, [.. Enumerable.Range(0, horizon).Select(_ => new double[CutoffModel.ResidualLevels.Length])]);
        var direct = options.Strategy == TreeStrategy.Recursive ? null : Grow(model, demand, horizon, isFirst: true, options, notes, cancellationToken);
        var recursive = options.Strategy == TreeStrategy.Direct ? null : Grow(model, demand, Math.Min(horizon, TreePaths.Block), isFirst: direct is null, options, notes, cancellationToken);
        model = model with { Direct = direct, Recursive = recursive };
        return !model.HasTrees ? model
            : model with { ResidualQuantiles = recursive is null ? Residuals(model, demand, options, cancellationToken) : PathResiduals.Of(model, demand, options.Seed, cancellationToken) };
    }

    /// <summary>Grows trees for some steps ahead; null where there is too little to learn from.</summary>
    private static TreeEnsemble? Grow(
        CutoffModel model, KnownDemand[] demand, int steps, bool isFirst, GlobalTreesOptions options, List<TrainingNote> notes, CancellationToken cancellationToken)
    {
        var codes = model.Context.Codes;
        using var rows = Collect(model, demand, steps, options, keepsHeldOut: false, cancellationToken);
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (rows.Rows.Count < FewestRows)
        {
            Note(notes, new TrainingNote(TrainingNoteKind.TooFewRows, Text($"{rows.Rows.Count} training rows are too few for trees"), model.Cutoff));
            return null;
        }

        if (rows.DrawnOrigins < rows.Origins)
            notes.Add(new TrainingNote(TrainingNoteKind.RowsDrawn, Text($"{rows.DrawnOrigins} of {rows.Origins} origins were drawn by the seed, which gave {rows.Rows.Count} rows for {steps} steps"), model.Cutoff));
        if (isFirst && Spans(rows.Targets, model.Context.Season?.Period ?? 0))
            codes.Learn(rows);
        codes.Fill(rows.Rows);
        cancellationToken.ThrowIfCancellationRequested();
        return Fit(rows, model.Labels.Objective, options, notes, cancellationToken);
    }

    private static TrainingRows Collect(CutoffModel model, KnownDemand[] demand, int steps, GlobalTreesOptions options, bool keepsHeldOut, CancellationToken cancellationToken)
    {
        // An origin costs as much for a few steps as for many: a quarter of the rows teach the recursive trees no less.
        var most = steps < model.Horizon ? Math.Max(FewestRows, options.MostRows / FewStepsShare) : options.MostRows;
        var rows = TrainingRows.Collect(demand, steps, model.Context, model.Labels, most, options.Seed, keepsHeldOut, cancellationToken);
        if (model.Context.Season is not null)
            model.Labels.Centre(rows);
        return rows;
    }

    /// <summary>Whether rows reach over a whole cycle: what a group of series did in a part of it is a season of theirs and not how they change.</summary>
    private static bool Spans(List<int> targets, int period) => targets.Max() - targets.Min() + 1 >= period;

    /// <summary>Tweedie for demand that is mostly zero and never negative, else squared errors.</summary>
    private static TreeObjective ObjectiveFor(IEnumerable<TimeSeries> series)
    {
        long zeros = 0, known = 0;
        foreach (var value in series.SelectMany(s => s.Values))
        {
            if (value < 0)
                return TreeObjective.Squared;
            zeros += value == 0 ? 1 : 0;
            known += double.IsNaN(value) ? 0 : 1;
        }

        return zeros > SporadicShare * known ? TreeObjective.Tweedie : TreeObjective.Squared;
    }

    private static TreeEnsemble Fit(TrainingRows rows, TreeObjective objective, GlobalTreesOptions options, List<TrainingNote> notes, CancellationToken cancellationToken)
    {
        if (options.Engine == TreeEngine.FastTree)
            return FitFastTree(rows, objective, options, notes);
        try
        {
            return FitLightGbm(rows, objective, options, cancellationToken);
        }
        catch (Exception missing) when (missing is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            Note(notes, new TrainingNote(TrainingNoteKind.Substitute, "the native LightGBM library could not be loaded (maybe install libgomp1): FastTree was used"));
            return FitFastTree(rows, objective, options, notes);
        }
    }

    private static TreeEnsemble FitLightGbm(TrainingRows rows, TreeObjective objective, GlobalTreesOptions options, CancellationToken cancellationToken)
    {
        var parameters = string.Create(CultureInfo.InvariantCulture,
            $"objective={NativeName(objective, options)} num_leaves={options.Leaves} learning_rate={options.LearningRate} min_data_in_leaf={options.RowsPerLeaf} feature_fraction=0.7 bagging_fraction=0.7 bagging_freq=1 lambda_l2=5 seed={options.Seed} num_threads={options.Threads} use_missing=false deterministic=true force_col_wise=true verbosity=-1");
        return LightGbmText.Parse(LightGbmLibrary.Train(rows.Rows.Cells, rows.Labels, rows.Weights, parameters, options.Trees, cancellationToken));
    }

    private static string NativeName(TreeObjective objective, GlobalTreesOptions options) => objective switch
    {
        TreeObjective.Absolute => "regression_l1",
        TreeObjective.Huber => "huber alpha=0.3",
        TreeObjective.Quantile => string.Create(CultureInfo.InvariantCulture, $"quantile alpha={options.QuantileLevel}"),
        TreeObjective.Poisson => "poisson",
        TreeObjective.Tweedie => string.Create(CultureInfo.InvariantCulture, $"tweedie tweedie_variance_power={TweediePower}"),
        _ => "regression",
    };

    private static TreeEnsemble FitFastTree(TrainingRows rows, TreeObjective objective, GlobalTreesOptions options, List<TrainingNote> notes)
    {
        // A fresh context per fit: a reused one draws other random numbers.
        var context = new MLContext(options.Seed);
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(TrainingRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Rows.Width);
        var data = context.Data.LoadFromEnumerable(rows.Read(), schema);
        if (objective is TreeObjective.Poisson or TreeObjective.Tweedie)
            return TreeEnsemble.From(context.Regression.Trainers.FastTreeTweedie(With(new FastTreeTweedieTrainer.Options { Index = objective == TreeObjective.Poisson ? 1 : TweediePower }, options)).Fit(data).Model.TrainedTreeEnsemble);
        if (objective != TreeObjective.Squared)
            Note(notes, new TrainingNote(TrainingNoteKind.Substitute, $"FastTree knows no {objective.ToString().ToLowerInvariant()} loss: squared errors were used"));
        return TreeEnsemble.From(context.Regression.Trainers.FastTree(With(new FastTreeRegressionTrainer.Options(), options)).Fit(data).Model.TrainedTreeEnsemble);
    }

    private static T With<T>(T trainer, GlobalTreesOptions options)
        where T : BoostedTreeOptions
    {
        trainer.LabelColumnName = nameof(TrainingRow.Label);
        trainer.FeatureColumnName = nameof(TrainingRow.Features);
        trainer.ExampleWeightColumnName = nameof(TrainingRow.Weight);
        trainer.NumberOfTrees = options.Trees;
        trainer.NumberOfLeaves = options.Leaves;
        trainer.MinimumExampleCountPerLeaf = options.RowsPerLeaf;
        trainer.LearningRate = options.LearningRate;
        trainer.NumberOfThreads = options.Threads == 0 ? null : options.Threads;
        trainer.Seed = options.Seed;
        return trainer;
    }

    private static void Note(List<TrainingNote> notes, TrainingNote note)
    {
        if (!notes.Contains(note))
            notes.Add(note);
    }

    /// <summary>Quantiles of standardised residuals per step, from held-out series; from the training rows, widened, when there are few series.</summary>
    private static double[][] Residuals(CutoffModel model, KnownDemand[] demand, GlobalTreesOptions options, CancellationToken cancellationToken)
    {
        using var rows = Collect(model, demand, model.Horizon, options, keepsHeldOut: true, cancellationToken);
        model.Context.Codes.Fill(rows.Rows);
        model.Context.Codes.Fill(rows.HeldOut);
        double Residual(ReadOnlySpan<float> features, double label, double deviation) => (label - model.Labels.Value(model.Direct!.Score(features), 0, 1)) / deviation;
        var residuals = new StepResiduals(model.Horizon);
        for (var i = 0; i < rows.HeldOut.Count; i++)
            residuals.Add(rows.HeldOutLabels[i].Step, Residual(rows.HeldOut[i], rows.HeldOutLabels[i].Label, rows.HeldOutLabels[i].Deviation));
        return residuals.Quantiles(() => Enumerable.Range(0, rows.Rows.Count).Select(i => Residual(rows.Rows[i], rows.Labels[i], rows.Deviations[i])));
    }
}
