using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Planning.Quality;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Says which series a run refuses, by the codes that people know, and why: the others are forecast all the same.</summary>
internal static class RefusedSeries
{
    private const int MostNamed = 5;

    /// <summary>A warning; empty where none is refused.</summary>
    /// <param name="db">A context.</param>
    /// <param name="refused">The sale of each series that no load would take any more.</param>
    /// <param name="factory">Knows the codes of products and territories.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string> WarningAsync(PlanningContext db, IReadOnlyList<Sale> refused, RunSeriesFactory factory, CancellationToken cancellationToken)
    {
        if (refused.Count == 0)
            return "";
        var channels = await db.Channels.Where(c => refused.Take(MostNamed).Select(s => s.ChannelKey).Contains(c.ChannelKey)).ToDictionaryAsync(c => c.ChannelKey, c => c.Code, cancellationToken);
        var named = refused.Take(MostNamed).Select(s => string.Create(CultureInfo.InvariantCulture,
            $"product ({factory.CodeOf(s.ProductKey)}), territory ({factory.TerritoryCodeOf(s.TerritoryKey)}), channel ({channels.GetValueOrDefault(s.ChannelKey)}): {s.Quantity} units on {DateKeys.ToDate(s.DateKey):yyyy-MM-dd}, load {s.LoadKey}"));
        var more = refused.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"; and {refused.Count - MostNamed} more") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{refused.Count:N0} series are refused and have no forecast, since a sale of theirs lies beyond {NumberLimits.Quantity:0} units: {string.Join("; ", named)}{more}. Maybe correct the sales, or revert their load");
    }
}
