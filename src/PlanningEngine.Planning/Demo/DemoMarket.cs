using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Demo;

/// <summary>
/// Expected demand by day: trend, season, weekday, holidays, promotions, price, life cycle and stock-outs, as cumulative sums per product and region,
/// so that a month's expectation is one subtraction and a day is drawn by one search.
/// </summary>
internal sealed class DemoMarket
{
    private const double PriceElasticity = -0.8;
    private readonly DateOnly _start;
    private readonly DateOnly _end;
    private readonly double[][][] _sold;
    private readonly double[][] _wanted;

    public DemoMarket(DemoOptions options, IReadOnlyList<DemoProduct> products, DateOnly start, DateOnly end)
    {
        (_start, _end) = (start, end);
        var horizonEnd = end.AddMonths(options.CapacityMonthsAhead + 2);
        var random = new DemoRandom(options.Seed, 3);
        Holidays = CompanyHolidays.Between(start, horizonEnd);
        Promotions = CreatePromotions(random, products, start, end);
        PlannedPromotions = CreatePromotions(new DemoRandom(options.Seed, 8), products, end.AddDays(1), end.AddYears(1));
        StockOuts = CreateStockOuts(random, products);
        var holidays = Holidays.Select(h => h.Date).ToHashSet();
        var days = horizonEnd.DayNumber - start.DayNumber + 1;
        _sold = new double[products.Count][][];
        _wanted = new double[products.Count][];
        for (var p = 0; p < products.Count; p++)
        {
            var daily = new double[days];
            for (var d = 0; d < days; d++)
                daily[d] = holidays.Contains(start.AddDays(d)) ? 0 : Daily(products[p], start.AddDays(d));
            ApplyPromotions(daily, products[p]);
            _wanted[p] = Cumulative(daily);
            _sold[p] = [.. DemoGeography.WarehouseCodes.Select(w => Cumulative(WithoutStock(daily, w, products[p].Row.Code)))];
        }
    }

    public IReadOnlyList<Holiday> Holidays { get; }

    public IReadOnlyList<DemoPromotion> Promotions { get; }

    /// <summary>Promotions of the year after the history.</summary>
    public IReadOnlyList<DemoPromotion> PlannedPromotions { get; }

    public IReadOnlyList<DemoStockOut> StockOuts { get; }

    /// <summary>Relative demand of a product from one day to another, both included, as if stock were endless.</summary>
    public double Wanted(int product, DateOnly first, DateOnly last) =>
        _wanted[product][last.DayNumber - _start.DayNumber + 1] - _wanted[product][first.DayNumber - _start.DayNumber];

    /// <summary>Relative demand that stock allows in a region.</summary>
    public double Sold(int product, int region, DateOnly first, DateOnly last) =>
        _sold[product][region][last.DayNumber - _start.DayNumber + 1] - _sold[product][region][first.DayNumber - _start.DayNumber];

    /// <summary>A day drawn in proportion to the demand that stock allows.</summary>
    public DateOnly DrawDay(DemoRandom random, int product, int region, DateOnly first, DateOnly last)
    {
        var cumulative = _sold[product][region];
        var (from, to) = (first.DayNumber - _start.DayNumber, last.DayNumber - _start.DayNumber + 1);
        var target = cumulative[from] + (random.Unit() * (cumulative[to] - cumulative[from]));
        while (to - from > 1)
        {
            var middle = (from + to) / 2;
            if (cumulative[middle] <= target)
                from = middle;
            else
                to = middle;
        }

        return _start.AddDays(from);
    }

    /// <summary>Discount of a subcategory on a day.</summary>
    public decimal DiscountOn(string level2, DateOnly date)
    {
        foreach (var promotion in Promotions)
        {
            if (promotion.Level2 == level2 && promotion.First <= date && date <= promotion.Last)
                return promotion.Discount;
        }

        return 0;
    }

