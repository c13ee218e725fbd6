using PlanningEngine.Data.Forecasts;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How the demand for products of a run declined before they ended.</summary>
internal static class EarlierDeclines
{
    /// <summary>Fewer say more about themselves than about others.</summary>
    private const int FewestSeries = 10;
    private const int DaysOfWeek = 7;
    private const string Group = "level1";

    /// <summary>Shares of the usual demand in the last periods of ended series, beside what the living series of their top product level did in the same periods, so that a season is no decline; empty where too few have ended. Replaced products are left out: their demand went over to others.</summary>
    /// <param name="series">All series of the run.</param>
    /// <param name="bucket">What periods are; of days whole weeks are looked at, since weekdays differ.</param>
    public static IReadOnlyList<double> Of(IReadOnlyList<RunSeries> series, TimeBucket bucket)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(bucket);
        var size = bucket.Kind == BucketKind.Day ? DaysOfWeek : 1;
        var length = bucket.PeriodsPerYear / 2 / size;
        var living = new Dictionary<(string Group, int Period), double>();
        foreach (var one in series.Where(s => s.Treatment == SeriesTreatment.Full && s.ForecastUntil is null))
            for (var t = 0; t < one.Values.Length; t++)
                if (!double.IsNaN(one.Values[t]))
                    living[(one.Attributes[Group], one.FirstPeriod + t)] = living.GetValueOrDefault((one.Attributes[Group], one.FirstPeriod + t)) + one.Values[t];

        var ended = new List<TimeSeries>();
        foreach (var one in series.Where(s => s.Treatment == SeriesTreatment.Discontinued && s.Lifecycle != ForecastLifecycle.Replaced && s.Values.Length >= 2 * length * size))
        {
            var first = one.Values.Length - (2 * length * size);
            double[] Sums(Func<int, double> at) => [.. Enumerable.Range(0, 2 * length).Select(i => Enumerable.Range(first + (i * size), size).Sum(at))];
            // A product that ended in the middle of its last period sold in a part of it alone.
            var whole = Sums(t => one.FirstPeriod + t == one.ForecastUntil ? one.Values[t] / one.LastShare : one.Values[t]);
            double[] beside = [.. whole.Zip(Sums(t => living.GetValueOrDefault((one.Attributes[Group], one.FirstPeriod + t))), (v, others) => others > 0 ? v / others : double.NaN)];
            var known = Enumerable.Range(0, 2 * length).Where(t => !double.IsNaN(beside[t])).ToList();
            // In units of its own, so that series of large groups count as those of small ones.
            var unit = known.Sum(t => whole[t]) / known.Sum(t => beside[t]);
            if (known.Count == 2 * length && double.IsFinite(unit))
                ended.Add(new TimeSeries(one.Id, Array.ConvertAll(beside, b => b * unit), 1));
        }

        if (ended.Count < FewestSeries || !ended.Exists(e => e.Values[^(2 * length)..^length].Sum() > 0))
            return [];
        return [.. PhaseOut.LikeEarlier(0, ended, length).Decline.SelectMany(share => Enumerable.Repeat(Math.Min(1, share), size))];
    }
}
