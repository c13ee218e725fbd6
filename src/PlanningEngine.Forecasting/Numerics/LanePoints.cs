using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Eight points of a search, one per lane.</summary>
internal static class LanePoints
{
    /// <summary>The lane of the best point that did not break down, the first of equally good ones; null where all did.</summary>
    /// <param name="sums">What is made small; not finite where a point broke down.</param>
    internal static int? Best(Lanes sums)
    {
        int? best = null;
        for (var lane = 0; lane < Lanes.Count; lane++)
            if (double.IsFinite(sums[lane]) && (best is null || sums[lane] < sums[best.Value]))
                best = lane;
        return best;
    }

    /// <summary>The points that did not break down, the best first; of equally good ones the first lane.</summary>
    /// <param name="points">One vector per parameter.</param>
    /// <param name="sums">What is made small; not finite where a point broke down.</param>
    internal static List<(double Sum, double[] Point)> Ordered(ReadOnlySpan<Lanes> points, Lanes sums)
    {
        var ordered = new List<(double Sum, double[] Point)>(Lanes.Count);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            if (!double.IsFinite(sums[lane]))
                continue;
            var point = new double[points.Length];
            for (var i = 0; i < point.Length; i++)
                point[i] = points[i][lane];
            ordered.Add((sums[lane], point));
        }

        return [.. ordered.OrderBy(p => p.Sum)];
    }
}
