using System.Globalization;

namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>
/// Lasting steps of the level: one change far beyond the usual changes, after which the level stays where it went. Usual changes are measured by their median, so a history that
/// wanders by itself (a random walk) has none.
/// </summary>
internal static class LevelShifts
{
    private const int MostShifts = 3;
    private const int FewestAfter = 4;
    private const int LongestWindow = 8;
    private const double Limit = 4;
    private const double LeastKept = 0.6;
    private const double MostKept = 1.6;

    /// <summary>Lifts what lies before each shift to the level after it.</summary>
    /// <param name="values">Values without NaN.</param>
    /// <param name="season">Season to look through, of the logarithms when shifts multiply.</param>
    /// <param name="multiplies">Whether shifts are factors; values are then positive.</param>
    /// <param name="offset">Buckets before the first value, for the notes.</param>
    /// <param name="notes">Receives what was lifted by how much.</param>
    /// <param name="only">The only shifts to lift to, by the bucket after them; null for all.</param>
    /// <returns>The values lifted to all shifts, and to those asked for; copies also when there is none. And the buckets after the shifts, those that are not asked for too.</returns>
    internal static (double[] ToAll, double[] Lifted, IReadOnlyList<int> Shifts) Lift(double[] values, double[] season, bool multiplies, int offset, List<string> notes, Predicate<int>? only)
    {
        var level = values.Select((v, t) => (multiplies ? Math.Log(v) : v) - season[t]).ToArray();
        var (toAll, lifted, shifts) = ((double[])values.Clone(), (double[])values.Clone(), new List<int>());
        while (shifts.Count < MostShifts && Largest(level) is { } shift)
        {
            shifts.Add(shift.At);
            var asked = only?.Invoke(shift.At) != false;
            for (var t = 0; t < shift.At; t++)
            {
                level[t] += shift.Size;
                toAll[t] = Moved(toAll[t]);
                if (asked)
                    lifted[t] = Moved(lifted[t]);
            }

            double Moved(double value) => multiplies ? value * Math.Exp(shift.Size) : value + shift.Size;
            if (!asked)
                continue;
            notes.Add(multiplies
                ? string.Create(CultureInfo.InvariantCulture, $"level shift: values before bucket {offset + shift.At + 1} were multiplied by {Math.Exp(shift.Size):G4}")
                : string.Create(CultureInfo.InvariantCulture, $"level shift: {shift.Size:G4} was added to the values before bucket {offset + shift.At + 1}"));
        }

        return (toAll, lifted, shifts);
    }

    private static (int At, double Size)? Largest(double[] level)
    {
        var changes = new double[level.Length - 1];
        for (var t = 1; t < level.Length; t++)
            changes[t - 1] = Math.Abs(level[t] - level[t - 1]);
        var usual = 1.4826 * QuantileFunctions.Median([.. changes]) + 1e-9 * QuantileFunctions.Median(Array.ConvertAll(level, Math.Abs));
        (int At, double Size)? largest = null;
        for (var t = FewestAfter; t + FewestAfter <= level.Length; t++)
        {
            if (!(changes[t - 1] > Limit * usual) || changes[t - 1] <= Math.Abs(largest?.Size ?? 0))
                continue;
            var change = level[t] - level[t - 1];
            var size = QuantileFunctions.Median(level[t..Math.Min(level.Length, t + LongestWindow)]) - QuantileFunctions.Median(level[Math.Max(0, t - LongestWindow)..t]);
            if (Math.Abs(size) > Limit * usual && size / change is > LeastKept and < MostKept)
                largest = (t, size);
        }

        return largest;
    }
}
