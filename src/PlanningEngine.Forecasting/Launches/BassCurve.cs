using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Launches;

/// <summary>Diffusion of a new product (Bass 1969): innovators buy by themselves, imitators because others did.</summary>
/// <param name="Potential">Units bought in the end, above 0.</param>
/// <param name="Innovation">Coefficient p per bucket, above 0.</param>
/// <param name="Imitation">Coefficient q per bucket, at least 0.</param>
public sealed record BassCurve(double Potential, double Innovation, double Imitation)
{
    private const int FewestValues = 4;

    /// <summary>First purchases of each bucket from the launch on, for <see cref="LaunchOptions.Curve"/>.</summary>
    /// <param name="length">Buckets, at least 1.</param>
    /// <returns>Units per bucket; over all buckets they add up to the potential.</returns>
    public double[] Sales(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return [.. Enumerable.Range(0, length).Select(t => Potential * (Share(t + 1) - Share(t)))];
    }

    /// <summary>Fits the curve to the first purchases of an earlier item by least squares.</summary>
    /// <param name="sales">Units per bucket from the launch on, four at least, finite, not all zero.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ArgumentException">There are too few values, or nothing was sold.</exception>
    public static BassCurve Fit(IReadOnlyList<double> sales)
    {
        ArgumentNullException.ThrowIfNull(sales);
        if (sales.Count < FewestValues || !sales.All(double.IsFinite) || !(sales.Sum() > 0))
            throw new ArgumentException($"A launch of {sales.Count} buckets cannot be fitted. Maybe give at least {FewestValues}, all finite, with sales.", nameof(sales));
        BassCurve? best = null;
        var least = double.PositiveInfinity;
        // Given p and q the potential is linear: a grid of the two, refined around its best point, finds the least squares without a start value.
        var (p, q, reach) = (0.02, 0.3, 12.0);
        for (var round = 0; round < 6; round++, reach = Math.Cbrt(reach))
            (p, q) = Refine(p, q, reach);
        return best!;

        (double P, double Q) Refine(double centreP, double centreQ, double width)
        {
            for (var i = -8; i <= 8; i++)
                for (var j = -8; j <= 8; j++)
                    Try(centreP * Math.Pow(width, i / 8.0), centreQ * Math.Pow(width, j / 8.0));
            return (best!.Innovation, best.Imitation);
        }

        void Try(double innovation, double imitation)
        {
            var unit = new BassCurve(1, innovation, imitation).Sales(sales.Count);
            double[] actual = [.. sales];
            var potential = LeastSquares.Dot(actual, unit) / LeastSquares.Dot(unit, unit);
            var squares = actual.Zip(unit, (a, u) => (a - potential * u) * (a - potential * u)).Sum();
            if (potential > 0 && squares < least)
                (best, least) = (new BassCurve(potential, innovation, imitation), squares);
        }
    }

    /// <summary>Share of the potential reached by a time.</summary>
    private double Share(double time)
    {
        var decay = Math.Exp(-(Innovation + Imitation) * time);
        return (1 - decay) / (1 + (Imitation / Innovation * decay));
    }
}