    private double Daily(DemoProduct product, DateOnly date)
    {
        var row = product.Row;
        if (date < row.LaunchDate || date > row.EndDate)
            return 0;
        var years = (date.DayNumber - _start.DayNumber) / 365.25;
        var weekday = date.DayOfWeek switch { DayOfWeek.Saturday => 0.12, DayOfWeek.Sunday => 0.04, DayOfWeek.Monday => 1.2, DayOfWeek.Friday => 0.85, _ => 1.0 };
        var ramp = product.Arrives is { } arrives ? arrives.MovedOn(date) : Math.Min(1, 0.15 + ((date.DayNumber - row.LaunchDate!.Value.DayNumber) / 200.0));
        var phaseOut = product.Leaves is { } leaves ? 1 - leaves.MovedOn(date) : row.EndDate is { } last ? Math.Min(1, 0.1 + ((last.DayNumber - date.DayNumber) / 220.0)) : 1;
        var price = Math.Pow((double)(product.PriceOn(date, _end) / row.Price!.Value), PriceElasticity);
        return weekday * Season(row.Level1, date) * Math.Pow(1 + product.Growth, years) * ramp * phaseOut * price;
    }

    /// <summary>Yearly shape of a category: one wave with its peak day, and a Christmas hump for all.</summary>
    private static double Season(string category, DateOnly date)
    {
        var (peak, depth) = category switch
        {
            "Camping" => (165, 0.65),
            "Climbing" => (190, 0.35),
            "Cycling" => (125, 0.45),
            _ => (350, 0.85),
        };
        var wave = 1 + (depth * Math.Cos(2 * Math.PI * (date.DayOfYear - peak) / 365.25));
        var christmas = 0.9 * Math.Exp(-Math.Pow((date.DayOfYear - 340) / 14.0, 2));
        return wave + christmas;
    }

    private void ApplyPromotions(double[] daily, DemoProduct product)
    {
        foreach (var promotion in Promotions.Where(p => p.Level2 == product.Row.Level2))
        {
            var (first, last) = (promotion.First.DayNumber - _start.DayNumber, promotion.Last.DayNumber - _start.DayNumber);
            for (var d = first; d <= Math.Min(last + 14, daily.Length - 1); d++)
                daily[d] *= d <= last ? 1 + (4 * (double)promotion.Discount) : 0.85;
        }
    }

    private double[] WithoutStock(double[] daily, string warehouse, string product)
    {
        var copy = (double[])daily.Clone();
        foreach (var stockOut in StockOuts.Where(s => s.LocationCode == warehouse && s.ProductCode == product))
            Array.Clear(copy, stockOut.First.DayNumber - _start.DayNumber, stockOut.Last.DayNumber - stockOut.First.DayNumber + 1);
        return copy;
    }

    private static double[] Cumulative(double[] daily)
    {
        var sums = new double[daily.Length + 1];
        for (var d = 0; d < daily.Length; d++)
            sums[d + 1] = sums[d] + daily[d];
        return sums;
    }

    private static List<DemoPromotion> CreatePromotions(DemoRandom random, IReadOnlyList<DemoProduct> products, DateOnly start, DateOnly end)
    {
        var promotions = new List<DemoPromotion>();
        foreach (var level2 in products.Select(p => p.Row.Level2).Distinct())
        {
            for (var year = start.Year; year <= end.Year; year++)
            {
                foreach (var month in new[] { 3, 9 })
                {
                    var first = new DateOnly(year, month + random.Between(0, 2), random.Between(1, 15));
                    var discount = random.Between(2, 5) * 0.05m;
                    if (first >= start && first.AddDays(13) <= end)
                        promotions.Add(new DemoPromotion(level2, first, first.AddDays(13), discount));
                }
            }
        }

        return promotions;
    }

    private List<DemoStockOut> CreateStockOuts(DemoRandom random, IReadOnlyList<DemoProduct> products)
    {
        var candidates = products.Where(p => p.Popularity >= 0.5 && p.Row.LaunchDate < _start && p.Row.EndDate is null).ToList();
        var days = _end.DayNumber - _start.DayNumber + 1;
        var stockOuts = new List<DemoStockOut>();
        for (var i = 0; i < 18; i++)
        {
            var length = random.Between(32, 56);
            var first = _start.AddDays(random.Between(60, days - length - 1));
            stockOuts.Add(new DemoStockOut(random.Pick(DemoGeography.WarehouseCodes), random.Pick(candidates).Row.Code, first, first.AddDays(length - 1)));
        }

        return stockOuts;
    }
}
