namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>
/// Numbers for the static attributes of series, two for each: the position of a value in the ordinal order of the values seen in training (-1 for a value or attribute
/// not seen), and the mean label of its training rows, drawn to zero where they are few (a target encoding, Micci-Barreca 2001); zero where none was learned.
/// </summary>
internal sealed class AttributeCodes
{
    private const int MostAttributes = 8;
    private const double PriorRows = 200;
    private readonly SortedDictionary<string, (string[] Values, double[] Means)> _attributes;

    private AttributeCodes(SortedDictionary<string, (string[] Values, double[] Means)> attributes) => _attributes = attributes;

    /// <summary>Number of features.</summary>
    internal int Width => 2 * _attributes.Count;

    internal static AttributeCodes From(IEnumerable<TimeSeries> series)
    {
        var seen = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in series.SelectMany(s => s.Attributes))
        {
            if (!seen.TryGetValue(name, out var values))
                seen[name] = values = new SortedSet<string>(StringComparer.Ordinal);
            values.Add(value);
        }

        var kept = new SortedDictionary<string, (string[] Values, double[] Means)>(StringComparer.Ordinal);
        foreach (var (name, values) in seen.Take(MostAttributes))
            kept[name] = ([.. values], new double[values.Count]);
        return new AttributeCodes(kept);
    }

    /// <summary>Learns the means from training rows.</summary>
    /// <param name="rows">Rows that hold codes; held-out rows are not among them.</param>
    internal void Learn(TrainingRows rows)
    {
        var next = -Width;
        foreach (var (_, (values, means)) in _attributes)
        {
            var counts = new double[values.Length];
            for (var i = 0; i < rows.Rows.Count; i++)
                if (rows.Rows[i][^-next] is >= 0 and var code)
                {
                    means[(int)code] += rows.Labels[i];
                    counts[(int)code]++;
                }

            for (var i = 0; i < means.Length; i++)
                means[i] /= counts[i] + PriorRows;
            next += 2;
        }
    }

    /// <summary>Puts the means into rows that hold codes.</summary>
    internal void Fill(FeatureRows rows)
    {
        var next = -Width;
        foreach (var (_, (_, means)) in _attributes)
        {
            for (var i = 0; i < rows.Count; i++)
                rows[i][^(-next - 1)] = rows[i][^-next] is >= 0 and var code ? (float)means[(int)code] : 0;
            next += 2;
        }
    }

    internal void Write(TimeSeries series, Span<float> target)
    {
        var i = 0;
        foreach (var (name, (values, means)) in _attributes)
        {
            var code = series.Attributes.TryGetValue(name, out var value) ? Math.Max(-1, Array.BinarySearch(values, value, StringComparer.Ordinal)) : -1;
            target[i++] = code;
            target[i++] = code >= 0 ? (float)means[code] : 0;
        }
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_attributes.Count);
        foreach (var (name, (values, means)) in _attributes)
        {
            writer.Write(name);
            writer.Write(values.Length);
            foreach (var value in values)
                writer.Write(value);
            BinaryFormat.WriteDoubles(writer, means);
        }
    }

    internal static AttributeCodes Read(BinaryReader reader)
    {
        var read = new SortedDictionary<string, (string[] Values, double[] Means)>(StringComparer.Ordinal);
        var count = BinaryFormat.ReadCount(reader);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var values = new string[BinaryFormat.ReadCount(reader)];
            for (var v = 0; v < values.Length; v++)
                values[v] = reader.ReadString();
            var means = BinaryFormat.ReadDoubles(reader);
            if (means.Length != values.Length)
                throw new InvalidDataException("The stored attributes are damaged. Maybe train again.");
            read[name] = (values, means);
        }

        return new AttributeCodes(read);
    }
}
