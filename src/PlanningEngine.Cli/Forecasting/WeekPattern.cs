namespace PlanningEngine.Cli.Forecasting;

/// <summary>Which times of the week occur: a shop that is closed on Sundays and at night has no rows then, and they are not missing.</summary>
/// <remarks>It keeps the times of the week it has seen, so any number of rows needs the same memory.</remarks>
internal sealed class WeekPattern
{
    private const long Week = 7 * TimeSpan.TicksPerDay;

    /// <summary>Weeks from which on a time that never occurs is left out; before, only a weekday or a time of day.</summary>
    private const int WeeksOfEachTime = 8;
    private const int FewestWeeks = 2;

    /// <summary>Most times of the week that are told apart, one per minute.</summary>
    private const int MostTimes = 7 * 24 * 60;

    private readonly HashSet<long> _seen = [];
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Takes a time into account.</summary>
    public void Add(long ticks)
    {
        (_first, _last) = (Math.Min(_first, ticks), Math.Max(_last, ticks));
        if (_seen.Count <= MostTimes)
            _seen.Add(ticks % Week);
    }

    /// <summary>Whether each bucket of a week occurs, from Monday on; null where all do, or too few weeks were seen to tell.</summary>
    /// <param name="step">Ticks from bucket to bucket.</param>
    public bool[]? Of(long step)
    {
        if (step <= 0 || Week % step != 0 || _seen.Count > MostTimes || _last - _first < FewestWeeks * Week)
            return null;
        var occurs = new bool[Week / step];
        if (_last - _first >= WeeksOfEachTime * Week)
            foreach (var time in _seen)
                occurs[time / step] = true;
        else
            foreach (var day in _seen.Select(t => t / TimeSpan.TicksPerDay).Distinct())
                foreach (var time in _seen.Select(t => t % TimeSpan.TicksPerDay).Distinct())
                    occurs[(day * TimeSpan.TicksPerDay + time) / step] = true;
        return Array.TrueForAll(occurs, o => o) ? null : occurs;
    }
}
