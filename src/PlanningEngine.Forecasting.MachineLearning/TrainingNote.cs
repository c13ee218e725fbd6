using System.Globalization;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>What a note of training speaks of.</summary>
public enum TrainingNoteKind
{
    /// <summary>Regressors that were left out.</summary>
    RegressorsLeftOut,

    /// <summary>A cut-off with too few rows for trees.</summary>
    TooFewRows,

    /// <summary>Rows that were drawn by the seed, since there are more than are learned from.</summary>
    RowsDrawn,

    /// <summary>Another library or another loss than asked for.</summary>
    Substitute,
}

/// <summary>What training did beyond its plain form.</summary>
/// <param name="Kind">What it speaks of.</param>
/// <param name="Text">In words.</param>
/// <param name="Cutoff">Ordinal of the cut-off; null where it is true of all.</param>
public sealed record TrainingNote(TrainingNoteKind Kind, string Text, int? Cutoff = null)
{
    /// <summary>The words, with the ordinal of the cut-off before them.</summary>
    public override string ToString() => Cutoff is { } cutoff ? string.Create(CultureInfo.InvariantCulture, $"cut-off {cutoff}: {Text}") : Text;

    internal void Write(BinaryWriter writer)
    {
        writer.Write((int)Kind);
        writer.Write(Text);
        writer.Write(Cutoff is not null);
        writer.Write(Cutoff ?? 0);
    }

    internal static TrainingNote Read(BinaryReader reader)
    {
        var (kind, text, has, cutoff) = ((TrainingNoteKind)reader.ReadInt32(), reader.ReadString(), reader.ReadBoolean(), reader.ReadInt32());
        return new TrainingNote(kind, text, has ? cutoff : null);
    }
}
