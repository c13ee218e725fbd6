using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// Quantiles of standardised errors by demand class and step. A cell with fewer than <see cref="EnoughScores"/> scores borrows from neighbouring steps, then from its whole
/// class, then from all classes; what is still missing is filled from a reference: Student's distribution with six degrees of freedom and <see cref="ReferenceSpread"/> times the model's spread,
/// since models fitted to short histories are too sure of themselves and errors have heavy tails. Immutable, safe for concurrent use.
/// </summary>
public sealed class CalibrationTable
{
    /// <summary>Number of scores from which a cell stands on its own: the 2.5 % tails then rest on five scores each.</summary>
    public const int EnoughScores = 200;

    /// <summary>Spread of the reference scores where nothing is known about the history; their 80 % interval is that of a normal distribution with this spread.</summary>
    public const double ReferenceSpread = 1.1;

    private const double DegreesOfFreedom = 6;
    private const double FewestSpread = 0.72;
    private const double PerRootOfValues = 1;
    private const double PerSquareOfValues = 90;
    private const double PerCycle = 1.3;
    private const double OfManyLongCycles = 0.48;
    private const double PerRootOfLongCycles = 1;
    private const double FewestCycles = 2;
    private const double LeastSpread = 0.6;
    private const double MostSpread = 3;

    private readonly Dictionary<(DemandClass Class, int Step), Cell> _cells = [];
    private readonly int _steps;
    private readonly Cell _all;

    private CalibrationTable(IReadOnlyList<CalibrationCell> cells, double spread)
    {
        var byCell = cells.ToDictionary(c => (c.Class, c.Step), c => c.Scores);
        _steps = cells.Count == 0 ? 0 : cells.Max(c => c.Step) + 1;
        var all = Sorted(cells.SelectMany(c => c.Scores));
        _all = Cell.Of(Complete(all, spread));
        foreach (var demandClass in cells.Select(c => c.Class).Distinct())
        {
            var ofClass = Sorted(cells.Where(c => c.Class == demandClass).SelectMany(c => c.Scores));
            var fallback = ofClass.Length >= EnoughScores ? Cell.Of(ofClass) : _all;
            for (var step = 0; step < _steps; step++)
                _cells[(demandClass, step)] = Neighbours(byCell, demandClass, step) is { } scores ? Cell.Of(scores) : fallback;
        }
    }

    /// <summary>A table without scores: the reference alone.</summary>
    public static CalibrationTable Reference { get; } = From([]);

    /// <summary>
    /// The reference for a history: a model's spread is the more too small the fewer values it saw, and the fewer cycles of a season. Long cycles and several of them have candidates of their own,
    /// whose spread over many cycles is too large: it remembers every shock since then. A single long cycle seen less than twice was not fitted and costs nothing. Found on the last training values of the M3 and M4 competitions.
    /// </summary>
    /// <param name="known">Number of known values.</param>
    /// <param name="periods">Lengths of the cycles; the only one is 1 where there is none.</param>
    /// <returns>A table without scores.</returns>
    internal static CalibrationTable ReferenceFor(int known, params IReadOnlyList<int> periods)
    {
        var longest = periods.Max();
        var cycles = longest > 1 ? known / (double)longest : double.PositiveInfinity;
        var isLong = longest > ExponentialSmoothing.LongestSeasonInStates || periods.Count > 1;
        var spread = !isLong ? FewestSpread + PerRootOfValues / Math.Sqrt(known) + PerCycle / cycles
            : cycles >= FewestCycles || periods.Count > 1 ? OfManyLongCycles + PerRootOfLongCycles / Math.Sqrt(Math.Max(cycles, FewestCycles))
            : FewestSpread;
        return new CalibrationTable([], Math.Clamp(spread + PerSquareOfValues / known / known, LeastSpread, MostSpread));
    }

    /// <summary>Builds a table.</summary>
    /// <param name="cells">Scores by class and step.</param>
    /// <returns>The table.</returns>
    public static CalibrationTable From(IReadOnlyList<CalibrationCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return new CalibrationTable(cells, ReferenceSpread);
    }

    /// <summary>Quantile of the standardised error.</summary>
    /// <param name="demandClass">Demand class.</param>
    /// <param name="step">Step ahead, from 0; steps beyond those seen use the last.</param>
    /// <param name="level">Level between 0 and 1.</param>
    /// <returns>The quantile, non-decreasing in the level.</returns>
    public double Quantile(DemandClass demandClass, int step, double level) => CellOf(demandClass, step).Quantile(level);

    internal double MeanAbsolute(DemandClass demandClass, int step) => CellOf(demandClass, step).MeanAbsolute;

    private Cell CellOf(DemandClass demandClass, int step) =>
        _cells.GetValueOrDefault((demandClass, Math.Min(step, Math.Max(0, _steps - 1))), _all);

    /// <summary>Scores of the step and as many neighbouring steps of the class as make enough; null when the class has too few.</summary>
    private double[]? Neighbours(Dictionary<(DemandClass, int), IReadOnlyList<double>> byCell, DemandClass demandClass, int step)
    {
        for (var reach = 0; reach < _steps; reach++)
        {
            var scores = Enumerable.Range(step - reach, 2 * reach + 1).SelectMany(s => byCell.GetValueOrDefault((demandClass, s), [])).ToArray();
            if (scores.Length >= EnoughScores)
                return Sorted(scores);
        }

        return null;
    }

    private static double[] Complete(double[] scores, double spread)
    {
        var missing = Math.Max(0, EnoughScores - scores.Length);
        return Sorted(scores.Concat(Enumerable.Range(0, missing).Select(i => spread * HeavyTailed((i + 0.5) / missing))));
    }

    /// <summary>Student's quantile by Cornish and Fisher's expansion, scaled to the normal distribution's at 90 %.</summary>
    private static double HeavyTailed(double level)
    {
        static double Expanded(double z) => z + ((z * z * z) + z) / (4 * DegreesOfFreedom) + ((5 * Math.Pow(z, 5)) + (16 * z * z * z) + (3 * z)) / (96 * DegreesOfFreedom * DegreesOfFreedom);
        var ninety = NormalDistribution.Quantile(0.9);
        return Expanded(NormalDistribution.Quantile(level)) * ninety / Expanded(ninety);
    }

    private static double[] Sorted(IEnumerable<double> scores)
    {
        var array = scores.ToArray();
        Array.Sort(array);
        return array;
    }

    private sealed record Cell(double[] Sorted, double MeanAbsolute)
    {
        internal static Cell Of(double[] sorted) => new(sorted, sorted.Average(Math.Abs));

        /// <summary>The conformal quantile: position level (n + 1) among the order statistics, linear between them.</summary>
        internal double Quantile(double level)
        {
            var position = Math.Clamp(level * (Sorted.Length + 1) - 1, 0, Sorted.Length - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, Sorted.Length - 1);
            return Sorted[below] + (position - below) * (Sorted[above] - Sorted[below]);
        }
    }
}
