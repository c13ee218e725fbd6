using System.Runtime.InteropServices;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>A sample of the series of a file that neither ids nor order decide, so that a file of any length needs the same memory.</summary>
internal sealed class FileSample
{
    private const int MostSeries = 4_000;
    private const int MostValues = 1_000_000;

    private readonly PriorityQueue<FileSeries, ulong> _drawn = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
    private long _values;

    /// <summary>Takes a series, or leaves it out.</summary>
    public void Add(FileSeries series)
    {
        _drawn.Enqueue(series, Content(series.Values));
        _values += Size(series);
        while (_drawn.Count > MostSeries || (_values > MostValues && _drawn.Count > CollectionForecaster.FewestSeries))
            _values -= Size(_drawn.Dequeue());
    }

    /// <summary>What was drawn, in an order of its content.</summary>
    public IEnumerable<FileSeries> Drawn => _drawn.UnorderedItems.OrderBy(i => i.Priority).ThenBy(i => i.Element.Id, StringComparer.Ordinal).Select(i => i.Element);

    /// <summary>A number of the content alone (FNV-1a over the bits).</summary>
    public static ulong Content(ReadOnlySpan<double> values)
    {
        var hash = 14695981039346656037UL;
        foreach (var word in MemoryMarshal.Cast<double, ulong>(values))
            hash = ((hash ^ (word & 0xFFFFFFFF)) * 1099511628211UL ^ (word >> 32)) * 1099511628211UL;
        return hash ^ (hash >> 29);
    }

    private static int Size(FileSeries series) => series.Values.Length + series.Known.Regressors.Count;
}
