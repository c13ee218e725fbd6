namespace PlanningEngine.Allocation.Quotas;

/// <summary>A breakpoint: from this price on, the amount grows by the slope per unit of price.</summary>
internal readonly record struct CurvePoint(double Price, double Amount, double Slope);

/// <summary>
/// Amount a subtree takes as a function of the price its parent pays: nondecreasing, continuous, piecewise linear; constant before the first point.
/// It is the inverse of the derivative of the subtree's least objective.
/// </summary>
/// <remarks>Points carry their slopes, and slopes are only ever added, never subtracted: a flat piece stays exactly flat.</remarks>
internal sealed class ResponseCurve(double start, CurvePoint[] points)
{
    /// <summary>Amount before the first point.</summary>
    public double Start => start;

    public ReadOnlySpan<CurvePoint> Points => points;

    /// <summary>Writes the sum of two curves and says how many points it has.</summary>
    public static int Add(double startA, ReadOnlySpan<CurvePoint> a, double startB, ReadOnlySpan<CurvePoint> b, Span<CurvePoint> sum)
    {
        var (i, j, count) = (0, 0, 0);
        while (i < a.Length || j < b.Length)
        {
            var price = i == a.Length ? b[j].Price : j == b.Length ? a[i].Price : Math.Min(a[i].Price, b[j].Price);
            while (i < a.Length && a[i].Price <= price)
                i++;
            while (j < b.Length && b[j].Price <= price)
                j++;
            var (amountA, slopeA) = i == 0 ? (startA, 0.0) : (a[i - 1].Amount + a[i - 1].Slope * (price - a[i - 1].Price), a[i - 1].Slope);
            var (amountB, slopeB) = j == 0 ? (startB, 0.0) : (b[j - 1].Amount + b[j - 1].Slope * (price - b[j - 1].Price), b[j - 1].Slope);
            sum[count++] = new CurvePoint(price, amountA + amountB, slopeA + slopeB);
        }

        return count;
    }

    /// <summary>Prices at which the curve takes an amount: one, or an interval where it is flat there; infinite ends where it stays flat.</summary>
    public (double Low, double High) PricesOf(double amount)
    {
        if (points.Length == 0)
            return (double.NegativeInfinity, double.PositiveInfinity);
        // Rounding must not put an amount beyond where the curve ends.
        amount = Math.Max(amount, start);
        if (points[^1] is { Slope: 0 } end)
            amount = Math.Min(amount, end.Amount);
        // First point above the amount: the answer lies before it.
        var after = Search(point => point.Amount > amount);
        if (after == 0)
            return (points[0].Price, points[0].Price);
        var last = points[after - 1];
        var high = last.Slope > 0 ? last.Price + (amount - last.Amount) / last.Slope : after < points.Length ? points[after].Price : double.PositiveInfinity;
        if (after < points.Length)
            high = Math.Min(high, points[after].Price);
        // First point at or above the amount: a flat piece begins there.
        var at = Search(point => point.Amount >= amount);
        var low = at == after ? high : at == 0 ? double.NegativeInfinity : Math.Min(high, points[at].Price);
        return (low, high);
    }

    /// <summary>Position of the first point that fulfils a condition which, once true, stays true.</summary>
    public int Search(Func<CurvePoint, bool> condition)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (condition(points[middle]))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
