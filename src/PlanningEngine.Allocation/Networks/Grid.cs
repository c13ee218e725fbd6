namespace PlanningEngine.Allocation.Networks;

/// <summary>A step size that turns real numbers into integers and back, without error where that is possible.</summary>
/// <remarks>
/// When every number is a decimal of at most nine places, the step is a power of ten and the conversion is exact both ways. Otherwise the step is
/// a power of two, the smallest that keeps the largest number within the limit, and each number moves by less than one step.
/// </remarks>
internal readonly record struct Grid(double StepsPerUnit)
{
    private const int MostDecimals = 9;
    private const int LargestExponent = 900;

    /// <summary>Chooses the step for numbers whose size times steps per unit must stay within the limit.</summary>
    /// <param name="exact">Numbers to hold exactly if possible.</param>
    /// <param name="nearlyExact">Numbers for which a relative error of 1e-12 counts as exact (they are products).</param>
    /// <param name="largest">The largest size that occurs, in units.</param>
    /// <param name="limit">The largest integer allowed.</param>
    public static Grid For(ReadOnlySpan<double> exact, ReadOnlySpan<double> nearlyExact, double largest, double limit)
    {
        var factor = 1.0;
        for (var decimals = 0; decimals <= MostDecimals && largest * factor <= limit; decimals++, factor *= 10)
        {
            if (Holds(exact, factor, 0) && Holds(nearlyExact, factor, 1e-12))
                return new Grid(factor);
        }

        return largest <= 0 ? new Grid(1) : new Grid(Math.ScaleB(1, Math.Min(LargestExponent, Math.ILogB(limit / largest))));
    }

    /// <summary>The number in steps, rounded down (binary steps) or exactly (decimal steps).</summary>
    public long Down(double value)
    {
        var nearest = Math.Round(value * StepsPerUnit);
        return nearest / StepsPerUnit <= value ? (long)nearest : (long)nearest - 1;
    }

    /// <summary>The number in steps, rounded to the nearest.</summary>
    public long Nearest(double value) => (long)Math.Round(value * StepsPerUnit);

    /// <summary>Steps as a number.</summary>
    public double ToUnits(long steps) => steps / StepsPerUnit;

    private static bool Holds(ReadOnlySpan<double> values, double factor, double tolerance)
    {
        foreach (var value in values)
        {
            if (Math.Abs(Math.Round(value * factor) / factor - value) > tolerance * Math.Abs(value))
                return false;
        }

        return true;
    }
}
