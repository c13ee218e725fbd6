namespace PlanningEngine.Forecasting.Numerics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>Quantile of the standard normal, by algorithm AS 241 (Wichura 1988), relative error about 1e-16.</summary>
    internal static double Quantile(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - q * q;
            return q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r
                + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608)
                / (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r
                + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1);
        }

        var tail = Math.Sqrt(-Math.Log(q < 0 ? p : 1 - p));
        double value;
        if (tail <= 5)
        {
            var r = tail - 1.6;
            value = (((((((7.7454501427834140764e-4 * r + .0227238449892691845833) * r + .24178072517745061177) * r + 1.27045825245236838258) * r
                + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734)
                / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + .0151986665636164571966) * r + .14810397642748007459) * r
                + .68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1);
        }
        else
        {
            var r = tail - 5;
            value = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + .0012426609473880784386) * r + .026532189526576123093) * r
                + .29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772)
                / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
                + .0148753612908506148525) * r + .13692988092273580531) * r + .59983220206960555) * r + 1);
        }

        return q < 0 ? -value : value;
    }

    /// <summary>Distribution function of the standard normal, by Hart's algorithm (West 2005), absolute error about 1e-15.</summary>
    internal static double Cumulative(double x)
    {
        var size = Math.Abs(x);
        if (size > 37)
            return x > 0 ? 1 : 0;
        var density = Math.Exp(-size * size / 2);
        double tail;
        if (size < 7.07106781186547)
            tail = density * ((((((3.52624965998911e-2 * size + .700383064443688) * size + 6.37396220353165) * size + 33.912866078383) * size + 112.079291497871) * size + 221.213596169931) * size + 220.206867912376)
                / (((((((8.83883476483184e-2 * size + 1.75566716318264) * size + 16.064177579207) * size + 86.7807322029461) * size + 296.564248779674) * size + 637.333633378831) * size + 793.826512519948) * size + 440.413735824752);
        else
            tail = density / (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + .65))))) / 2.506628274631;
        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>F as a normal score (Paulson 1942): how far beyond chance variances differ.</summary>
    /// <param name="f">Ratio of the variance between groups to that within them, at least 0.</param>
    /// <param name="between">Degrees of freedom between groups, above 0.</param>
    /// <param name="within">Degrees of freedom within groups, above 0.</param>
    internal static double ScoreOfF(double f, double between, double within)
    {
        var (a, b) = (2 / (9 * between), 2 / (9 * within));
        return ((1 - b) * Math.Cbrt(f) - (1 - a)) / Math.Sqrt(a + b * Math.Cbrt(f) * Math.Cbrt(f));
    }
}
