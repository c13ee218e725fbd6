using PlanningEngine.Forecasting;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// The drivers of demand of an inner territory: what those of its series do on the whole. Each series counts by what it sold, drivers by their departure from their usual values (factors by its logarithm),
/// so that a territory's own forecast does not take the promotions of its series back when all is made to add up.
/// </summary>
internal static class InnerDrivers
{
    /// <summary>Adds them to the history of a territory.</summary>
    /// <param name="history">The history.</param>
    /// <param name="set">The series of the run.</param>
    /// <param name="members">Those of the territory.</param>
    /// <param name="horizon">Periods ahead.</param>
    public static TimeSeries AddTo(TimeSeries history, SeriesSet set, IReadOnlyList<RunSeries> members, int horizon)
    {
        var whole = members.Sum(Volume);
        if (!(whole > 0))
            return history;
        var sums = new SortedDictionary<string, (RegressorForm Form, double[] Values)>(StringComparer.Ordinal);
        foreach (var series in members.Where(s => s.Values.Length > 0))
        {
            foreach (var driver in series.Drivers.Select(i => set.Drivers[i]))
            {
                if (!sums.TryGetValue(driver.Code, out var sum))
                    sums[driver.Code] = sum = (driver.Form, new double[history.Length + horizon]);
                Add(sum.Values, driver, series, history.FirstPeriod, Volume(series) / whole);
            }
        }

        return history with
        {
            Regressors = [.. sums.Select(s => new Regressor(s.Key, s.Value.Form == RegressorForm.Linear ? s.Value.Values : Array.ConvertAll(s.Value.Values, Math.Exp), s.Value.Form))],
        };
    }

    private static void Add(double[] sum, RunDriver driver, RunSeries series, int first, double weight)
    {
        var unusual = driver.From(series.FirstPeriod).FromUsual(series.Values.Length);
        for (var i = Math.Max(0, first - series.FirstPeriod); i < unusual.Length; i++)
            sum[series.FirstPeriod + i - first] += weight * unusual[i];
    }

    private static double Volume(RunSeries series) => series.Values.Where(double.IsFinite).Sum(Math.Abs);
}
