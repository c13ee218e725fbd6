namespace PlanningEngine.Forecasting.Numerics;

/// <summary>The gamma distribution.</summary>
internal static class GammaDistribution
{
    private const double Settled = 1e-15;
    private const double Tiny = 1e-300;
    private const double LeastOfStirling = 10;

    /// <summary>Expectation of a gamma variable that is at least a bound, over its mean: Q(shape + 1, x) / Q(shape, x), Q being the upper regularised incomplete gamma function.</summary>
    /// <param name="shape">Shape, above 0; the scale is 1.</param>
    /// <param name="bound">The bound, at least 0; at 0 the answer is 1.</param>
    /// <returns>At least 1; right to seven digits and more for shapes from 1e-6 to 1e6.</returns>
    internal static double MeanAbove(double shape, double bound) =>
        !(bound > 0) ? 1 : bound < shape + 1 ? 1 + Density(shape, bound) / (1 - Density(shape, bound) * Series(shape, bound)) : 1 + 1 / (shape * Fraction(shape, bound));

    /// <summary>x^a e^-x / Gamma(a + 1).</summary>
    private static double Density(double a, double x) => Math.Exp(a * Math.Log(x) - x - LogGamma(a + 1));

    /// <summary>The lower function over the density, by its series (Press et al. 2007, 6.2.5).</summary>
    private static double Series(double a, double x)
    {
        double term = 1, sum = 1;
        for (var n = 1; term > Settled * sum; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>The upper function over a times the density, by its continued fraction (Press et al. 2007, 6.2.7; Lentz's method).</summary>
    private static double Fraction(double a, double x)
    {
        var b = x + 1 - a;
        var (c, d) = (1 / Tiny, 1 / b);
        var (fraction, factor) = (d, 0.0);
        for (var n = 1; Math.Abs(factor - 1) > Settled; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = 1 / NotZero(numerator * d + b);
            c = NotZero(b + numerator / c);
            factor = d * c;
            fraction *= factor;
        }

        return fraction;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>Logarithm of the gamma function by Stirling's series, after recurrence for small arguments.</summary>
    private static double LogGamma(double x)
    {
        var product = 1.0;
        for (; x < LeastOfStirling; x++)
            product *= x;
        var inverse = 1 / (x * x);
        return (x - 0.5) * Math.Log(x) - x + Math.Log(2 * Math.PI) / 2 + (1 / 12.0 - inverse * (1 / 360.0 - inverse * (1 / 1260.0 - inverse * (1 / 1680.0 - inverse / 1188)))) / x - Math.Log(product);
    }
}
