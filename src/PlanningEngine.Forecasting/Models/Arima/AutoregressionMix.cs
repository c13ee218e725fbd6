namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>Autoregressions of a history's levels and of its changes over some lags, of all orders up to a limit, weighted by their Akaike weights (Burnham and Anderson 2002).</summary>
internal sealed class AutoregressionMix
{
    private readonly double[] _y;
    private readonly (LaggedAutoregression Model, double Weight)[] _kept;

    private AutoregressionMix(double[] y, (LaggedAutoregression Model, double Weight)[] kept) => (_y, _kept) = (y, kept);

    /// <summary>Number of models whose weight counts.</summary>
    internal int Count => _kept.Length;

    /// <summary>The model with the largest weight.</summary>
    internal LaggedAutoregression First => _kept.MaxBy(m => m.Weight).Model;

    /// <summary>Fits. All lags are compared on the values that the longest one can explain.</summary>
    /// <param name="y">Observations without NaN, more than the longest lag and two.</param>
    /// <param name="lags">0 for levels around their mean, 1 for changes from bucket to bucket, longer lags for changes from cycle to cycle.</param>
    /// <param name="most">Largest order, given the number of values to explain.</param>
    /// <param name="largestChange">Changes count at most that many times their median size; infinity for no limit.</param>
    internal static AutoregressionMix Fit(double[] y, IReadOnlyList<int> lags, Func<int, int> most, double largestChange = double.PositiveInfinity)
    {
        var skipped = Math.Max(1, lags.Max());
        var orders = Math.Clamp(most(y.Length - skipped), 1, y.Length - skipped - 1);
        var models = new List<LaggedAutoregression>();
        var criteria = new List<double>();
        foreach (var lag in lags)
        {
            var z = new double[y.Length - skipped];
            for (var t = 0; t < z.Length; t++)
                z[t] = lag == 0 ? y[t + skipped] : y[t + skipped] - y[t + skipped - lag];
            var mean = lag == 0 ? z.Average() : 0;
            var fits = Burg.Fit(lag == 0 ? Array.ConvertAll(z, v => v - mean) : Held(z, largestChange), orders);
            for (var order = 0; order < fits.Length; order++)
            {
                var estimated = order + (lag == 0 ? 2 : 1);
                var (coefficients, variance) = fits[order];
                criteria.Add(z.Length * Math.Log(Math.Max(variance, 1e-300)) + 2.0 * estimated * z.Length / Math.Max(0.5, z.Length - estimated - 1));
                models.Add(new LaggedAutoregression(lag, mean, coefficients, variance * z.Length / Math.Max(1, z.Length - estimated)));
            }
        }

        return new AutoregressionMix(y, [.. models.Zip(Mixture.Weights(criteria)).Where(m => m.Second > 0)]);
    }

    /// <summary>Mean and variance by step.</summary>
    /// <param name="horizon">Number of steps.</param>
    internal (double[] Mean, double[] Variance) Project(int horizon)
    {
        var (mean, variance) = (new double[horizon], new double[horizon]);
        foreach (var (model, weight) in _kept)
        {
            var path = model.Continue(_y, horizon);
            var spread = model.Spread(horizon);
            for (var step = 0; step < horizon; step++)
            {
                mean[step] += weight * path[step];
                variance[step] += weight * spread[step];
            }
        }

        return (mean, variance);
    }

    /// <summary>
    /// Variance of the noise of the next value, less that which its forecast took over from the values it stands on, at least 0. Where these are logarithms, the exponential of the forecast lies half of it below the mean:
    /// half the noise where many values were averaged; nothing where one of them goes on, the last or that of a cycle ago, whose own noise raises the exponential as far on the average.
    /// </summary>
    internal double NoiseAhead()
    {
        var (variance, weights) = (0.0, new double[_y.Length]);
        foreach (var (model, weight) in _kept)
        {
            variance += weight * model.Variance;
            model.AddWeights(weights, weight);
        }

        var taken = 0.0;
        foreach (var w in weights)
            taken += w * w;
        return variance * Math.Max(0, 1 - taken) / (1 + taken);
    }

    /// <summary>Single changes of many times the usual size say little about how changes follow each other.</summary>
    private static double[] Held(double[] changes, double most)
    {
        if (double.IsInfinity(most))
            return changes;
        var sizes = Array.ConvertAll(changes, Math.Abs);
        Array.Sort(sizes);
        var limit = most * sizes[sizes.Length / 2];
        return limit > 0 ? Array.ConvertAll(changes, c => Math.Clamp(c, -limit, limit)) : changes;
    }
}

/// <summary>An autoregression of levels or of changes.</summary>
/// <param name="Lag">0 for levels, else what the changes are over.</param>
/// <param name="Mean">Mean of the levels; 0 for changes.</param>
/// <param name="Coefficients">The nearest bucket first.</param>
/// <param name="Variance">Variance of the one-step error.</param>
internal sealed record LaggedAutoregression(int Lag, double Mean, double[] Coefficients, double Variance)
{
    /// <summary>The path without errors.</summary>
    internal double[] Continue(double[] y, int horizon)
    {
        var order = Coefficients.Length;
        var path = new double[order + horizon];
        for (var i = 0; i < order; i++)
        {
            var t = y.Length - order + i;
            path[i] = Lag == 0 ? y[t] - Mean : y[t] - y[t - Lag];
        }

        Extend(path, order);
        var result = new double[horizon];
        for (var step = 0; step < horizon; step++)
            result[step] = path[order + step] + (Lag == 0 ? Mean : step < Lag ? y[y.Length - Lag + step] : result[step - Lag]);
        return result;
    }

    /// <summary>Variance by step: the squares of what one unit error does later, summed.</summary>
    internal double[] Spread(int horizon)
    {
        var order = Coefficients.Length;
        var path = new double[order + horizon];
        path[order] = 1;
        Extend(path, order + 1);
        var (effect, result) = (new double[horizon], new double[horizon]);
        var sum = 0.0;
        for (var step = 0; step < horizon; step++)
        {
            effect[step] = path[order + step] + (Lag > 0 && step >= Lag ? effect[step - Lag] : 0);
            sum += effect[step] * effect[step] * Variance;
            result[step] = sum;
        }

        return result;
    }

    /// <summary>Adds how far each value, the nearest first, counts in the next one's forecast. Levels come back to a mean over so many values that none counts.</summary>
    internal void AddWeights(double[] weights, double factor)
    {
        if (Lag > 0)
            weights[Lag - 1] += factor;
        for (var i = 0; i < Coefficients.Length; i++)
        {
            weights[i] += factor * Coefficients[i];
            if (Lag > 0)
                weights[i + Lag] -= factor * Coefficients[i];
        }
    }

    private void Extend(double[] path, int from)
    {
        for (var t = from; t < path.Length; t++)
            for (var lag = 0; lag < Coefficients.Length; lag++)
                path[t] += Coefficients[lag] * path[t - 1 - lag];
    }
}
