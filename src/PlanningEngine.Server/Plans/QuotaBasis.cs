using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Input;

using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Plans;

/// <summary>Forecast units of a product in a territory over the forecast's horizon.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="Value">Units, or revenue where the forecast is of revenue.</param>
internal sealed record ForecastSum(int ProductKey, int TerritoryKey, double Value);

/// <summary>What a territory's share is drawn from.</summary>
/// <param name="TerritoryCode">Territory.</param>
/// <param name="History">Past sales; a negative sum counts as zero.</param>
/// <param name="Forecast">Forecast sales; a negative sum counts as zero.</param>
internal sealed record TerritoryBasis(string TerritoryCode, double History, double Forecast);

/// <summary>What a rep's share is drawn from.</summary>
/// <param name="SalesRepCode">Rep.</param>
/// <param name="History">Past sales; a negative sum counts as zero.</param>
internal sealed record RepBasis(string SalesRepCode, double History);

/// <summary>What quotas stand on: tree, reps, the last twelve months of actuals and the forecast in money.</summary>
internal sealed record QuotaBasis
{
    /// <summary>The territory tree; one company node of key 0 where none is loaded.</summary>
    public required IReadOnlyList<TerritoryRow> Territories { get; init; }

    /// <summary>Keys of the territories by code.</summary>
    public required IReadOnlyDictionary<string, int> TerritoryKeys { get; init; }

    /// <summary>The sales force.</summary>
    public required IReadOnlyList<SalesRepRow> SalesReps { get; init; }

    /// <summary>Keys of the reps by code.</summary>
    public required IReadOnlyDictionary<string, int> SalesRepKeys { get; init; }

    /// <summary>History and forecast per territory.</summary>
    public required IReadOnlyList<TerritoryBasis> TerritoryBasis { get; init; }

    /// <summary>History per rep.</summary>
    public required IReadOnlyList<RepBasis> RepBasis { get; init; }

    /// <summary>The twelve months of history; null without actuals.</summary>
    public required (DateOnly First, DateOnly Last)? Window { get; init; }

    /// <summary>Revenue of the window.</summary>
    public required decimal Revenue { get; init; }

    /// <summary>Revenue of the window by calendar month, January first.</summary>
    public required IReadOnlyList<double> RevenueByMonth { get; init; }

    /// <summary>What was left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The twelve months up to a day; null without one.</summary>
    public static (DateOnly First, DateOnly Last)? WindowTo(DateOnly? lastDay) => lastDay is { } last ? (last.AddDays(1).AddYears(-1), last) : null;

    /// <summary>Reads the basis.</summary>
    /// <param name="db">A context.</param>
    /// <param name="masterData">Territories, reps and products.</param>
    /// <param name="scope">Which actuals count.</param>
    /// <param name="lastDay">Last day of actuals; null without any.</param>
    /// <param name="forecasts">The forecast.</param>
    /// <param name="forecastIsRevenue">True where the forecast is money already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<QuotaBasis> ReadAsync(
        PlanningContext db, MasterData masterData, ActualsScope scope, DateOnly? lastDay, IReadOnlyList<ForecastSum> forecasts, bool forecastIsRevenue, CancellationToken cancellationToken)
    {
        var window = WindowTo(lastDay);
        var nodes = masterData.Territories.Where(t => t.TerritoryKey != Dimension.UnknownKey).ToList();
        var codes = nodes.ToDictionary(t => t.TerritoryKey, t => t.Code);
        if (nodes.Count == 0)
            codes[Dimension.UnknownKey] = Dimension.UnknownCode;
        List<TerritoryRow> rows = nodes.Count == 0
            ? [new TerritoryRow(Dimension.UnknownCode, "Company", null)]
            : [.. nodes.Select(t => new TerritoryRow(t.Code, t.Name, t.ParentTerritoryKey is { } parent ? codes.GetValueOrDefault(parent) : null))];
        var reps = masterData.SalesReps.Where(r => r.SalesRepKey != Dimension.UnknownKey).ToList();
        var repCodes = reps.ToDictionary(r => r.SalesRepKey, r => r.Code);

        var cells = window is null ? [] : await scope.Sales(db, window.Value.First, window.Value.Last)
            .GroupBy(s => new { s.TerritoryKey, s.SalesRepKey, Month = s.DateKey / 100 % 100 })
            .Select(g => new { g.Key.TerritoryKey, g.Key.SalesRepKey, g.Key.Month, Revenue = g.Sum(s => s.Revenue) })
            .OrderBy(c => c.TerritoryKey).ThenBy(c => c.SalesRepKey).ThenBy(c => c.Month).ToListAsync(cancellationToken);
        var prices = await RealisedPrices.ReadAsync(db, masterData, scope, window, cancellationToken);
        var byMonth = new double[12];
        foreach (var cell in cells)
            byMonth[cell.Month - 1] += (double)cell.Revenue;

        var basis = new SortedDictionary<int, (double History, double Forecast)>();
        foreach (var cell in cells)
            basis[cell.TerritoryKey] = (basis.GetValueOrDefault(cell.TerritoryKey).History + (double)cell.Revenue, 0);
        foreach (var forecast in forecasts)
        {
            var (history, value) = basis.GetValueOrDefault(forecast.TerritoryKey);
            basis[forecast.TerritoryKey] = (history, value + (forecast.Value * (forecastIsRevenue ? 1 : prices.Of(forecast.ProductKey))));
        }

        var outside = basis.Where(b => !codes.ContainsKey(b.Key)).Sum(b => b.Value.History);
        return new QuotaBasis
        {
            Territories = rows,
            TerritoryKeys = codes.ToDictionary(c => c.Value, c => c.Key, StringComparer.Ordinal),
            SalesReps = [.. reps.Select(r => new SalesRepRow(r.Code, r.Name, null, codes.GetValueOrDefault(r.TerritoryKey), Day(r.HireDate), Day(r.LeaveDate), r.Role))],
            SalesRepKeys = reps.ToDictionary(r => r.Code, r => r.SalesRepKey, StringComparer.Ordinal),
            TerritoryBasis = [.. basis.Where(b => codes.ContainsKey(b.Key)).Select(b => new TerritoryBasis(codes[b.Key], b.Value.History, b.Value.Forecast))],
            RepBasis = [.. cells.Where(c => repCodes.ContainsKey(c.SalesRepKey)).GroupBy(c => c.SalesRepKey).Select(g => new RepBasis(repCodes[g.Key], g.Sum(c => (double)c.Revenue)))],
            Window = window,
            Revenue = decimal.Round(cells.Sum(c => c.Revenue), 2),
            RevenueByMonth = byMonth,
            Notes = outside == 0 ? [] : [FormattableString.Invariant($"Revenue of {outside:0.00} in the last twelve months has no known territory: it counts for the target and for no share.")],
        };
    }

    private static DateOnly? Day(DateTime? time) => time is { } day ? DateOnly.FromDateTime(day) : null;
}
