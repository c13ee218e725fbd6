using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>Stock and capacities: enough in an average month, short in the peak months ahead.</summary>
internal sealed class DemoSupply
{
    private readonly DemoOptions _options;
    private readonly DateOnly _start;
    private readonly DateOnly _end;
    private readonly DemoMarket _market;
    private readonly IReadOnlyList<DemoProduct> _products;

    /// <summary>Expected units by region, product and month from the first month of history.</summary>
    private readonly double[][][] _expected;
    private readonly DateOnly[] _months;

    public DemoSupply(DemoOptions options, DateOnly start, DateOnly end, IReadOnlyList<DemoProduct> products, DemoMarket market, DemoSales sales)
    {
        (_options, _start, _end, _products, _market) = (options, start, end, products, market);
        var count = ((end.Year - start.Year) * 12) + end.Month - start.Month + 1 + options.CapacityMonthsAhead + 1;
        _months = [.. Enumerable.Range(0, count).Select(m => start.AddMonths(m))];
        _expected = [.. DemoGeography.RegionCodes.Select((_, region) => products.Select((_, product) =>
            _months.Select(m => sales.ExpectedUnits(region, product, m, m.AddMonths(1).AddDays(-1))).ToArray()).ToArray())];
    }

    /// <summary>Month-end stock per warehouse and product on sale.</summary>
    public IReadOnlyList<InventoryRow> Inventory()
    {
        var random = new DemoRandom(_options.Seed, 6);
        var rows = new List<InventoryRow>();
        for (var month = 0; _months[month] <= _end; month++)
        {
            var date = _months[month].AddMonths(1).AddDays(-1);
            for (var region = 0; region < DemoGeography.WarehouseCodes.Length; region++)
            {
                for (var product = 0; product < _products.Count; product++)
                {
                    var cover = date == _end ? random.Between(0.15, 0.8) : random.Between(0.4, 1.7);
                    var row = _products[product].Row;
                    if (date < row.LaunchDate || date > row.EndDate)
                        continue;
                    var warehouse = DemoGeography.WarehouseCodes[region];
                    var isOut = _market.StockOuts.Any(s => s.LocationCode == warehouse && s.ProductCode == row.Code && s.First <= date && date <= s.Last);
                    rows.Add(new InventoryRow(warehouse, row.Code, date, isOut ? 0 : Math.Ceiling(1 + (cover * _expected[region][product][month + 1]))));
                }
            }
        }

        return rows;
    }

    /// <summary>Units a month per warehouse (what it can ship) and per resource of the plant (what it can make).</summary>
    public IReadOnlyList<CapacityRow> Capacities(IReadOnlyList<SaleRow> sales)
    {
        var random = new DemoRandom(_options.Seed, 7);
        var shipped = Shipped(sales);
        var rows = new List<CapacityRow>();
        for (var region = 0; region < DemoGeography.WarehouseCodes.Length; region++)
        {
            var wanted = Total(_expected[region], _ => true);
            AddResource(rows, random, DemoGeography.WarehouseCodes[region], "Outbound", wanted, 1.04, month => shipped.GetValueOrDefault((region, month)));
        }

        AddResource(rows, random, DemoGeography.Plant, "Assembly", Everywhere(row => row.Level1 is "Climbing" or "Cycling" or "Winter Sports"), 0.8, _ => 0);
        AddResource(rows, random, DemoGeography.Plant, "Sewing", Everywhere(row => row.Level1 is "Camping"), 0.8, _ => 0);
        return rows;
    }

    private double[] Everywhere(Func<ProductRow, bool> isMade)
    {
        var sums = new double[_months.Length];
        foreach (var region in _expected)
        {
            var part = Total(region, isMade);
            for (var month = 0; month < sums.Length; month++)
                sums[month] += part[month];
        }

        return sums;
    }

    private double[] Total(double[][] region, Func<ProductRow, bool> isMade)
    {
        var sums = new double[_months.Length];
        for (var product = 0; product < _products.Count; product++)
        {
            if (!isMade(_products[product].Row))
                continue;
            for (var month = 0; month < sums.Length; month++)
                sums[month] += region[product][month];
        }

        return sums;
    }

    /// <summary>A crew sized for the average of its year follows the season only in part, so peaks run short; the past could ship what it shipped.</summary>
    private void AddResource(List<CapacityRow> rows, DemoRandom random, string location, string resource, double[] wanted, double slack, Func<int, double> floor)
    {
        for (var month = 0; month < _months.Length - 1; month++)
        {
            var from = Math.Clamp(month - 6, 0, Math.Max(0, _months.Length - 12));
            var average = wanted.Skip(from).Take(12).Average();
            var flexible = average * (0.75 + (0.25 * wanted[month] / Math.Max(1, average)));
            var available = Math.Max(flexible * slack * random.Between(0.97, 1.03), floor(month) * random.Between(1.02, 1.15));
            rows.Add(new CapacityRow(location, resource, _months[month], Math.Ceiling(available / 10) * 10));
        }
    }

    private Dictionary<(int Region, int Month), double> Shipped(IReadOnlyList<SaleRow> sales)
    {
        var regions = DemoGeography.Leaves.ToDictionary(l => l.Code, l => l.Region);
        var shipped = new Dictionary<(int, int), double>();
        foreach (var sale in sales)
        {
            if (sale.Quantity <= 0)
                continue;
            var key = (regions[sale.TerritoryCode!], ((sale.Date.Year - _start.Year) * 12) + sale.Date.Month - _start.Month);
            shipped[key] = shipped.GetValueOrDefault(key) + sale.Quantity;
        }

        return shipped;
    }
}
