using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Quality;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The sales that a run sees, in the fixed order of their keys, since sums of doubles depend on it. Series with a sale beyond what a load accepts are refused as a whole.</summary>
internal sealed class SalesHistory
{
    private readonly Dictionary<(SeriesKey Series, int Period), double> _sums = [];
    private readonly Dictionary<SeriesKey, (int Period, int LoadKey)> _lastOf = [];
    private readonly Dictionary<int, SortedSet<int>> _periodsOf = [];

    private SalesHistory()
    {
    }

    /// <summary>Sum per series and period.</summary>
    public IReadOnlyDictionary<(SeriesKey Series, int Period), double> Sums => _sums;

    /// <summary>Per series the last period with a sale, and a load that brought one.</summary>
    public IReadOnlyDictionary<SeriesKey, (int Period, int LoadKey)> LastOf => _lastOf;

    /// <summary>Per load the periods of its sales.</summary>
    public IReadOnlyDictionary<int, SortedSet<int>> PeriodsOf => _periodsOf;

    /// <summary>The first sale beyond <see cref="NumberLimits"/> of each series that has one, by product, territory and channel.</summary>
    public IReadOnlyList<Sale> Refused { get; private init; } = [];

    /// <summary>Reads, and hands each sale of a series that is not refused on.</summary>
    public static async Task<SalesHistory> ReadAsync(
        PlanningContext db, int commit, RunParameters parameters, TimeBucket bucket, Action<SeriesKey, DateOnly, double, double> add, CancellationToken cancellationToken)
    {
        var isRevenue = parameters.Measure == Contracts.V1.Measure.Revenue;
        var sales = Seen(db, commit, parameters);
        // Loads take no such sale; databases of earlier versions may hold some.
        var tooLarge = isRevenue ? [] : await sales.AsNoTracking().Where(s => s.Quantity > NumberLimits.Quantity || s.Quantity < -NumberLimits.Quantity).OrderBy(s => s.SaleKey).ToListAsync(cancellationToken);
        var history = new SalesHistory { Refused = [.. tooLarge.DistinctBy(KeyOf).OrderBy(s => s.ProductKey).ThenBy(s => s.TerritoryKey).ThenBy(s => s.ChannelKey)] };
        var refused = history.Refused.Select(KeyOf).ToHashSet();
        var rows = sales.OrderBy(s => s.SaleKey)
            .Select(s => new { s.ProductKey, s.TerritoryKey, s.ChannelKey, s.DateKey, s.Quantity, s.Revenue, s.LoadKey }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var key = new SeriesKey(row.ProductKey, row.TerritoryKey, row.ChannelKey);
            if (refused.Contains(key))
                continue;
            var date = DateKeys.ToDate(row.DateKey);
            var revenue = (double)row.Revenue;
            add(key, date, row.Quantity, revenue);
            history.Count(key, bucket.OrdinalOf(date), row.LoadKey, isRevenue ? revenue : row.Quantity);
        }

        return history;
    }

    /// <summary>The sales of a commit that parameters let a run see.</summary>
    /// <param name="db">A context.</param>
    /// <param name="commit">Number of the last commit that counts.</param>
    /// <param name="parameters">Completed parameters.</param>
    /// <param name="untilEnd">Whether those after the end date are left out.</param>
    public static IQueryable<Sale> Seen(PlanningContext db, int commit, RunParameters parameters, bool untilEnd = true)
    {
        var source = parameters.Source;
        var sales = db.Sales.Where(s => s.KnownFrom <= commit && commit < s.KnownTo);
        if (source.Length > 0)
            sales = sales.Where(s => db.Loads.Any(l => l.LoadKey == s.LoadKey && l.Source == source));
        if (!untilEnd || parameters.EndDate is not { } end)
            return sales;
        var last = FiscalCalendar.DateKey(end.ToDateOnly());
        return sales.Where(s => s.DateKey <= last);
    }

    private static SeriesKey KeyOf(Sale sale) => new(sale.ProductKey, sale.TerritoryKey, sale.ChannelKey);

    private void Count(SeriesKey key, int period, int loadKey, double value)
    {
        _sums[(key, period)] = _sums.GetValueOrDefault((key, period)) + value;
        if (!_lastOf.TryGetValue(key, out var last) || period >= last.Period)
            _lastOf[key] = (period, loadKey);
        if (!_periodsOf.TryGetValue(loadKey, out var periods))
            _periodsOf[loadKey] = periods = [];
        periods.Add(period);
    }
}
