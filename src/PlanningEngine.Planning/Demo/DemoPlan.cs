using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>
/// Past sales plans, made the way companies make them in December: the year before, its months smoothed over their neighbours, times the growth a region has set its mind on.
/// What was launched in the year itself is not in its plan.
/// </summary>
internal static class DemoPlan
{
    private const int Years = 3;

    public static IReadOnlyList<DemoPlanLine> Create(DemoOptions options, DateOnly start, DateOnly end, IReadOnlyList<SaleRow> sales)
    {
        var random = new DemoRandom(options.Seed, 7);
        var sold = new Dictionary<(string Product, string Territory), Dictionary<int, (double Quantity, decimal Revenue)>>();
        foreach (var sale in sales.Where(s => s.TerritoryCode is not null))
        {
            if (!sold.TryGetValue((sale.ProductCode, sale.TerritoryCode!), out var months))
                sold[(sale.ProductCode, sale.TerritoryCode!)] = months = [];
            var month = TimeBucket.Month.OrdinalOf(sale.Date);
            var sum = months.GetValueOrDefault(month);
            months[month] = (sum.Quantity + sale.Quantity, sum.Revenue + sale.Revenue);
        }

        var lines = new List<DemoPlanLine>();
        var firstYear = Math.Max(end.Year - Years + 1, start.DayOfYear == 1 ? start.Year + 1 : start.Year + 2);
        var territories = sold.Keys.Select(k => k.Territory).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        for (var year = firstYear; year <= end.Year; year++)
        {
            var growth = territories.ToDictionary(t => t, _ => random.Between(1.00, 1.14), StringComparer.Ordinal);
            foreach (var ((product, territory), months) in sold.OrderBy(s => s.Key.Product, StringComparer.Ordinal).ThenBy(s => s.Key.Territory, StringComparer.Ordinal))
                lines.AddRange(PlanYear(product, territory, months, year, growth[territory]));
        }

        return lines;
    }

    private static IEnumerable<DemoPlanLine> PlanYear(string product, string territory, Dictionary<int, (double Quantity, decimal Revenue)> months, int year, double growth)
    {
        var january = TimeBucket.Month.OrdinalOf(new DateOnly(year - 1, 1, 1));
        var before = Enumerable.Range(january, 12).Select(m => months.GetValueOrDefault(m)).ToArray();
        var quantity = before.Sum(m => m.Quantity);
        if (quantity <= 0)
            yield break;
        var price = before.Sum(m => m.Revenue) / (decimal)quantity;
        for (var month = 0; month < 12; month++)
        {
            var smooth = (0.5 * before[month].Quantity) + (0.25 * (before[Math.Max(0, month - 1)].Quantity + before[Math.Min(11, month + 1)].Quantity));
            var units = Math.Round(smooth * growth);
            if (units > 0)
                yield return new DemoPlanLine(product, territory, new DateOnly(year, month + 1, 1), units, Math.Round((decimal)units * price, 2));
        }
    }
}

/// <summary>Planned sales of a product in a territory and month.</summary>
/// <param name="ProductCode">Product.</param>
/// <param name="TerritoryCode">Territory, a leaf.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Quantity">Units, whole, above zero.</param>
/// <param name="Amount">Value in EUR, with cents.</param>
public sealed record DemoPlanLine(string ProductCode, string TerritoryCode, DateOnly Month, double Quantity, decimal Amount);
