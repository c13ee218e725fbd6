using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>
/// Functions of lanes that give the same bits on every machine and in every run. Those of the framework may multiply and add in one rounding or in two, as the code at hand was compiled ahead or
/// while running: a forecast would depend on how long its process has lived.
/// </summary>
internal static class LaneMath
{
    private const double HighOfLogarithm2 = 6.93147180369123816490e-01;
    private const double LowOfLogarithm2 = 1.90821492927058770002e-10;

    /// <summary>Above it the exponential is infinite, below its negative 0.</summary>
    private const double LargestExponent = 708;

    private const long SquareRootOfHalf = 0x3FE6A09E667F3BCD;
    private const int MantissaBits = 52;

    /// <summary>Adding it leaves the nearest whole number in the last bits.</summary>
    private const double Rounding = 6755399441055744.0;

    /// <summary>Coefficients of (log(1 + f) - f + f^2 / 2 - ...) in s^2, s = f / (2 + f) (Sun Microsystems 1993, fdlibm), the last first.</summary>
    private static readonly double[] OfLogarithm =
    [
        1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01, 2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01,
    ];

    /// <summary>1 / 13!, 1 / 12!, ..., 1 / 1!, 1.</summary>
    private static readonly double[] OfExponential =
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
    ];

    /// <summary>Natural logarithm; NaN unless the number is positive, normal and finite.</summary>
    internal static Lanes Log(Lanes x)
    {
        var bits = x.AsInt64();
        var power = Vector512.ShiftRightArithmetic(bits - Vector512.Create(SquareRootOfHalf), MantissaBits);
        var f = (bits - Vector512.ShiftLeft(power, MantissaBits)).AsDouble() - Lanes.One;
        var s = f / (f + Vector512.Create(2.0));
        var z = s * s;
        var series = Horner(z, OfLogarithm) * z;
        var half = f * f * 0.5;
        var k = Vector512.ConvertToDouble(power);
        var tail = Vector512.FusedMultiplyAdd(s, half + series, k * LowOfLogarithm2);
        var logarithm = Vector512.FusedMultiplyAdd(k, Vector512.Create(HighOfLogarithm2), f - (half - tail));
        var known = Vector512.GreaterThanOrEqual(x, Vector512.Create(2.2250738585072014e-308)) & Vector512.LessThan(x, Vector512.Create(double.PositiveInfinity));
        return Vector512.ConditionalSelect(known, logarithm, Vector512.Create(double.NaN));
    }

    /// <summary>Exponential.</summary>
    internal static Lanes Exp(Lanes x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.4426950408889634), Vector512.Create(Rounding));
        var k = shifted - Vector512.Create(Rounding);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-LowOfLogarithm2), Vector512.FusedMultiplyAdd(k, Vector512.Create(-HighOfLogarithm2), x));
        var scale = Vector512.ShiftLeft(shifted.AsInt64() + Vector512.Create(1023L), MantissaBits).AsDouble();
        var exponential = Horner(r, OfExponential) * scale;
        exponential = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(LargestExponent)), Vector512.Create(double.PositiveInfinity), exponential);
        exponential = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-LargestExponent)), Lanes.Zero, exponential);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), exponential, x);
    }

    /// <summary>Sum of the lanes, in a fixed order.</summary>
    internal static double Sum(Lanes x)
    {
        var four = x.GetLower() + x.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    private static Lanes Horner(Lanes x, ReadOnlySpan<double> coefficients)
    {
        var sum = Vector512.Create(coefficients[0]);
        foreach (var coefficient in coefficients[1..])
            sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(coefficient));
        return sum;
    }
}
