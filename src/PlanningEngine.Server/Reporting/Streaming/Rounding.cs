namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>Money that was stored or computed as a double, back as money.</summary>
internal static class Rounding
{
    // Below 2^39 a double tells every amount of four places apart, and ten thousand times it rounds to the right whole number.
    private const double FastLimit = 549_755_813_888d;

    /// <summary>The double rounded to some places; null where a decimal cannot hold it.</summary>
    public static decimal? Money(double value, int scale)
    {
        if (scale == 4 && Math.Abs(value) < FastLimit)
            return Trimmed((long)Math.Round(value * 10_000d, MidpointRounding.AwayFromZero));
        return Math.Abs(value) < 7e27 ? Math.Round((decimal)value, scale, MidpointRounding.AwayFromZero) : null;
    }

    private static decimal Trimmed(long tenThousandths)
    {
        byte scale = 4;
        while (scale > 0 && tenThousandths % 10 == 0)
        {
            tenThousandths /= 10;
            scale--;
        }

        var magnitude = (ulong)Math.Abs(tenThousandths);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, tenThousandths < 0, scale);
    }
}
