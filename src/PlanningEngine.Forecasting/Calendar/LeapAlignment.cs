using System.Globalization;

namespace PlanningEngine.Forecasting.Calendar;

/// <summary>
/// The buckets of a series that count in its seasonal cycle. Leap buckets (a 53rd week, a 29 February) are taken out before a method sees the history, so that what
/// comes after them keeps its place in the cycle, and are put back into the forecast as the mean of their neighbours.
/// </summary>
internal sealed class LeapAlignment
{
    private readonly HashSet<int> _leap;
    private readonly int _length;
    private readonly int _horizon;

    /// <summary>Aligns a history and a horizon.</summary>
    /// <param name="series">The series with its leap buckets.</param>
    /// <param name="horizon">Future buckets, leap buckets included.</param>
    internal LeapAlignment(TimeSeries series, int horizon)
    {
        (_leap, _length, _horizon) = ([.. series.LeapBuckets], series.Length, horizon);
        Kept = [.. Enumerable.Range(0, series.Length).Where(t => !_leap.Contains(t) || series.Length == 1)];
        if (Array.TrueForAll(Kept, t => double.IsNaN(series.Values[t])))
            Kept = [.. Enumerable.Range(0, series.Length)];
        Ahead = [.. Enumerable.Range(0, horizon).Where(step => !_leap.Contains(series.Length + step))];
    }

    /// <summary>Indices of the history that count.</summary>
    internal int[] Kept { get; }

    /// <summary>Future steps that count, from 0.</summary>
    internal int[] Ahead { get; }

    /// <summary>Steps to ask a method for, at least 1.</summary>
    internal int Horizon => Math.Max(1, Ahead.Length);

    /// <summary>What of a row of the history and the future counts.</summary>
    internal T[] Of<T>(T[] row) => [.. Kept.Select(t => row[t]), .. Ahead.Select(step => row[_length + step])];

    /// <summary>Puts leap buckets back: each is the mean of the steps before and after it.</summary>
    internal T[] Restore<T>(T[] ahead, Func<T, T, T> mean)
    {
        if (Ahead.Length == _horizon)
            return ahead;
        var restored = new T[_horizon];
        var next = 0;
        for (var step = 0; step < _horizon; step++)
        {
            var (before, after) = (ahead[Math.Max(0, next - 1)], ahead[Math.Min(next, ahead.Length - 1)]);
            var isLeap = _leap.Contains(_length + step);
            restored[step] = isLeap ? mean(before, after) : ahead[next];
            next += isLeap ? 0 : 1;
        }

        return restored;
    }

    /// <summary>Says what was taken out and put back.</summary>
    internal void Describe(List<string> notes)
    {
        if (Kept.Length < _length || Ahead.Length < _horizon)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{_length - Kept.Length} leap buckets of the history were left out of the seasonal cycle, {_horizon - Ahead.Length} of the future are the mean of their neighbours"));
    }
}
