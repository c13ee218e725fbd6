using PlanningEngine.Data.Forecasts;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Lifecycle;

namespace PlanningEngine.Server.Forecasts;

/// <summary>How the demand for products of a run declined before they ended.</summary>
internal static class EarlierDeclines
{
    /// <summary>Fewer say more about themselves than about others.</summary>
    private const int FewestSeries = 10;
    private const int Months = 6;
    private const int Weeks = 26;
    private const string Group = "level1";

    /// <summary>Shares of the usual demand in the last periods of ended series, beside what the living series of their top product level did in the same periods, so that a season is no decline; empty where too few have ended. Replaced products are left out: their demand went over to others.</summary>
    /// <param name="series">All series of the run.</param>
    /// <param name="weekly">Weeks, or months.</param>
    public static IReadOnlyList<double> Of(IReadOnlyList<RunSeries> series, bool weekly)
    {
        var length = weekly ? Weeks : Months;
        var living = new Dictionary<(string Group, int Period), double>();
        foreach (var one in series.Where(s => s.Treatment == SeriesTreatment.Full && s.ForecastUntil is null))
            for (var t = 0; t < one.Values.Length; t++)
                if (!double.IsNaN(one.Values[t]))
                    living[(one.Attributes[Group], one.FirstPeriod + t)] = living.GetValueOrDefault((one.Attributes[Group], one.FirstPeriod + t)) + one.Values[t];

        var ended = new List<TimeSeries>();
        foreach (var one in series.Where(s => s.Treatment == SeriesTreatment.Discontinued && s.Lifecycle != ForecastLifecycle.Replaced && s.Values.Length >= 2 * length))
        {
            // A product that ended in the middle of its last period sold in a part of it alone.
            double[] whole = [.. one.Values.Select((v, t) => one.FirstPeriod + t == one.ForecastUntil ? v / one.LastShare : v)];
            double[] beside = [.. whole.Select((v, t) => living.GetValueOrDefault((one.Attributes[Group], one.FirstPeriod + t)) is > 0 and var others ? v / others : double.NaN)];
            var known = Enumerable.Range(one.Values.Length - (2 * length), 2 * length).Where(t => !double.IsNaN(beside[t])).ToList();
            // In units of its own, so that series of large groups count as those of small ones.
            var unit = known.Sum(t => whole[t]) / known.Sum(t => beside[t]);
            if (known.Count == 2 * length && double.IsFinite(unit))
                ended.Add(new TimeSeries(one.Id, Array.ConvertAll(beside, b => b * unit), 1));
        }

        if (ended.Count < FewestSeries || !ended.Exists(e => e.Values[^(2 * length)..^length].Sum() > 0))
            return [];
        return [.. PhaseOut.LikeEarlier(0, ended, length).Decline.Select(share => Math.Min(1, share))];
    }
}
