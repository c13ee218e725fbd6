using System.Globalization;

namespace PlanningEngine.Forecasting.Preparation;

/// <summary>What a method sees of a series: no unknown values at its start, gaps filled and reported.</summary>
internal sealed class History
{
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
        Fill(values, series.Period);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unknown} unknown of {values.Length} values were filled from the season before and after, or from their neighbours"));
        return new History(series, values, known);
    }

    /// <summary>Fills each gap by the mean of the nearest known values one cycle away, or between its neighbours where there are none.</summary>
    private static void Fill(double[] values, int period)
    {
        var original = (double[])values.Clone();
        for (var t = 0; t < values.Length; t++)
        {
            if (!double.IsNaN(original[t]))
                continue;
            var before = period > 1 && t >= period ? original[t - period] : double.NaN;
            var after = period > 1 && t + period < original.Length ? original[t + period] : double.NaN;
            values[t] = (double.IsNaN(before), double.IsNaN(after)) switch
            {
                (false, false) => (before + after) / 2,
                (false, true) => before,
                (true, false) => after,
                _ => BetweenNeighbours(original, t),
            };
        }
    }

    private static double BetweenNeighbours(double[] original, int t)
    {
        int left = t, right = t;
        while (left >= 0 && double.IsNaN(original[left]))
            left--;
        while (right < original.Length && double.IsNaN(original[right]))
            right++;
        if (right == original.Length)
            return original[left];
        return original[left] + (original[right] - original[left]) * (t - left) / (right - left);
    }
}
