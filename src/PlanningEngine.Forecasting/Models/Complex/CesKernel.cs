using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<double>;

namespace PlanningEngine.Forecasting.Models.Complex;

/// <summary>Smoothing parameters: of the level's complex number, and of the season's (one real number in the partial form).</summary>
internal readonly record struct CesParameters(double Alpha0, double Alpha1, double Beta0, double Beta1);

/// <summary>Four sets of them, one per vector lane.</summary>
internal readonly record struct CesLanes(Lanes Alpha0, Lanes Alpha1, Lanes Beta0, Lanes Beta1)
{
    /// <summary>The first set.</summary>
    internal CesParameters First => new(Alpha0[0], Alpha1[0], Beta0[0], Beta1[0]);
}

/// <summary>
/// The recursions of complex exponential smoothing. With the error r of an observation, level l and potential c go to
/// l - (1 - a1) c + (a0 - a1) r and l + (1 - a0) c + (a0 + a1) r.
/// </summary>
/// <remarks>A state is laid out as l, c, then seasonal levels by phase, then seasonal potentials by phase. Nothing is allocated.</remarks>
internal static class CesKernel
{
    /// <summary>Length of a state.</summary>
    internal static int StateLength(int period) => 2 + 2 * period;

    /// <summary>Runs over a history with four sets of parameters at once, one per vector lane, forwards or backwards in time.</summary>
    /// <param name="y">Observations, the first of phase 0.</param>
    /// <param name="form">Which recursions.</param>
    /// <param name="period">Length of the cycle.</param>
    /// <param name="parameters">Smoothing parameters.</param>
    /// <param name="state">The states before, then after.</param>
    /// <param name="backwards">Whether time runs from the last observation to the first.</param>
    /// <returns>Sums of squared one-step errors.</returns>
    internal static Lanes Run(ReadOnlySpan<double> y, CesForm form, int period, CesLanes parameters, Span<Lanes> state, bool backwards = false)
    {
        var squares = Lanes.Zero;
        var phase = backwards ? (y.Length - 1) % period : 0;
        // Level and potential stay in registers: each observation waits for what the one before left of them.
        var (level, potential) = (state[0], state[1]);
        var (p, q) = (new Gains(parameters.Alpha0, parameters.Alpha1), new Gains(parameters.Beta0, parameters.Beta1));
        q = form == CesForm.Simple ? p : q;
        var levels = state.Slice(2, period);
        var potentials = state.Slice(2 + period, period);
        for (var i = 0; i < y.Length; i++)
        {
            var season = form == CesForm.None ? Lanes.Zero : levels[phase];
            var error = Vector256.Create(y[backwards ? y.Length - 1 - i : i]) - (form switch { CesForm.None => level, CesForm.Simple => season, _ => level + season });
            if (form != CesForm.Simple)
                (level, potential) = (level - p.Lost * potential + p.ToLevel * error, level + p.Kept * potential + p.ToPotential * error);
            if (form == CesForm.Partial)
                levels[phase] = season + parameters.Beta0 * error;
            else if (form != CesForm.None)
                (levels[phase], potentials[phase]) = (season - q.Lost * potentials[phase] + q.ToLevel * error, season + q.Kept * potentials[phase] + q.ToPotential * error);
            squares += error * error;
            if (backwards)
                phase = phase == 0 ? period - 1 : phase - 1;
            else
                phase = phase + 1 == period ? 0 : phase + 1;
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

    /// <summary>What the recursion multiplies potential and error by.</summary>
    private readonly struct Gains(Lanes a0, Lanes a1)
    {
        internal readonly Lanes Lost = Lanes.One - a1;
        internal readonly Lanes Kept = Lanes.One - a0;
        internal readonly Lanes ToLevel = a0 - a1;
        internal readonly Lanes ToPotential = a0 + a1;
    }
}
