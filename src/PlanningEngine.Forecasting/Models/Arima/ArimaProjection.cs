using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>Where a fitted order leads.</summary>
internal static class ArimaProjection
{
    /// <summary>Mean and standard deviation per step.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="y">The observations it was fitted to.</param>
    /// <param name="horizon">Number of steps.</param>
    internal static (double[] Mean, double[] Sigma) Project(ArimaFit fit, double[] y, int horizon)
    {
        var order = fit.Order;
        using var arena = LaneArena.Rent();
        var likelihood = new ArmaLikelihood(UnitRoots.Difference(y, order), order, arena);
        likelihood.Evaluate(Array.ConvertAll(fit.Parameters, u => Vector512.Create(u)), arena.Take(likelihood.Count).Span);
        var differencing = Differencing(order);
        var path = new double[y.Length + horizon];
        y.CopyTo(path, 0);
        likelihood.Continue(horizon).CopyTo(path, y.Length);
        for (var t = y.Length; t < path.Length; t++)
            for (var lag = 1; lag < differencing.Length; lag++)
                path[t] -= differencing[lag] * path[t - lag];
        return (path[y.Length..], Spread(fit, likelihood.Process, differencing, horizon));
    }

    /// <summary>Standard deviation by the effects that one unit error has later.</summary>
    private static double[] Spread(ArimaFit fit, ArmaProcess process, double[] differencing, int horizon)
    {
        var (effects, sums) = (new double[horizon], new double[horizon]);
        var sigma = new double[horizon];
        var variance = 0.0;
        for (var step = 0; step < horizon; step++)
        {
            effects[step] = step == 0 ? 1 : step <= process.Size ? process.Theta.Span[step - 1][0] : 0;
            for (var lag = 1; lag <= Math.Min(step, process.Size); lag++)
                effects[step] += process.Phi.Span[lag - 1][0] * effects[step - lag];
            sums[step] = effects[step];
            for (var lag = 1; lag <= Math.Min(step, differencing.Length - 1); lag++)
                sums[step] -= differencing[lag] * sums[step - lag];
            variance += sums[step] * sums[step] * fit.Variance;
            sigma[step] = Math.Sqrt(variance);
        }

        return sigma;
    }

    /// <summary>The polynomial (1 - B)^d (1 - B^m)^D.</summary>
    private static double[] Differencing(ArimaOrder order)
    {
        double[] polynomial = [1];
        foreach (var lag in Enumerable.Repeat(1, order.D).Concat(Enumerable.Repeat(order.Period, order.SeasonalD)))
        {
            var product = new double[polynomial.Length + lag];
            for (var i = 0; i < polynomial.Length; i++)
            {
                product[i] += polynomial[i];
                product[i + lag] -= polynomial[i];
            }

            polynomial = product;
        }

        return polynomial;
    }
}
