using System.Globalization;
using PlanningEngine.Forecasting.Cleaning;

namespace PlanningEngine.Forecasting.Preparation;

/// <summary>What a method sees of a series: no unknown values at its start, gaps filled and reported.</summary>
internal sealed class History
{
    private const int MostNamed = 5;

    private History(TimeSeries series, double[] values, double[] known)
    {
        Series = series;
        Values = values;
        Known = known;
    }

    /// <summary>The series it was made from.</summary>
    internal TimeSeries Series { get; }

    /// <summary>Values from the first known one on, without NaN.</summary>
    internal double[] Values { get; }

    /// <summary>The known values only, in time order: what interval-based methods use.</summary>
    internal double[] Known { get; }

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
        var values = series.Values[first..];
        var unknown = values.Count(double.IsNaN);
        if (unknown == 0)
            return new History(series, values, values);
        var known = Array.FindAll(values, v => !double.IsNaN(v));
        var gaps = Enumerable.Range(0, values.Length).Where(t => double.IsNaN(values[t])).Take(MostNamed + 1).ToArray();
        Gaps.Fill(values, series.Period);
        var named = gaps.Take(MostNamed).Select(t => string.Create(CultureInfo.InvariantCulture, $"bucket {first + t + 1} by {values[t]:G4}"));
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unknown} unknown of {values.Length} values were filled from their season and neighbours ({string.Join(", ", named)}{(gaps.Length > MostNamed ? ", ..." : "")})"));
        return new History(series, values, known);
    }
}
