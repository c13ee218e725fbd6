namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>Mean and variance of a fitted form's future (Hyndman et al. 2008, section 6.2 to 6.4: class 1 exactly, classes 2 and 3 by their recursions).</summary>
internal static class EtsProjection
{
    /// <summary>Projects a fit.</summary>
    /// <param name="fit">The fitted form.</param>
    /// <param name="observations">Number of observations, which gives the next phase.</param>
    /// <param name="period">Length of the cycle.</param>
    /// <param name="horizon">Number of steps.</param>
    /// <returns>Mean and standard deviation per step.</returns>
    internal static (double[] Mean, double[] Sigma) Project(EtsFit fit, int observations, int period, int horizon)
    {
        var (mean, trend, sigma) = (new double[horizon], new double[horizon], new double[horizon]);
        var (p, state) = (fit.Parameters, fit.State);
        double damped = 0, power = 1;
        for (var step = 0; step < horizon; step++)
        {
            power *= p.Phi;
            damped += power;
            trend[step] = state[0] + damped * state[1];
            var season = fit.Form.Season == EtsPart.None ? 0 : state[2 + (observations + step) % period];
            mean[step] = fit.Form.Season == EtsPart.Multiplicative ? trend[step] * season : trend[step] + season;
        }

        var weights = ErrorWeights(fit, period, horizon);
        if (fit.Form.Error == EtsPart.Additive)
            SpreadAdditive(fit.Variance, weights, sigma);
        else if (fit.Form.Season == EtsPart.Multiplicative)
            SpreadMultiplicative(fit, trend, mean, period, sigma);
        else
            SpreadRelative(fit.Variance, weights, mean, sigma);
        return (mean, sigma);
    }

    /// <summary>Weight of an error j steps ago in the mean of now: c_j.</summary>
    private static double[] ErrorWeights(EtsFit fit, int period, int horizon)
    {
        var weights = new double[horizon];
        var p = fit.Parameters;
        double damped = 0, power = 1;
        for (var j = 1; j < horizon; j++)
        {
            weights[j] = p.Alpha + (fit.Form.Trend == EtsTrend.None ? 0 : p.Beta * (1 + damped));
            power *= p.Phi;
            damped += power;
            if (fit.Form.Season == EtsPart.Additive && j % period == 0)
                weights[j] += p.Gamma;
        }

        return weights;
    }

    private static void SpreadAdditive(double variance, double[] weights, double[] sigma)
    {
        var sum = 1.0;
        for (var step = 0; step < sigma.Length; step++)
        {
            sum += weights[step] * weights[step];
            sigma[step] = Math.Sqrt(variance * sum);
        }
    }

    private static void SpreadRelative(double variance, double[] weights, double[] mean, double[] sigma)
    {
        var theta = new double[mean.Length];
        for (var step = 0; step < mean.Length; step++)
        {
            theta[step] = mean[step] * mean[step];
            for (var j = 1; j <= step; j++)
                theta[step] += variance * weights[j] * weights[j] * theta[step - j];
            sigma[step] = Bounded((1 + variance) * theta[step] - mean[step] * mean[step], mean, step);
        }
    }

    private static void SpreadMultiplicative(EtsFit fit, double[] trend, double[] mean, int period, double[] sigma)
    {
        var weights = ErrorWeights(fit with { Form = fit.Form with { Season = EtsPart.None } }, period, mean.Length);
        var theta = new double[mean.Length];
        var ofSeason = 1 + fit.Parameters.Gamma * fit.Parameters.Gamma * fit.Variance;
        for (var step = 0; step < mean.Length; step++)
        {
            theta[step] = trend[step] * trend[step];
            for (var j = 1; j <= step; j++)
                theta[step] += fit.Variance * weights[j] * weights[j] * theta[step - j];
            var season = trend[step] == 0 ? 0 : mean[step] / trend[step];
            var second = theta[step] * (1 + fit.Variance) * Math.Pow(ofSeason, step / period);
            sigma[step] = Bounded(season * season * (second - trend[step] * trend[step]), mean, step);
        }
    }

    /// <summary>A relative spread grows without bound far ahead; ten times the largest mean is as much as a normal distribution can say.</summary>
    private static double Bounded(double variance, double[] mean, int step)
    {
        var largest = 0.0;
        for (var i = 0; i <= step; i++)
            largest = Math.Max(largest, Math.Abs(mean[i]));
        return Math.Min(Math.Sqrt(Math.Max(0, variance)), 10 * largest);
    }
}
