namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>Numbers for the static attributes of series: the position of a value in the ordinal order of the values seen in training; -1 for a value or attribute not seen.</summary>
internal sealed class AttributeCodes
{
    private const int MostAttributes = 8;
    private readonly SortedDictionary<string, string[]> _values;

    private AttributeCodes(SortedDictionary<string, string[]> values) => _values = values;

    internal int Count => _values.Count;

    internal static AttributeCodes From(IEnumerable<TimeSeries> series)
    {
        var seen = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in series.SelectMany(s => s.Attributes))
        {
            if (!seen.TryGetValue(name, out var values))
                seen[name] = values = new SortedSet<string>(StringComparer.Ordinal);
            values.Add(value);
        }

        var kept = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, values) in seen.Take(MostAttributes))
            kept[name] = [.. values];
        return new AttributeCodes(kept);
    }

    internal void Write(TimeSeries series, Span<float> target)
    {
        var i = 0;
        foreach (var (name, values) in _values)
            target[i++] = series.Attributes.TryGetValue(name, out var value) ? Math.Max(-1, Array.BinarySearch(values, value, StringComparer.Ordinal)) : -1;
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_values.Count);
        foreach (var (name, values) in _values)
        {
            writer.Write(name);
            writer.Write(values.Length);
            foreach (var value in values)
                writer.Write(value);
        }
    }

    internal static AttributeCodes Read(BinaryReader reader)
    {
        var read = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var count = BinaryFormat.ReadCount(reader);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var values = new string[BinaryFormat.ReadCount(reader)];
            for (var v = 0; v < values.Length; v++)
                values[v] = reader.ReadString();
            read[name] = values;
        }

        return new AttributeCodes(read);
    }
}
