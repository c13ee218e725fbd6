using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>Where searches for the parameters of a form start.</summary>
/// <param name="y">Observations without NaN, not constant.</param>
/// <param name="period">Length of the cycle.</param>
/// <param name="additive">Classical indices that add, where there is a cycle.</param>
/// <param name="multiplicative">Classical indices that multiply, where there is a cycle and observations are positive.</param>
internal sealed class EtsStarts(double[] y, int period, double[]? additive, double[]? multiplicative)
{
    private const int Width = 8;

    /// <summary>Alpha, then the shares of beta, gamma and phi in what each may be. The first set holds what is usual, the second corners.</summary>
    private static readonly double[][] Smoothing =
    [
        [0.3, 0.1, 0.1, 0.9], [0.05, 0.1, 0.05, 0.9], [0.7, 0.05, 0.05, 0.9], [0.97, 0.02, 0.5, 0.9],
        [0.5, 0.3, 0.1, 0.4], [0.1, 0.5, 0.3, 0.9], [0.3, 0.1, 0.6, 0.9], [0, 0, 0, 0.9],
        [0.01, 1, 0.01, 0.9], [0.9, 0.3, 0.1, 0], [0.1, 0.01, 0.7, 0.5], [0.02, 0.5, 0.1, 0.98],
        [0.01, 0.02, 0.01, 0.9], [0, 0, 0.1, 0.9], [0.1, 1, 0, 0.9], [0.02, 1, 0.1, 0.98],
    ];

    /// <summary>Initial states: the season of the classical decomposition, level and slope of a line through the first cycles without it.</summary>
    /// <returns>A point without smoothing parameters.</returns>
    internal double[] States(EtsForm form, int length)
    {
        var start = new double[length];
        var indices = form.Season switch { EtsPart.Additive => additive, EtsPart.Multiplicative => multiplicative, _ => null };
        indices?.AsSpan(0, period - 1).CopyTo(start.AsSpan(length - (period - 1)));
        var adjusted = new double[Math.Min(y.Length, Math.Max(10, 2 * period))];
        for (var t = 0; t < adjusted.Length; t++)
            adjusted[t] = form.Season switch
            {
                EtsPart.Additive => y[t] - indices![t % period],
                EtsPart.Multiplicative => y[t] / indices![t % period],
                _ => y[t],
            };
        var (intercept, slope) = LeastSquares.Line(adjusted);
        var level = form.SmoothingParameters;
        if (form.Trend == EtsTrend.None)
            start[level] = intercept + slope * (adjusted.Length - 1) / 2;
        else
            (start[level], start[level + 1]) = (intercept - slope, slope);
        if (form.Error == EtsPart.Multiplicative && intercept <= 0)
        {
            start[level] = adjusted[0];
            if (form.Trend != EtsTrend.None)
                start[level + 1] = 0;
        }

        return start;
    }

    /// <summary>Initial states without slope and with a third of the season, from which means stay positive more often.</summary>
    internal double[] Tamed(EtsForm form, double[] states)
    {
        var tamed = (double[])states.Clone();
        var level = form.SmoothingParameters;
        tamed[level] = y.Average();
        if (form.Trend != EtsTrend.None)
            tamed[level + 1] = 0;
        for (var i = level + (form.Trend == EtsTrend.None ? 1 : 2); i < tamed.Length; i++)
            tamed[i] = form.Season == EtsPart.Multiplicative ? 1 + (states[i] - 1) / 3 : states[i] / 3;
        return tamed;
    }

    /// <summary>All starts: two sets of smoothing parameters, and where means must stay positive the first from tamed states too.</summary>
    internal static IEnumerable<(int Set, double[] States)> Sets(double[] states, double[] tamed, EtsForm form) =>
        form is { Error: EtsPart.Multiplicative, Season: not EtsPart.None } ? [(0, states), (1, states), (0, tamed)] : [(0, states), (1, states)];

    /// <summary>Fills in a set of smoothing parameters, one start per lane.</summary>
    internal static void Fill(Span<Lanes> points, EtsForm form, double[] states, int set)
    {
        for (var i = 0; i < states.Length; i++)
            points[i] = Vector512.Create(states[i]);
        var lanes = MemoryMarshal.Cast<Lanes, double>(points);
        for (var i = 0; i < form.SmoothingParameters; i++)
            for (var lane = 0; lane < Width; lane++)
                lanes[i * Width + lane] = Smoothing[set * Width + lane][Kind(form, i)];
    }

    /// <summary>Which of alpha, beta, gamma, phi a smoothing parameter is.</summary>
    private static int Kind(EtsForm form, int parameter) => parameter switch
    {
        0 => 0,
        1 => form.Trend == EtsTrend.None ? 2 : 1,
        2 => form.Season == EtsPart.None ? 3 : 2,
        _ => 3,
    };
}
