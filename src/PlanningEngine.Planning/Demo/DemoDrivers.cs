using System.Globalization;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>The company's calendar of promotions as its planners load it: those that ran, and those that are planned.</summary>
internal static class DemoDrivers
{
    private const string Promotion = "promotion";

    public static IReadOnlyList<DriverRow> Drivers { get; } = [new(Promotion, "Depth of the promotion", DriverForm.Linear, DriverDefault.Zero)];

    /// <summary>One row per promotion and product of its subcategory.</summary>
    public static IReadOnlyList<DriverValueRow> Values(IReadOnlyList<DemoProduct> products, IEnumerable<DemoPromotion> promotions) =>
    [
        .. from numbered in promotions.OrderBy(p => p.First).ThenBy(p => p.Level2, StringComparer.Ordinal).Select((promotion, i) => (promotion, Number: i + 1))
           from product in products
           where product.Row.Level2 == numbered.promotion.Level2
           select new DriverValueRow(
               Promotion, product.Row.Code, null, null, numbered.promotion.First, numbered.promotion.Last, (double)numbered.promotion.Discount,
               string.Create(CultureInfo.InvariantCulture, $"A-{numbered.Number:000}-{product.Row.Code}")),
    ];
}
