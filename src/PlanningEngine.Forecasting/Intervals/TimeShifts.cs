using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// Takes off what the errors of one time have in common. Series err together: an origin after which all of them sold more than expected says something about that time, however many series
/// there are, and nothing about the next but that it will have such a shift too, of about that size; what stays is how they spread around it. A bias of means is not for intervals to mend, which would then lie beside the mean they are published with.
/// </summary>
internal static class TimeShifts
{
    /// <summary>Beyond, a score counts as this far: a single one must not shift all.</summary>
    private const double Farthest = 4;

    /// <summary>Scores that would have to say so for a shift to be taken off by half.</summary>
    private const double FewScores = 10;

    /// <summary>The cells without the shift that those of one class and origin share.</summary>
    /// <param name="cells">Scores by class, origin and step.</param>
    /// <returns>What is left, and by class the mean square of the shifts: the next time has one too.</returns>
    internal static (IReadOnlyList<CalibrationCell> Left, IReadOnlyDictionary<DemandClass, double> MeanSquares) TakenOff(IReadOnlyList<CalibrationCell> cells)
    {
        var left = new List<CalibrationCell>(cells.Count);
        var squares = new List<(DemandClass Class, double Square)>();
        foreach (var origin in cells.GroupBy(c => (c.Class, c.Cutoff)))
        {
            var (sum, count) = (0.0, 0);
            foreach (var score in origin.SelectMany(c => c.Scores))
                (sum, count) = (sum + Math.Clamp(score, -Farthest, Farthest), count + 1);
            var shift = sum / (count + FewScores);
            squares.Add((origin.Key.Class, shift * shift));
            left.AddRange(origin.Select(cell => cell with { Scores = [.. cell.Scores.Select(score => score - shift)] }));
        }

        return (left, squares.GroupBy(s => s.Class).ToDictionary(g => g.Key, g => g.Average(s => s.Square)));
    }
}
