using System.Globalization;
using PlanningEngine.Forecasting.Cleaning;

namespace PlanningEngine.Forecasting.Preparation;

/// <summary>What a method sees of a series: no unknown values at its start and its end, gaps filled and reported. What is unknown at the end lies ahead of a method.</summary>
internal sealed class History
{
    private const int MostNamed = 5;

    private History(TimeSeries series, double[] values, double[] known, int unknownAtEnd)
    {
        Series = series;
        Values = values;
        Known = known;
        UnknownAtEnd = unknownAtEnd;
    }

    /// <summary>The series it was made from.</summary>
    internal TimeSeries Series { get; }

    /// <summary>Values from the first known one to the last, without NaN.</summary>
    internal double[] Values { get; }

    /// <summary>The known values only, in time order: what interval-based methods use.</summary>
    internal double[] Known { get; }

    /// <summary>Buckets of the series after the last known value: the first step that is asked for is so many beyond the first one after <see cref="Values"/>.</summary>
    internal int UnknownAtEnd { get; }

    /// <summary>Number of values.</summary>
    internal int Length => Values.Length;

    /// <summary>Length of the seasonal cycle.</summary>
    internal int Period => Series.Period;

    /// <summary>Whether all values are equal.</summary>
    internal bool IsConstant => Array.TrueForAll(Values, v => v.Equals(Values[0]));

    /// <summary>Prepares a series.</summary>
    /// <param name="series">A series with at least one known value.</param>
    /// <param name="notes">Receives what was filled.</param>
    internal static History From(TimeSeries series, List<string> notes)
    {
        var first = Array.FindIndex(series.Values, v => !double.IsNaN(v));
        var atEnd = UnknownAtEndOf(series);
        var values = series.Values[first..^atEnd];
        if (atEnd > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"the last {atEnd} values are unknown: the first step is {atEnd + 1} after the last known one"));
        var unknown = values.Count(double.IsNaN);
        if (unknown == 0)
            return new History(series, values, values, atEnd);
        var known = Array.FindAll(values, v => !double.IsNaN(v));
        var gaps = Enumerable.Range(0, values.Length).Where(t => double.IsNaN(values[t])).Take(MostNamed + 1).ToArray();
        Gaps.Fill(values, series.Period);
        var named = gaps.Take(MostNamed).Select(t => string.Create(CultureInfo.InvariantCulture, $"bucket {first + t + 1} by {values[t]:G4}"));
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unknown} unknown of {values.Length} values were filled from their season and neighbours ({string.Join(", ", named)}{(gaps.Length > MostNamed ? ", ..." : "")})"));
        return new History(series, values, known, atEnd);
    }

    /// <summary>Unknown values after the last known one.</summary>
    internal static int UnknownAtEndOf(TimeSeries series) => series.Length - 1 - Array.FindLastIndex(series.Values, v => !double.IsNaN(v));
}
