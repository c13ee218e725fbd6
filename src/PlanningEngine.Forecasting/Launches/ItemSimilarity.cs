namespace PlanningEngine.Forecasting.Launches;

/// <summary>An earlier item whose launch says something about a new one.</summary>
/// <param name="History">Its sales from the launch on; what lies before its first sale is left out.</param>
/// <param name="Similarity">How much it counts, above 0 and at most 1.</param>
public sealed record SimilarItem(TimeSeries History, double Similarity);

/// <summary>How alike items are by their attributes (Gower 1971): equal texts count 1, unequal 0, numbers by their distance within the range seen.</summary>
public static class ItemSimilarity
{
    /// <summary>The items most like a new one.</summary>
    /// <param name="attributes">Attributes of the new item; those that an item lacks count as unequal.</param>
    /// <param name="items">Earlier items with their attributes.</param>
    /// <param name="count">How many to take, at least 1.</param>
    /// <param name="weights">Weight per attribute, at least 0; null or missing means 1.</param>
    /// <returns>The nearest ones, most similar first, those without any likeness left out; ties stand in the order given.</returns>
    public static IReadOnlyList<SimilarItem> Nearest(
        IReadOnlyDictionary<string, string> attributes, IReadOnlyList<TimeSeries> items, int count, IReadOnlyDictionary<string, double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var ranges = attributes.Keys.ToDictionary(name => name, name => Range(name, attributes, items), StringComparer.Ordinal);
        return [.. items.Select(item => new SimilarItem(item, Of(item))).Where(s => s.Similarity > 0).OrderByDescending(s => s.Similarity).Take(count)];

        double Of(TimeSeries item)
        {
            double alike = 0, all = 0;
            foreach (var (name, value) in attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                var weight = weights?.GetValueOrDefault(name, 1) ?? 1;
                all += weight;
                if (item.Attributes.TryGetValue(name, out var other))
                    alike += weight * (ranges[name] is { } range ? 1 - Math.Abs(Number(value)!.Value - Number(other)!.Value) / range
                        : string.Equals(value, other, StringComparison.Ordinal) ? 1 : 0);
            }

            return all > 0 ? alike / all : 0;
        }
    }

    /// <summary>Range of an attribute that is a number everywhere and varies; else null.</summary>
    private static double? Range(string name, IReadOnlyDictionary<string, string> attributes, IReadOnlyList<TimeSeries> items)
    {
        double?[] numbers = [Number(attributes[name]), .. items.Where(i => i.Attributes.ContainsKey(name)).Select(i => Number(i.Attributes[name]))];
        return Array.TrueForAll(numbers, n => n is not null) && numbers.Max() - numbers.Min() is > 0 and var range ? range : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
