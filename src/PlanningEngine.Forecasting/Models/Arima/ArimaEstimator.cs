using System.Runtime.InteropServices;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>Maximum likelihood of one order by least squares over vector lanes, from the best of several starts.</summary>
/// <param name="w">Observations, differenced as the order says.</param>
/// <param name="order">The order.</param>
/// <param name="arena">Where vectors stand; what a fit takes is given back.</param>
internal sealed class ArimaEstimator(double[] w, ArimaOrder order, LaneArena arena)
{
    /// <summary>Largest parameter: partial autocorrelations up to 1 - 6e-6.</summary>
    private const double Farthest = 300;

    /// <summary>Where parameters that are not the first of their group start.</summary>
    private const double SmallStart = 0.05;

    /// <summary>First parameters of the starts that are compared: past values, past errors, seasonal past values, seasonal past errors.</summary>
    private static readonly double[][] Starts =
    [
        [0.1, 0.1, 0.1, 0.1], [0.8, 0.1, 0.3, 0.1], [0.1, 0.8, 0.1, 0.8], [0.8, 0.8, 0.3, 0.8],
        [-0.5, 0.1, 0.1, 0.1], [0.1, -0.5, 0.8, 0.1], [2, 1, 0.8, 1], [2, 1, 0.1, 0.1],
    ];

    /// <summary>Fits.</summary>
    /// <param name="effort">How exactly; to the last digit that counts if nothing else is asked.</param>
    /// <param name="neighbour">The fit of a neighbouring order, which the effort may start from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fit; null when no start has a finite likelihood.</returns>
    internal ArimaFit? Fit(ArimaEffort? effort = null, ArimaFit? neighbour = null, CancellationToken cancellationToken = default)
    {
        effort ??= ArimaEffort.ToForecast;
        var mark = arena.Mark;
        var model = new ArmaLikelihood(w, order, arena);
        var search = new LaneLeastSquares(model, order.Coefficients, arena);
        search.Lower.AsSpan().Fill(-Farthest);
        search.Upper.AsSpan().Fill(Farthest);
        var points = StartingPoints(effort.FromNeighbour ? neighbour : null);
        var sums = search.BeginAtBest(points);

        // Without coefficients all lanes are one and the same point.
        var others = order.Coefficients == 0 || effort.Climbs == 1 ? [] : LanePoints.Ordered(points, sums).Skip(1).Take(effort.Climbs - 1);
        var fit = Climb(null);
        foreach (var (_, start) in others)
        {
            search.Begin(start);
            fit = Climb(fit);
        }

        arena.Release(mark);
        return fit;

        ArimaFit? Climb(ArimaFit? best)
        {
            search.Minimise(effort.Steps, effort.Negligible, cancellationToken);
            if (!double.IsFinite(search.Sum) || search.Sum <= 0)
                return best;
            var found = Fitted(search, model);
            return best is null || found.LogLikelihood > best.LogLikelihood ? found : best;
        }
    }

    /// <summary>Eight points; the last is that of a neighbour, where there is one.</summary>
    private ReadOnlySpan<Lanes> StartingPoints(ArimaFit? neighbour)
    {
        var points = arena.Take(order.Coefficients).Span;
        var lanes = MemoryMarshal.Cast<Lanes, double>(points);
        for (var i = 0; i < points.Length; i++)
        {
            var (kind, place) = order.PlaceOf(i);
            for (var lane = 0; lane < Starts.Length; lane++)
                lanes[i * Starts.Length + lane] = place == 0 ? Starts[lane][kind] : SmallStart;
            if (neighbour is not null)
                lanes[(i + 1) * Starts.Length - 1] = neighbour.ParameterAt(kind, place);
        }

        return points;
    }

    private ArimaFit Fitted(LaneLeastSquares search, ArmaLikelihood model)
    {
        var (n, estimated, sum) = (w.Length, order.Estimated, search.Sum);
        var logLikelihood = -n / 2.0 * (Math.Log(2 * Math.PI * sum / n) + 1);
        var aicc = n - estimated - 1 > 0 ? -2 * logLikelihood + 2.0 * estimated * n / (n - estimated - 1) : double.PositiveInfinity;
        return new ArimaFit(order, [.. search.Point], model.Mean, logLikelihood, aicc, sum / (model.Scale * model.Scale) / Math.Max(1, n - estimated + 1));
    }
}
