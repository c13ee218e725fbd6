namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>What was learned before one cut-off.</summary>
/// <param name="Cutoff">Ordinal of the first bucket that training did not see.</param>
/// <param name="Horizon">Steps ahead it was trained for.</param>
/// <param name="Codes">Codes of the attributes.</param>
/// <param name="Trees">The trees; null when there was nothing to learn from.</param>
/// <param name="ResidualQuantiles">Standardised residuals per step at <see cref="ResidualLevels"/>.</param>
internal sealed record CutoffModel(int Cutoff, int Horizon, AttributeCodes Codes, TreeEnsemble? Trees, double[][] ResidualQuantiles)
{
    /// <summary>Levels at which residuals are kept.</summary>
    internal static double[] ResidualLevels { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995];

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Cutoff);
        writer.Write(Horizon);
        Codes.Write(writer);
        writer.Write(Trees is not null);
        Trees?.Write(writer);
        writer.Write(ResidualQuantiles.Length);
        foreach (var row in ResidualQuantiles)
            BinaryFormat.WriteDoubles(writer, row);
    }

    internal static CutoffModel Read(BinaryReader reader)
    {
        var (cutoff, horizon) = (reader.ReadInt32(), reader.ReadInt32());
        var codes = AttributeCodes.Read(reader);
        var trees = reader.ReadBoolean() ? TreeEnsemble.Read(reader, TreeFeatures.CountFor(codes)) : null;
        var quantiles = new double[BinaryFormat.ReadCount(reader)][];
        for (var i = 0; i < quantiles.Length; i++)
            quantiles[i] = BinaryFormat.ReadDoubles(reader);
        if (horizon < 1 || quantiles.Length != horizon || Array.Exists(quantiles, q => q.Length != ResidualLevels.Length))
            throw new InvalidDataException("The stored model is damaged: its steps do not fit its horizon. Maybe train again.");
        return new CutoffModel(cutoff, horizon, codes, trees, quantiles);
    }
}
