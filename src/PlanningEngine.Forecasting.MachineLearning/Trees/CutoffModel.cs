using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>What was learned before one cut-off.</summary>
/// <param name="Cutoff">Ordinal of the first bucket that training did not see.</param>
/// <param name="Horizon">Steps ahead it was trained for.</param>
/// <param name="Context">Attributes, pooled season, dates and effects of regressors.</param>
/// <param name="Labels">What the trees were taught.</param>
/// <param name="Direct">The trees that answer each step by itself; null where there are none.</param>
/// <param name="Recursive">The trees that answer a few steps and go on from their own answers; null where there are none.</param>
/// <param name="ResidualQuantiles">Standardised residuals per step at <see cref="ResidualLevels"/>.</param>
internal sealed record CutoffModel(int Cutoff, int Horizon, TreeContext Context, TreeLabels Labels, TreeEnsemble? Direct, TreeEnsemble? Recursive, double[][] ResidualQuantiles)
{
    /// <summary>Levels at which residuals are kept.</summary>
    internal static double[] ResidualLevels { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995];

    /// <summary>Whether there was anything to learn from.</summary>
    internal bool HasTrees => Direct is not null || Recursive is not null;

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Cutoff);
        writer.Write(Horizon);
        Context.Codes.Write(writer);
        writer.Write(Context.Season is not null);
        Context.Season?.Write(writer);
        writer.Write(Context.Axis is not null);
        if (Context.Axis is { } axis)
        {
            writer.Write(axis.Origin.DayNumber);
            writer.Write((int)axis.Unit);
            writer.Write(axis.Length);
            writer.Write(axis.Ordinal);
        }

        Context.Effects.Write(writer);
        writer.Write((int)Labels.Objective);
        foreach (var trees in new[] { Direct, Recursive })
        {
            writer.Write(trees is not null);
            trees?.Write(writer);
        }

        writer.Write(ResidualQuantiles.Length);
        foreach (var row in ResidualQuantiles)
            BinaryFormat.WriteDoubles(writer, row);
    }

    internal static CutoffModel Read(BinaryReader reader)
    {
        var (cutoff, horizon) = (reader.ReadInt32(), reader.ReadInt32());
        var codes = AttributeCodes.Read(reader);
        var season = reader.ReadBoolean() ? SeasonModel.Read(reader) : null;
        var axis = reader.ReadBoolean() ? new TimeAxis(DateOnly.FromDayNumber(reader.ReadInt32()), (AxisUnit)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()) : null;
        var context = new TreeContext(codes, season, axis, PooledEffects.Read(reader));
        var labels = new TreeLabels((TreeObjective)reader.ReadInt32());
        TreeEnsemble? Trees() => reader.ReadBoolean() ? TreeEnsemble.Read(reader, TreeFeatures.CountFor(context)) : null;
        var (direct, recursive) = (Trees(), Trees());
        var quantiles = new double[BinaryFormat.ReadCount(reader)][];
        for (var i = 0; i < quantiles.Length; i++)
            quantiles[i] = BinaryFormat.ReadDoubles(reader);
        if (horizon < 1 || quantiles.Length != horizon || Array.Exists(quantiles, q => q.Length != ResidualLevels.Length) || axis is { Length: < 1 } || !Enum.IsDefined(labels.Objective))
            throw new InvalidDataException("The stored model is damaged: its steps do not fit its horizon. Maybe train again.");
        return new CutoffModel(cutoff, horizon, context, labels, direct, recursive, quantiles);
    }
}
