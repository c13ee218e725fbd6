using PlanningEngine.Forecasting.Models.Smoothing;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>
/// One pass of the innovations state space recursions (Hyndman et al. 2008, table 2.2). With the raw error r = y - mu, additive and
/// multiplicative error share their recursions and differ in the likelihood only, so three loops serve all forms.
/// </summary>
/// <remarks>A state is laid out as level, slope, then one season per phase. Nothing is allocated.</remarks>
internal static class EtsKernel
{
    /// <summary>Runs over a history.</summary>
    /// <param name="y">Observations.</param>
    /// <param name="form">Which recursions.</param>
    /// <param name="period">Length of the cycle.</param>
    /// <param name="parameters">Smoothing parameters.</param>
    /// <param name="state">Initial state, then the final one.</param>
    /// <param name="errors">Receives r, or r / mu under multiplicative error.</param>
    /// <returns>Minus twice the concentrated log-likelihood without its constants; infinity where the form breaks down.</returns>
    internal static double Run(ReadOnlySpan<double> y, EtsForm form, int period, EtsParameters parameters, Span<double> state, Span<double> errors)
    {
        var valid = form.Season switch
        {
            EtsPart.None => RunPlain(y, parameters, state, errors, form.Error),
            EtsPart.Additive => RunAdditive(y, period, parameters, state, errors, form.Error),
            _ => RunMultiplicative(y, period, parameters, state, errors),
        };
        if (!valid)
            return double.PositiveInfinity;
        var squares = 0.0;
        for (var t = 0; t < y.Length; t++)
            squares += errors[t] * errors[t];
        var logs = form.Error == EtsPart.Multiplicative ? SumOfLogMeans(y, errors) : 0;
        var value = y.Length * Math.Log(Math.Max(squares, 1e-300)) + 2 * logs;
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    private static bool RunPlain(ReadOnlySpan<double> y, EtsParameters p, Span<double> state, Span<double> errors, EtsPart error)
    {
        double level = state[0], slope = state[1];
        var relative = error == EtsPart.Multiplicative;
        for (var t = 0; t < y.Length; t++)
        {
            var mu = level + p.Phi * slope;
            var r = y[t] - mu;
            level = mu + p.Alpha * r;
            slope = p.Phi * slope + p.Beta * r;
            if (relative)
            {
                if (!(mu > 0))
                    return false;
                r /= mu;
            }

            errors[t] = r;
        }

        state[0] = level;
        state[1] = slope;
        return true;
    }

    private static bool RunAdditive(ReadOnlySpan<double> y, int period, EtsParameters p, Span<double> state, Span<double> errors, EtsPart error)
    {
        double level = state[0], slope = state[1];
        var seasons = state.Slice(2, period);
        var relative = error == EtsPart.Multiplicative;
        var phase = 0;
        for (var t = 0; t < y.Length; t++)
        {
            var trend = level + p.Phi * slope;
            var mu = trend + seasons[phase];
            var r = y[t] - mu;
            level = trend + p.Alpha * r;
            slope = p.Phi * slope + p.Beta * r;
            seasons[phase] += p.Gamma * r;
            phase = phase + 1 == period ? 0 : phase + 1;
            if (relative)
            {
                if (!(mu > 0))
                    return false;
                r /= mu;
            }

            errors[t] = r;
        }

        state[0] = level;
        state[1] = slope;
        return true;
    }

    private static bool RunMultiplicative(ReadOnlySpan<double> y, int period, EtsParameters p, Span<double> state, Span<double> errors)
    {
        double level = state[0], slope = state[1];
        var seasons = state.Slice(2, period);
        var phase = 0;
        for (var t = 0; t < y.Length; t++)
        {
            var trend = level + p.Phi * slope;
            var season = seasons[phase];
            if (!(trend > 0 && season > 0))
                return false;
            var mu = trend * season;
            var r = y[t] - mu;
            var relative = r / mu;
            level = trend * (1 + p.Alpha * relative);
            slope = p.Phi * slope + p.Beta * trend * relative;
            seasons[phase] = season * (1 + p.Gamma * relative);
            phase = phase + 1 == period ? 0 : phase + 1;
            errors[t] = relative;
        }

        state[0] = level;
        state[1] = slope;
        return true;
    }

    /// <summary>Sum of log mu with mu = y / (1 + e), or zero observations' way; logarithms are taken of products to save time.</summary>
    private static double SumOfLogMeans(ReadOnlySpan<double> y, ReadOnlySpan<double> errors)
    {
        double sum = 0, product = 1;
        for (var t = 0; t < y.Length; t++)
        {
            product *= y[t] / (1 + errors[t]);
            if (product is < 1e-60 or > 1e60)
            {
                sum += Math.Log(product);
                product = 1;
            }
        }

        return sum + Math.Log(product);
    }
}
