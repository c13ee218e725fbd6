namespace PlanningEngine.Allocation.Quotas;

/// <summary>A continuous solution.</summary>
/// <param name="Amount">Amount of each node in units.</param>
/// <param name="Price">Price of one more to be handed down by each node; 0 at leaves.</param>
/// <param name="Work">Breakpoints merged.</param>
internal sealed record ContinuousSolution(double[] Amount, double[] Price, long Work);

/// <summary>Minimises a separable quadratic on a tree, exactly and without iteration: parametric water-filling with piecewise linear response curves.</summary>
/// <remarks>
/// From the leaves up, each node learns how much its subtree takes at each price: the sum of its children's curves, passed through its own quadratic and cut at its limits (min-sum message passing
/// with quadratic pieces; for one level it is the breakpoint search of Brucker 1984 and Patriksson 2008 for the continuous quadratic knapsack). From the root down each node then reads its amount at
/// the price its parent pays. With a penalty, limits bend instead of holding: the curve is flat for that many units of price and then goes on, which minimises the weighted breach first.
/// </remarks>
/// <param name="tree">The tree.</param>
/// <param name="references">The objective.</param>
/// <param name="ratio">What each node hands down per unit of its amount.</param>
/// <param name="limits">Limits of each node.</param>
/// <param name="penalty">Weight of one unit beyond the limits of each node; null where limits hold.</param>
/// <param name="levelByLevel">True to divide each node's amount among its children as if they were leaves: a feasible plan in one pass, where the limits are those of <see cref="FeasibleRanges"/>.</param>
internal sealed class WaterFilling(
    QuotaTree tree, QuotaReferences references, double[] ratio, NodeLimits[] limits, double[]? penalty = null, bool levelByLevel = false)
{
    private readonly ResponseCurve?[] _below = new ResponseCurve?[tree.Count];
    private readonly CurveBuffer _buffer = new();
    private long _work;

    /// <summary>Solves; null when the work limit or the token stopped it.</summary>
    public ContinuousSolution? Solve(long workLimit, CancellationToken cancellationToken)
    {
        var curves = new ResponseCurve?[tree.Count];
        for (var k = tree.Count - 1; k >= 0; k--)
        {
            var node = tree.Order[k];
            if (tree.IsLeaf(node))
                continue;
            _below[node] = Sum(node, curves);
            if (_work > workLimit || cancellationToken.IsCancellationRequested)
                return null;
            if (node != tree.Root && !levelByLevel)
                curves[node] = Through(node, _below[node]!);
        }

        return Read();
    }

    /// <summary>Sum of the children's curves, merged in pairs.</summary>
    private ResponseCurve Sum(int node, ResponseCurve?[] curves)
    {
        _buffer.Clear();
        foreach (var child in tree.Children(node))
        {
            if (curves[child] is { } curve)
            {
                _buffer.Append(curve.Start, curve.Points);
                curves[child] = null;
            }
            else
            {
                var stiffness = references.Stiffness[child];
                Span<CurvePoint> free = [new CurvePoint(-stiffness * references.Centre[child], 0, 1 / stiffness)];
                Cut(child, 0, free);
            }
        }

        _work += _buffer.MergeAll();
        return _buffer.ToCurve();
    }

    /// <summary>The children's curve seen from above the node.</summary>
    private ResponseCurve Through(int node, ResponseCurve below)
    {
        var (stiffness, centre, handed) = (references.Stiffness[node], references.Centre[node], ratio[node]);
        var free = new CurvePoint[below.Points.Length];
        for (var k = 0; k < free.Length; k++)
        {
            var point = below.Points[k];
            var amount = point.Amount / handed;
            free[k] = new CurvePoint(stiffness * (amount - centre) + handed * point.Price, amount, point.Slope / (stiffness * point.Slope + handed * handed));
        }

        _buffer.Clear();
        Cut(node, below.Start / handed, free);
        return _buffer.ToCurve();
    }

    /// <summary>Appends a curve cut at the limits of a node, or bent there: below the least amount it comes <c>bend</c> earlier in price, above the most that much later.</summary>
    private void Cut(int node, double start, ReadOnlySpan<CurvePoint> free)
    {
        var (least, most, bend) = (limits[node].Least, limits[node].Most, penalty?[node] ?? double.PositiveInfinity);
        var isHard = double.IsPositiveInfinity(bend);
        _buffer.Begin(isHard ? Math.Clamp(start, least, most) : start);
        if (isHard && (start >= most || least == most))
            return;
        var shift = start < least ? -bend : start > most ? bend : 0;
        for (var k = 0; k < free.Length; k++)
        {
            var (price, amount, slope) = free[k];
            var (nextPrice, next) = k + 1 < free.Length ? (free[k + 1].Price, free[k + 1].Amount) : (double.PositiveInfinity, slope > 0 ? double.PositiveInfinity : amount);
            if (shift < 0 && amount >= least)
            {
                Push(price - bend, least, 0);
                shift = 0;
            }

            Push(price + shift, amount, slope);
            if (shift < 0 && next > least)
            {
                price = Math.Min(nextPrice, price + (least - amount) / slope);
                Push(price - bend, least, 0);
                Push(price, least, slope);
                (amount, shift) = (least, 0);
            }

            if (shift != 0 || !(next > most))
                continue;
            price = Math.Min(nextPrice, price + (most - amount) / slope);
            Push(price, most, 0);
            if (isHard)
                return;
            Push(price + bend, most, slope);
            shift = bend;
        }
    }

    /// <summary>Adds a point unless a hard limit has moved it out of reach.</summary>
    private void Push(double price, double amount, double slope)
    {
        if (double.IsInfinity(price))
            return;
        _buffer.Push(new CurvePoint(price, amount, slope));
    }

    private ContinuousSolution Read()
    {
        var (amounts, prices, paid) = (new double[tree.Count], new double[tree.Count], new double[tree.Count]);
        foreach (var node in tree.Order)
        {
            var (least, most, bend) = (limits[node].Least, limits[node].Most, penalty?[node] ?? double.PositiveInfinity);
            var (amount, price) = At(node, paid[node]);
            if (amount > most && At(node, paid[node] - bend) is var (beyond, beyondPrice))
                (amount, price) = beyond > most ? (beyond, beyondPrice) : (most, double.NaN);
            else if (amount < least && At(node, paid[node] + bend) is var (below, belowPrice))
                (amount, price) = below < least ? (below, belowPrice) : (least, double.NaN);
            amounts[node] = amount;
            if (tree.IsLeaf(node))
                continue;
            if (double.IsNaN(price) && _below[node]!.PricesOf(ratio[node] * amount) is var (low, high))
                price = Math.Clamp(0, low, high);
            prices[node] = price;
            foreach (var child in tree.Children(node))
                paid[child] = price;
        }

        return new ContinuousSolution(amounts, prices, _work);
    }

    /// <summary>Amount and price below of a node that pays no heed to its own limits.</summary>
    private (double Amount, double Price) At(int node, double paid)
    {
        var (stiffness, centre, handed) = (references.Stiffness[node], references.Centre[node], ratio[node]);
        if (double.IsInfinity(paid))
            return (double.NaN, 0);
        if (levelByLevel || _below[node] is not { } below)
            return (Math.Max(0, centre + paid / stiffness), double.NaN);
        var after = below.Search(point => stiffness * (point.Amount / handed - centre) + handed * point.Price > paid);
        if (after == 0)
        {
            var flat = below.Start / handed;
            return (flat, (paid - stiffness * (flat - centre)) / handed);
        }

        var from = below.Points[after - 1];
        var price = from.Price + (paid - stiffness * (from.Amount / handed - centre) - handed * from.Price) / (stiffness * from.Slope / handed + handed);
        return ((from.Amount + from.Slope * (price - from.Price)) / handed, price);
    }
}
