using System.Globalization;

namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>
/// Values below zero in a history that otherwise never is: returns that were netted, or a sign that slipped. They are only named, since returns are legitimate; one such value is enough for forecasts to go below zero.
/// </summary>
public static class RareNegatives
{
    private const double MostShare = 0.05;
    private const int FewestOthers = 4;

    /// <summary>Finds them.</summary>
    /// <param name="series">A history; unknown values are looked through.</param>
    /// <returns>Their buckets in time order, from 0: one, or one in twenty of the known values; none where fewer than four others are left or more are negative, as in a series that scatters around zero.</returns>
    public static IReadOnlyList<int> Of(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var known = 0;
        var negative = new List<int>();
        for (var t = 0; t < series.Values.Length; t++)
        {
            known += double.IsNaN(series.Values[t]) ? 0 : 1;
            if (series.Values[t] < 0)
                negative.Add(t);
        }

        return negative.Count <= Math.Max(1, MostShare * known) && known - negative.Count >= FewestOthers ? negative : [];
    }

    /// <summary>In words, for notes; null where there are none.</summary>
    /// <param name="series">A history.</param>
    public static string? Note(TimeSeries series) => Of(series) is not { Count: > 0 } found ? null : string.Create(CultureInfo.InvariantCulture,
        $"{found.Count} of {series.Values.Count(v => !double.IsNaN(v))} values {(found.Count == 1 ? "is" : "are")} below zero, first in bucket {found[0] + 1} ({series.Values[found[0]]:G6}): taken as net of returns, so that the forecast may go below zero too");
}
