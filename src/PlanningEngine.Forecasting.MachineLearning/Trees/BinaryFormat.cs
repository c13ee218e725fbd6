namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>Small pieces of the stored form.</summary>
internal static class BinaryFormat
{
    private const int MostItems = 100_000_000;

    /// <summary>Reads a count and refuses nonsense before anything is allocated for it.</summary>
    internal static int ReadCount(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > MostItems)
            throw new InvalidDataException($"The stored model is damaged: a count of {count}. Maybe train again.");
        return count;
    }

    internal static void WriteDoubles(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
            writer.Write(value);
    }

    internal static double[] ReadDoubles(BinaryReader reader)
    {
        var values = new double[ReadCount(reader)];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.ReadDouble();
        return values;
    }
}
