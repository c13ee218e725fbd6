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
    private const int MostSteps = 40;
    private const int MostStepsToChoose = 12;

    /// <summary>Largest parameter: partial autocorrelations up to 1 - 6e-6.</summary>
    private const double Farthest = 300;

    /// <summary>Starts from which a maximum is sought if nothing else is asked: from one, a search over orders would leave its path now and then.</summary>
    private const int Climbs = 2;

    private const double Negligible = 1e-6;
    private const double NegligibleToChoose = 1e-3;

    /// <summary>Where parameters that are not the first of their group start.</summary>
    private const double SmallStart = 0.05;

    /// <summary>First parameters of the starts that are compared: past values, past errors, seasonal past values, seasonal past errors.</summary>
    private static readonly double[][] Starts =
    [
        [0.1, 0.1, 0.1, 0.1], [0.8, 0.1, 0.3, 0.1], [0.1, 0.8, 0.1, 0.8], [0.8, 0.8, 0.3, 0.8],
        [-0.5, 0.1, 0.1, 0.1], [0.1, -0.5, 0.8, 0.1], [2, 1, 0.8, 1], [2, 1, 0.1, 0.1],
    ];

    /// <summary>Fits.</summary>
    /// <param name="climbs">Starts from which a maximum is sought, the best first.</param>
    /// <param name="toChoose">Whether a likelihood good enough to compare orders will do: not to the last digit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fit; null when no start has a finite likelihood.</returns>
    internal ArimaFit? Fit(int climbs = Climbs, bool toChoose = false, CancellationToken cancellationToken = default)
    {
        var mark = arena.Mark;
        var model = new ArmaLikelihood(w, order, arena);
        var search = new LaneLeastSquares(model, order.Coefficients, arena);
        search.Lower.AsSpan().Fill(-Farthest);
        search.Upper.AsSpan().Fill(Farthest);
        var (sum, best) = (double.PositiveInfinity, Array.Empty<double>());
        foreach (var (_, start) in Begin(search).Take(climbs))
        {
            search.Begin(start);
            search.Minimise(toChoose ? MostStepsToChoose : MostSteps, toChoose ? NegligibleToChoose : Negligible, cancellationToken);
            if (search.Sum < sum)
                (sum, best) = (search.Sum, [.. search.Point]);
        }

        var fit = double.IsFinite(sum) && sum > 0 ? Finish(model, search, best) : null;
        arena.Release(mark);
        return fit;
    }

    /// <summary>The starts with a finite likelihood, the best first.</summary>
    private IEnumerable<(double Sum, double[] Point)> Begin(LaneLeastSquares search)
    {
        var points = arena.Take(order.Coefficients).Span;
        var lanes = MemoryMarshal.Cast<Lanes, double>(points);
        for (var i = 0; i < points.Length; i++)
        {
            var (kind, first) = Kind(i);
            for (var lane = 0; lane < Starts.Length; lane++)
                lanes[i * Starts.Length + lane] = first ? Starts[lane][kind] : SmallStart;
        }

        // Without coefficients all lanes are one and the same point.
        return LanePoints.Ordered(points, search.Sums(points)).Take(points.Length == 0 ? 1 : Starts.Length);
    }

    /// <summary>Which of the four groups a parameter is in, and whether it is the group's first.</summary>
    private (int Kind, bool First) Kind(int parameter)
    {
        ReadOnlySpan<int> sizes = [order.P, order.Q, order.SeasonalP, order.SeasonalQ];
        var kind = 0;
        while (parameter >= sizes[kind])
            parameter -= sizes[kind++];
        return (kind, parameter == 0);
    }

    private ArimaFit Finish(ArmaLikelihood model, LaneLeastSquares search, double[] best)
    {
        var sum = search.Begin(best);
        var (n, estimated) = (w.Length, order.Estimated);
        var logLikelihood = -n / 2.0 * (Math.Log(2 * Math.PI * sum / n) + 1);
        var aicc = n - estimated - 1 > 0 ? -2 * logLikelihood + 2.0 * estimated * n / (n - estimated - 1) : double.PositiveInfinity;
        return new ArimaFit(order, best, model.Mean, logLikelihood, aicc, sum / (model.Scale * model.Scale) / Math.Max(1, n - estimated + 1));
    }
}
