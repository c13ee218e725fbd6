using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;

using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Plans;

/// <summary>What a unit of each product brought in a window of actuals; where nothing was sold, its list price; 0 where neither is known.</summary>
internal sealed class RealisedPrices
{
    private readonly Dictionary<int, double> _prices;

    private RealisedPrices(Dictionary<int, double> prices) => _prices = prices;

    /// <summary>Price of a unit, at least 0.</summary>
    public double Of(int productKey) => _prices.GetValueOrDefault(productKey);

    /// <summary>Reads the prices of a window; of the list alone where there is no window.</summary>
    public static async Task<RealisedPrices> ReadAsync(
        PlanningContext db, MasterData masterData, ActualsScope scope, (DateOnly First, DateOnly Last)? window, CancellationToken cancellationToken)
    {
        var prices = masterData.Products.ToDictionary(p => p.ProductKey, p => Math.Max(0, (double)(p.Price ?? 0)));
        if (window is not { } days)
            return new RealisedPrices(prices);
        var sold = await scope.Sales(db, days.First, days.Last).GroupBy(s => s.ProductKey)
            .Select(g => new { ProductKey = g.Key, Revenue = g.Sum(s => s.Revenue), Quantity = g.Sum(s => s.Quantity) }).ToListAsync(cancellationToken);
        foreach (var product in sold.Where(p => p.Revenue > 0 && p.Quantity > 0))
            prices[product.ProductKey] = (double)product.Revenue / product.Quantity;
        return new RealisedPrices(prices);
    }
}
