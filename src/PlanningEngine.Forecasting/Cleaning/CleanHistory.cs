using System.Globalization;
using PlanningEngine.Forecasting.Decomposition;

namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>
/// A history without its clear level shifts and outliers. Only what is beyond doubt is touched: demand that is not sporadic, seasons seen three times, and values that are
/// far out both as they are and as logarithms, since ordinary series lose more by treatment than they gain.
/// </summary>
internal static class CleanHistory
{
    private const int FewestValues = 12;
    private const int CyclesSeen = 3;
    private const int RobustPasses = 3;
    private const int SeasonalWindow = 11;
    private const double MostZeros = 0.2;

    /// <summary>Treats a history.</summary>
    /// <param name="values">Values; NaN where unknown.</param>
    /// <param name="periods">Lengths of cycles; 1 for none.</param>
    /// <param name="notes">Receives what was replaced by what.</param>
    /// <param name="only">The only buckets to replace, or to lift the values before to, where they are clear. Null: whatever is clear.</param>
    /// <returns>The treated history, NaN where it was before, the given one where nothing was clear; the buckets replaced in it, and those after level shifts, whether asked for or not.</returns>
    internal static (double[] Values, IReadOnlyCollection<int> Outliers, IReadOnlyCollection<int> Shifts) Of(double[] values, IReadOnlyList<int> periods, List<string> notes, Predicate<int>? only = null)
    {
        var first = Array.FindIndex(values, v => !double.IsNaN(v));
        var known = first < 0 ? [] : values[first..(Array.FindLastIndex(values, v => !double.IsNaN(v)) + 1)];
        var cycles = periods.Where(p => p > 1).ToArray();
        if (known.Count(v => !double.IsNaN(v)) < FewestValues || known.Count(v => v == 0) > MostZeros * known.Length || cycles.Any(p => known.Length < CyclesSeen * p))
            return (values, [], []);
        var filled = (double[])known.Clone();
        Gaps.Fill(filled, periods[0]);
        var multiplies = filled.Min() > 0;
        var (level, treated, shifts) = LevelShifts.Lift(filled, Season(filled, cycles, multiplies), multiplies, first, notes, only is null ? null : t => only(first + t));
        var outliers = Outliers.Find(level, Season(level, cycles, false), false);
        if (multiplies)
            outliers.IntersectWith(Outliers.Find(level, Season(level, cycles, true), true));
        outliers.RemoveWhere(t => double.IsNaN(known[t]) || only?.Invoke(first + t) == false);
        Replace(treated, outliers, periods[0], first, notes);
        return ([.. values[..first], .. treated.Select((v, t) => double.IsNaN(known[t]) ? double.NaN : v), .. values[(first + known.Length)..]], [.. outliers.Select(t => first + t)], [.. shifts.Select(t => first + t)]);
    }

    /// <summary>Seasons of a history, or of its logarithms, by robust local regression.</summary>
    private static double[] Season(double[] values, int[] cycles, bool logarithms)
    {
        var rest = Outliers.Bounded(logarithms ? Array.ConvertAll(values, v => Math.Log(v)) : values, cycles);
        var season = new double[rest.Length];
        foreach (var period in cycles)
        {
            var part = Stl.Decompose(rest, period, SeasonalWindow, RobustPasses).Season;
            for (var t = 0; t < rest.Length; t++)
                (rest[t], season[t]) = (rest[t] - part[t], season[t] + part[t]);
        }

        return season;
    }

    private static void Replace(double[] values, HashSet<int> outliers, int period, int offset, List<string> notes)
    {
        if (outliers.Count == 0)
            return;
        var before = (double[])values.Clone();
        foreach (var t in outliers)
            values[t] = double.NaN;
        Gaps.Fill(values, period);
        notes.Add("outliers were replaced: " + string.Join(", ", outliers.Order().Select(t => string.Create(CultureInfo.InvariantCulture, $"bucket {offset + t + 1} from {before[t]:G5} to {values[t]:G5}"))));
    }
}
