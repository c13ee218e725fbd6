using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Plans;

/// <summary>How much of the sales a forecast speaks of: the share in revenue of the products and territories that it has.</summary>
internal static class ForecastCover
{
    private const double Whole = 0.995;

    /// <summary>Says so where it is not all of them. Sales of products that ended or were replaced, and returns, are not looked at.</summary>
    /// <param name="db">A context.</param>
    /// <param name="masterData">The products.</param>
    /// <param name="scope">Which actuals count.</param>
    /// <param name="window">The days to look at; null for none.</param>
    /// <param name="forecasts">The forecast.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> NotesAsync(
        PlanningContext db, MasterData masterData, ActualsScope scope, (DateOnly First, DateOnly Last)? window, IReadOnlyList<ForecastSum> forecasts, CancellationToken cancellationToken)
    {
        if (window is not { } days)
            return [];
        var over = masterData.Products.Where(p => p.EndDate is { } end && DateOnly.FromDateTime(end) <= days.Last).Select(p => p.ProductKey)
            .Concat(masterData.Products.Select(p => p.PredecessorProductKey ?? 0)).Where(key => key != 0).ToHashSet();
        var known = forecasts.Select(f => (f.ProductKey, f.TerritoryKey)).ToHashSet();
        var sold = (await scope.Sales(db, days.First, days.Last).GroupBy(s => new { s.ProductKey, s.TerritoryKey })
            .Select(g => new { g.Key.ProductKey, g.Key.TerritoryKey, Revenue = g.Sum(s => s.Revenue) }).ToListAsync(cancellationToken)).Where(s => s.Revenue > 0 && !over.Contains(s.ProductKey)).ToList();
        var all = (double)sold.Sum(s => s.Revenue);
        var share = all == 0 ? 1 : (double)sold.Where(s => known.Contains((s.ProductKey, s.TerritoryKey))).Sum(s => s.Revenue) / all;
        return share >= Whole ? [] : [string.Create(CultureInfo.InvariantCulture,
            $"Warning: the forecast covers {100 * share:0.0} % of the revenue of the last twelve months, and shares by forecast rest on that part alone. Maybe run a forecast of all sales first, without --source")];
    }
}
