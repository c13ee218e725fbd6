namespace PlanningEngine.Allocation.Budgets;

/// <summary>Minimum of a function of one number: a grid, then golden sections around its best point.</summary>
internal static class LineSearch
{
    private const int GridPoints = 12;
    private const int Sections = 32;

    public static double Minimum(Func<double, double> loss, double low, double high)
    {
        var step = (high - low) / (GridPoints - 1);
        var (best, least) = (low, double.PositiveInfinity);
        for (var i = 0; i < GridPoints; i++)
        {
            if (loss(low + (i * step)) is var value && value < least)
                (best, least) = (low + (i * step), value);
        }

        var golden = (Math.Sqrt(5) - 1) / 2;
        var (left, right) = (Math.Max(low, best - step), Math.Min(high, best + step));
        var (inner, outer) = (right - (golden * (right - left)), left + (golden * (right - left)));
        var (atInner, atOuter) = (loss(inner), loss(outer));
        for (var i = 0; i < Sections; i++)
        {
            if (atInner <= atOuter)
            {
                (right, outer, atOuter) = (outer, inner, atInner);
                inner = right - (golden * (right - left));
                atInner = loss(inner);
            }
            else
            {
                (left, inner, atInner) = (inner, outer, atOuter);
                outer = left + (golden * (right - left));
                atOuter = loss(outer);
            }
        }

        return Math.Min(atInner, atOuter) < least ? (atInner <= atOuter ? inner : outer) : best;
    }
}
