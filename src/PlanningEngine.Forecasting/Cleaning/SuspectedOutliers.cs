using System.Globalization;

namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>A value far beyond all others of its history.</summary>
/// <param name="Index">Bucket, from 0.</param>
/// <param name="Value">The value.</param>
/// <param name="Times">Its size over that of the largest value that is not suspected; above <see cref="SuspectedOutliers.Beyond"/>.</param>
public readonly record struct SuspectedOutlier(int Index, double Value, double Times)
{
    /// <summary>In words, for notes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"suspected outlier: bucket {Index + 1} ({Value:G6}) is {Times:G3} times as large as any ordinary one");
}

/// <summary>
/// Values so far beyond all others that a slip (a unit, a comma, a key pressed twice) is more likely than demand: found in any history, sporadic ones too, at the price of one sort. They are only
/// named; <see cref="Treatment"/> replaces those that trend and season confirm.
/// </summary>
public static class SuspectedOutliers
{
    /// <summary>How many times as large as the largest ordinary value a suspected one is at least.</summary>
    public const double Beyond = 10;

    private const int FewestOthers = 8;
    private const double MostShare = 0.02;

    /// <summary>Finds them.</summary>
    /// <param name="series">A history; unknown values are looked through.</param>
    /// <returns>The suspected values in time order: one, or one in fifty of the values that are neither unknown nor zero; none where fewer than eight others are left, or where they come back at the same place of the cycle.</returns>
    public static IReadOnlyList<SuspectedOutlier> Of(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var values = series.Values;
        int[] bySize = [.. Enumerable.Range(0, values.Length).Where(t => !double.IsNaN(values[t]) && values[t] != 0)];
        Array.Sort(Array.ConvertAll(bySize, t => -Math.Abs(values[t])), bySize);
        var most = Math.Min(bySize.Length - FewestOthers, Math.Max(1, (int)(MostShare * bySize.Length)));
        for (var count = most; count > 0; count--)
        {
            var largest = Math.Abs(values[bySize[count]]);
            if (Math.Abs(values[bySize[count - 1]]) > Beyond * largest && !ComeBack(bySize.AsSpan(0, count), series.Period))
                return [.. bySize.Take(count).Order().Select(t => new SuspectedOutlier(t, values[t], Math.Abs(values[t]) / largest))];
        }

        return [];
    }

    /// <summary>Whether each has another at its place in the cycle.</summary>
    private static bool ComeBack(ReadOnlySpan<int> found, int period)
    {
        if (period <= 1)
            return false;
        foreach (var t in found)
        {
            var same = 0;
            foreach (var other in found)
                same += other % period == t % period ? 1 : 0;
            if (same == 1)
                return false;
        }

        return true;
    }
}
