using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>Unknown values filled from what surrounds them: between their neighbours in the seasonally adjusted history, the season put back (as R's <c>na.interp</c> does).</summary>
internal static class Gaps
{
    private const int Neighbours = 2;
    private const int Passes = 2;

    /// <summary>Fills all NaN in place. Where less than two cycles are known, a gap gets the value of a cycle before or after, else its neighbours' line.</summary>
    /// <param name="values">Values, one at least known.</param>
    /// <param name="period">Length of the cycle, 1 for none.</param>
    internal static void Fill(double[] values, int period)
    {
        var original = (double[])values.Clone();
        for (var t = 0; t < values.Length; t++)
            if (double.IsNaN(original[t]))
                values[t] = First(original, t, period);
        if (period < 2 || original.Count(v => !double.IsNaN(v)) < 2 * period || values.Length < 2 * period)
            return;
        for (var pass = 0; pass < Passes; pass++)
        {
            var season = SeasonalAdjustment.ShrunkenSum(values, period);
            var adjusted = original.Select((v, t) => v - season.IndexAt(t)).ToArray();
            for (var t = 0; t < values.Length; t++)
                if (double.IsNaN(original[t]))
                    values[t] = Line(adjusted, t) + season.IndexAt(t);
        }

        // What was never negative is not made so.
        if (Array.TrueForAll(original, v => !(v < 0)))
            for (var t = 0; t < values.Length; t++)
                values[t] = Math.Max(0, values[t]);
    }

    private static double First(double[] original, int t, int period)
    {
        var before = period > 1 && t >= period ? original[t - period] : double.NaN;
        var after = period > 1 && t + period < original.Length ? original[t + period] : double.NaN;
        return (double.IsNaN(before), double.IsNaN(after)) switch
        {
            (false, false) => (before + after) / 2,
            (false, true) => before,
            (true, false) => after,
            _ => Line(original, t),
        };
    }

    /// <summary>Between the means of the nearest known values on either side; level beyond the first and last known one.</summary>
    private static double Line(double[] values, int t)
    {
        var (left, leftAt) = Side(values, t, -1);
        var (right, rightAt) = Side(values, t, 1);
        return (double.IsNaN(left), double.IsNaN(right)) switch
        {
            (true, _) => right,
            (_, true) => left,
            _ => left + (right - left) * (t - leftAt) / (rightAt - leftAt),
        };
    }

    private static (double Mean, double At) Side(double[] values, int t, int direction)
    {
        double sum = 0, positions = 0;
        var count = 0;
        for (var i = t + direction; i >= 0 && i < values.Length && count < Neighbours; i += direction)
        {
            if (double.IsNaN(values[i]))
                continue;
            (sum, positions) = (sum + values[i], positions + i);
            count++;
        }

        return (sum / count, positions / count);
    }
}
