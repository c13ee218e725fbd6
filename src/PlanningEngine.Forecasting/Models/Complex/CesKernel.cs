namespace PlanningEngine.Forecasting.Models.Complex;

/// <summary>Smoothing parameters: of the level's complex number, and of the season's (one real number in the partial form).</summary>
internal readonly record struct CesParameters(double Alpha0, double Alpha1, double Beta0, double Beta1);

/// <summary>
/// The recursions of complex exponential smoothing. With the error r of an observation, level l and potential c go to
/// l - (1 - a1) c + (a0 - a1) r and l + (1 - a0) c + (a0 + a1) r.
/// </summary>
/// <remarks>A state is laid out as l, c, then seasonal levels by phase, then seasonal potentials by phase. Nothing is allocated.</remarks>
internal static class CesKernel
{
    /// <summary>Length of a state.</summary>
    internal static int StateLength(int period) => 2 + 2 * period;

    /// <summary>Runs over a history, forwards or backwards in time.</summary>
    /// <param name="y">Observations, the first of phase 0.</param>
    /// <param name="form">Which recursions.</param>
    /// <param name="period">Length of the cycle.</param>
    /// <param name="parameters">Smoothing parameters.</param>
    /// <param name="state">The state before, then after.</param>
    /// <param name="backwards">Whether time runs from the last observation to the first.</param>
    /// <returns>Sum of squared one-step errors.</returns>
    internal static double Run(ReadOnlySpan<double> y, CesForm form, int period, CesParameters parameters, Span<double> state, bool backwards = false)
    {
        var squares = 0.0;
        var phase = backwards ? (y.Length - 1) % period : 0;
        for (var i = 0; i < y.Length; i++)
        {
            var error = y[backwards ? y.Length - 1 - i : i] - Mean(form, period, state, phase);
            Update(form, period, parameters, state, phase, error);
            squares += error * error;
            if (backwards)
                phase = phase == 0 ? period - 1 : phase - 1;
            else
                phase = phase + 1 == period ? 0 : phase + 1;
        }

        return squares;
    }

    /// <summary>Mean of the observation of a phase that comes next.</summary>
    internal static double Mean(CesForm form, int period, ReadOnlySpan<double> state, int phase) => form switch
    {
        CesForm.None => state[0],
        CesForm.Simple => state[2 + phase],
        _ => state[0] + state[2 + phase],
    };

    /// <summary>Takes in the error of an observation.</summary>
    internal static void Update(CesForm form, int period, CesParameters p, Span<double> state, int phase, double error)
    {
        if (form != CesForm.Simple)
        {
            var (level, potential) = (state[0], state[1]);
            state[0] = level - (1 - p.Alpha1) * potential + (p.Alpha0 - p.Alpha1) * error;
            state[1] = level + (1 - p.Alpha0) * potential + (p.Alpha0 + p.Alpha1) * error;
        }

        if (form == CesForm.None)
            return;
        if (form == CesForm.Partial)
        {
            state[2 + phase] += p.Beta0 * error;
            return;
        }

        var (b0, b1) = form == CesForm.Simple ? (p.Alpha0, p.Alpha1) : (p.Beta0, p.Beta1);
        var (season, rest) = (state[2 + phase], state[2 + period + phase]);
        state[2 + phase] = season - (1 - b1) * rest + (b0 - b1) * error;
        state[2 + period + phase] = season + (1 - b0) * rest + (b0 + b1) * error;
    }
}
