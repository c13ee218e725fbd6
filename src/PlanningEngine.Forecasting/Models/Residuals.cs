namespace PlanningEngine.Forecasting.Models;

/// <summary>The spread of one-step errors, and what stands for it when there are none.</summary>
internal static class Residuals
{
    /// <summary>Root mean square of the differences y[t] - y[t - lag].</summary>
    internal static double OfLag(ReadOnlySpan<double> y, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < y.Length; t++)
            sum += (y[t] - y[t - lag]) * (y[t] - y[t - lag]);
        return y.Length > lag ? Math.Sqrt(sum / (y.Length - lag)) : double.NaN;
    }

    /// <summary>The spread for a history of one value: half its size, said in the notes.</summary>
    internal static double OfOneValue(double value, List<string> notes)
    {
        notes.Add("one known value gives no spread: half its size was taken as standard deviation");
        return Math.Abs(value) / 2;
    }
}
