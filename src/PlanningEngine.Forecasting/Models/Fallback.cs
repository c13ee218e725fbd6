using System.Globalization;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>What stands in when a history does not carry a model: its latest level and as much of its slope as its few values prove, with a reason.</summary>
/// <remarks>
/// Chosen on stretches of three to seven values inside the training values of M3, M4 and of retail sales. The last value errs less there than the mean of all (by a quarter at five values), and this 5 % less than the last value.
/// </remarks>
internal static class Fallback
{
    /// <summary>How far each value moves the level.</summary>
    private const double Smoothing = 0.8;

    /// <summary>What is left of the slope after each step.</summary>
    private const double Damping = 0.8;

    /// <summary>How many times the variance of a mean change its square must be for half of it to go on.</summary>
    private const double Proof = 2;

    /// <summary>The constant of a constant history, else the level and slope of a short one, with a random walk's spread.</summary>
    internal static Prediction Simple(History history, ForecastRequest request, List<string> notes)
    {
        var y = history.Values;
        var mean = new double[request.Horizon];
        var spread = new double[request.Horizon];
        if (y.Length == 1 || history.IsConstant)
        {
            Array.Fill(mean, y[0]);
            if (y.Length == 1)
                Array.Fill(spread, Residuals.OfOneValue(y[0], notes));
            else
                notes.Add(y[0] == 0 ? "all values are zero: zero goes on" : "all values are equal: the constant goes on without spread");
            return Prediction.Normal(mean, spread, request.Levels);
        }

        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{y.Length} values are too few for the model: their latest level goes on, and their slope as far as they prove one"));
        var (slope, sigma) = (ProvenSlope(y), Residuals.OfLag(y, 1));
        for (var (step, at) = (0, Level(y)); step < mean.Length; step++, slope *= Damping)
        {
            mean[step] = at += slope * Damping;
            spread[step] = sigma * Math.Sqrt(1 + step * Smoothing * Smoothing);
        }

        return Prediction.Normal(mean, spread, request.Levels);
    }

    private static double Level(double[] y)
    {
        var level = y[0];
        foreach (var value in y)
            level += Smoothing * (value - level);
        return level;
    }

    /// <summary>The mean change, drawn to none by its own variance; none from two values, whose single change proves nothing.</summary>
    private static double ProvenSlope(double[] y)
    {
        var changes = y.Length - 1;
        if (changes < 2)
            return 0;
        var slope = (y[^1] - y[0]) / changes;
        var squares = 0.0;
        for (var t = 1; t < y.Length; t++)
            squares += (y[t] - y[t - 1] - slope) * (y[t] - y[t - 1] - slope);
        var variance = squares / (changes - 1) / changes;
        return slope == 0 ? 0 : slope / (1 + Proof * variance / (slope * slope));
    }
}
