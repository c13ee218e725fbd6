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
        // Level and potential stay in registers: each observation waits for what the one before left of them.
        var (level, potential) = (state[0], state[1]);
        var ofLevel = new ComplexGain(parameters.Alpha0, parameters.Alpha1);
        var ofSeason = form == CesForm.Simple ? ofLevel : new ComplexGain(parameters.Beta0, parameters.Beta1);
        var seasons = state.Slice(2, period);
        var rests = state.Slice(2 + period, period);
        var squares = 0.0;
        var phase = backwards ? (y.Length - 1) % period : 0;
        var (next, step) = backwards ? (y.Length - 1, -1) : (0, 1);
        for (var i = 0; i < y.Length; i++, next += step)
        {
            var error = y[next] - (form == CesForm.None ? level : form == CesForm.Simple ? seasons[phase] : level + seasons[phase]);
            if (form != CesForm.Simple)
                (level, potential) = ofLevel.Take(level, potential, error);
            if (form == CesForm.Partial)
                seasons[phase] += parameters.Beta0 * error;
            else if (form != CesForm.None)
                (seasons[phase], rests[phase]) = ofSeason.Take(seasons[phase], rests[phase], error);
            squares += error * error;
            phase = backwards ? (phase == 0 ? period : phase) - 1 : phase + 1 == period ? 0 : phase + 1;
        }

        (state[0], state[1]) = (level, potential);
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
            (state[0], state[1]) = new ComplexGain(p.Alpha0, p.Alpha1).Take(state[0], state[1], error);
        if (form == CesForm.Partial)
            state[2 + phase] += p.Beta0 * error;
        else if (form != CesForm.None)
            (state[2 + phase], state[2 + period + phase]) = (form == CesForm.Simple ? new ComplexGain(p.Alpha0, p.Alpha1) : new ComplexGain(p.Beta0, p.Beta1)).Take(state[2 + phase], state[2 + period + phase], error);
    }

    /// <summary>A complex smoothing parameter, as the recursion uses it.</summary>
    private readonly struct ComplexGain(double real, double imaginary)
    {
        private readonly double _potentialOut = 1 - imaginary;
        private readonly double _potentialIn = 1 - real;
        private readonly double _errorOfLevel = real - imaginary;
        private readonly double _errorOfPotential = real + imaginary;

        /// <summary>Level and potential after an error.</summary>
        internal (double Level, double Potential) Take(double level, double potential, double error) =>
            (level - _potentialOut * potential + _errorOfLevel * error, level + _potentialIn * potential + _errorOfPotential * error);
    }
}
