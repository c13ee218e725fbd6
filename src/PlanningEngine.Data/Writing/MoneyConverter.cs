using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PlanningEngine.Data.Writing;

/// <summary>
/// Money on SQLite: a REAL, so that sums, products and comparisons in SQL are right. Amounts with 4 decimals come back exactly
/// for |x| &lt;= 2^39 = 549,755,813,888.
/// </summary>
/// <remarks>
/// Below 2^39 neighbouring doubles lie at most 2^-14 (6.1e-5) apart, so the double nearest to a multiple of 1e-4 is off by at
/// most 2^-15 (3.1e-5), less than half of 1e-4: rounding gives the multiple back. From 2^39 on they lie 2^-13 (1.2e-4) apart and
/// two amounts may share one double. Below 1e11 the 15 significant digits that .NET's conversion keeps are at least 4 decimals;
/// they also strip the noise of sums and keep ratios computed in SQL precise. A column total is exact in the same range as
/// long as the noise of its n additions, at most n * 2^-53 * total, stays below 5e-5.
/// </remarks>
internal sealed class MoneyConverter() : ValueConverter<decimal, double>(money => (double)money, real => FromReal(real))
{
    /// <summary>Largest magnitude up to which amounts with 4 decimals are exact: 2^39.</summary>
    public const decimal ExactRange = 549_755_813_888m;

    private const double FifteenDigitsHoldFourDecimals = 1e11;

    public static decimal FromReal(double real) =>
        Math.Abs(real) is >= FifteenDigitsHoldFourDecimals and <= (double)ExactRange ? FromScaled(real) : (decimal)real;

    /// <summary>To the nearest multiple of 1e-4. The product with 10^4 has no bits to spare for the rounding, so its own error is taken along.</summary>
    private static decimal FromScaled(double real)
    {
        var product = real * 10_000.0;
        var error = Math.FusedMultiplyAdd(real, 10_000.0, -product);
        var whole = Math.Round(product);
        return ((long)whole + (long)Math.Round(product - whole + error)) / 10_000m;
    }
}
