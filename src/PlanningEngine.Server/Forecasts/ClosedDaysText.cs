using System.Globalization;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Weekdays of which nothing is forecast, since nothing was ever sold on them, in a sentence.</summary>
internal static class ClosedDaysText
{
    /// <summary>Said of a run by day; nothing where all series are open every day.</summary>
    /// <param name="forecasts">The leaf forecasts, before anything adds up: what is moved to nothing is not closed.</param>
    /// <param name="bucket">Their periods.</param>
    public static IEnumerable<string> Notes(IReadOnlyList<LeafForecast> forecasts, TimeBucket bucket)
    {
        if (bucket.Kind != BucketKind.Day)
            yield break;
        var closed = forecasts.Select(f => ClosedOf(f, bucket)).Where(days => days.Length > 0).ToList();
        if (closed.Count == 0)
            yield break;
        var days = closed.SelectMany(d => d).GroupBy(d => d).OrderBy(d => ((int)d.Key + 6) % 7).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} of {d.Count():N0}"));
        yield return string.Create(CultureInfo.InvariantCulture, $"On weekdays on which {closed.Count:N0} of {forecasts.Count:N0} series as good as never sold they are taken for closed, and zero is forecast: {string.Join(", ", days)}");
    }

    private static DayOfWeek[] ClosedOf(LeafForecast forecast, TimeBucket bucket) => forecast.Steps.All(s => s.Mean == 0) ? []
        : [.. forecast.Steps.GroupBy(s => bucket.StartOf(s.Period).DayOfWeek).Where(day => day.All(s => s is { Mean: 0, Quantiles: [.., 0] })).Select(day => day.Key)];
}
