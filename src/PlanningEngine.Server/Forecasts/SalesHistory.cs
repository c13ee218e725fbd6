using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The sales that a run sees, in the fixed order of their keys, since sums of doubles depend on it.</summary>
internal static class SalesHistory
{
    /// <summary>Hands each sale on, and answers the sum per series and period.</summary>
    public static async Task<Dictionary<(SeriesKey Series, int Period), double>> ReadAsync(
        PlanningContext db, int commit, RunParameters parameters, TimeBucket bucket, Action<SeriesKey, DateOnly, double, double> add, CancellationToken cancellationToken)
    {
        var source = parameters.Source;
        var sales = db.Sales.Where(s => s.KnownFrom <= commit && commit < s.KnownTo);
        if (source.Length > 0)
            sales = sales.Where(s => db.Loads.Any(l => l.LoadKey == s.LoadKey && l.Source == source));
        if (parameters.EndDate is { } end)
        {
            var last = FiscalCalendar.DateKey(end.ToDateOnly());
            sales = sales.Where(s => s.DateKey <= last);
        }

        var sums = new Dictionary<(SeriesKey, int), double>();
        var isRevenue = parameters.Measure == Contracts.V1.Measure.Revenue;
        var rows = sales.OrderBy(s => s.SaleKey)
            .Select(s => new { s.ProductKey, s.TerritoryKey, s.ChannelKey, s.DateKey, s.Quantity, s.Revenue }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var key = new SeriesKey(row.ProductKey, row.TerritoryKey, row.ChannelKey);
            var date = DateKeys.ToDate(row.DateKey);
            var revenue = (double)row.Revenue;
            add(key, date, row.Quantity, revenue);
            var cell = (key, bucket.OrdinalOf(date));
            sums[cell] = sums.GetValueOrDefault(cell) + (isRevenue ? revenue : row.Quantity);
        }

        return sums;
    }
}
