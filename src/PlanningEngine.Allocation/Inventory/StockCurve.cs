namespace PlanningEngine.Allocation.Inventory;

/// <summary>What one item costs over the stock it holds, known at some levels and bounded between them.</summary>
/// <remarks>
/// At a price of stock the cost of a level is C - D: C, holding, stock and what is short when an order comes due, and D, what was short before it came, are both convex in the level. Between two known
/// levels C is above the extended chords of its neighbours and D below its own chord, so a branch and bound over intervals ends with the least cost and its proof (Horst and Thoai, Journal of Optimization Theory
/// and Applications 103, 1999, on programming with differences of convex functions).
/// </remarks>
internal sealed class StockCurve
{
    private const int FirstLevels = 9;
    private const int MostLevels = 300;
    private const double Tolerance = 1e-9;

    private readonly InventoryItem _item;
    private readonly PolicyService _service;
    private readonly double _quantity;
    private readonly List<Point> _points = [];

    /// <param name="item">The item.</param>
    /// <param name="service">What its levels achieve.</param>
    /// <param name="quantity">Its order quantity.</param>
    public StockCurve(InventoryItem item, PolicyService service, double quantity)
    {
        (_item, _service, _quantity) = (item, service, quantity);
        var highest = Math.Max(service.IsWhole ? 1 : 1e-9, service.Protection.Max());
        // One step outside on either side, for chords to extend from.
        _points.Add(At(service.IsWhole ? -1 : -highest / FirstLevels));
        for (var k = 0; k < FirstLevels; k++)
        {
            if (Whole(highest * k / (FirstLevels - 1)) is var level && level > _points[^1].Level)
                _points.Add(At(level));
        }

        _points.Add(At(service.IsWhole ? highest + 1 : highest * (1 + 1.0 / FirstLevels)));
    }

    private readonly record struct Point(double Level, double Stock, double Protection, double Lead);

    /// <summary>Unit value times stock at the lowest level.</summary>
    public double LeastStock => _item.UnitValue * _points[1].Stock;

    /// <summary>The least that cost plus priced stock can be at any level from 0 on: proven.</summary>
    /// <param name="price">Money per unit of the limit.</param>
    public double LeastAt(double price)
    {
        while (true)
        {
            var best = double.PositiveInfinity;
            for (var i = 1; i < _points.Count - 1; i++)
                best = Math.Min(best, Money(_points[i], price));
            var (worst, bound) = (-1, best);
            for (var i = 1; i < _points.Count - 2; i++)
            {
                if (CanSplit(i) && Between(i, price) is var below && below < bound)
                    (worst, bound) = (i, below);
            }

            if (worst < 0 || best - bound <= Tolerance * Math.Abs(best) || _points.Count >= MostLevels)
                return bound;
            _points.Insert(worst + 1, At(Whole((_points[worst].Level + _points[worst + 1].Level) / 2)));
        }
    }

    /// <summary>Known levels whose points (stock, saving against the lowest level) lie on the upper hull, the lowest first.</summary>
    public List<(double Level, double Stock, double Saving)> Hull()
    {
        var hull = new List<(double Level, double Stock, double Saving)>();
        var dearest = Money(_points[1], 0);
        for (var i = 1; i < _points.Count - 1; i++)
        {
            var point = (_points[i].Level, Stock: _item.UnitValue * _points[i].Stock, Saving: dearest - Money(_points[i], 0));
            if (hull.Count > 0 && (point.Stock <= hull[^1].Stock * (1 + 1e-12) || point.Saving <= hull[^1].Saving))
                continue;
            while (hull.Count > 1 && (hull[^1].Saving - hull[^2].Saving) * (point.Stock - hull[^2].Stock) <= (point.Saving - hull[^2].Saving) * (hull[^1].Stock - hull[^2].Stock))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(point);
        }

        return hull;
    }

    private double Whole(double level) => _service.IsWhole ? Math.Floor(level) : level;

    private Point At(double level)
    {
        var (protection, lead) = _service.Missing(level, _quantity);
        return new(level, _service.AverageStock(level, _quantity), protection, lead);
    }

    private bool CanSplit(int i) => _points[i + 1].Level - _points[i].Level is var width && (_service.IsWhole ? width > 1 : width > 1e-12 * _points[^1].Level);

    private double Money(Point point, double price) => Convex(point, price) - Other(point);

    private double Convex(Point point, double price) => ((_item.HoldingCost + (price * _item.UnitValue)) * point.Stock) + (_item.ShortageCost * point.Protection / _item.ReviewPeriods);

    private double Other(Point point) => _item.ShortageCost * point.Lead / _item.ReviewPeriods;

    /// <summary>A bound between two neighbouring levels: the higher of two lines less a third one, least at an end or where the two cross.</summary>
    private double Between(int i, double price)
    {
        var (before, low, high, after) = (_points[i - 1], _points[i], _points[i + 1], _points[i + 2]);
        var width = high.Level - low.Level;
        var (left, right) = (Convex(low, price), Convex(high, price));
        var rise = (left - Convex(before, price)) / (low.Level - before.Level);
        var fall = (Convex(after, price) - right) / (after.Level - high.Level);
        var other = (Other(high) - Other(low)) / width;
        var ends = Math.Min(Money(low, price), Money(high, price));
        if (fall <= rise)
            return ends;
        var cross = Math.Clamp((right - left - (fall * width)) / (rise - fall), 0, width);
        return Math.Min(ends, left + (rise * cross) - Other(low) - (other * cross));
    }
}
