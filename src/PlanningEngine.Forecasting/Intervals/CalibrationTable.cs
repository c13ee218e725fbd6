using PlanningEngine.Forecasting.Features;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// Quantiles of standardised errors by demand class and step, around the shifts of single times and as much wider as these shifts vary. A cell with fewer than <see cref="EnoughScores"/> scores borrows from neighbouring steps, then from its whole
/// class, then from all classes; what is still missing is filled from a reference: the learned distribution with <see cref="ReferenceSpread"/> times the model's spread. How widely series err at one time they
/// do together, too, so that it is origins which count: n of them have n of n + 1 parts in the quantiles, and the learned distribution with <see cref="UsualSpread"/> the rest. Scores count in units of what their series shows at other origins (<see cref="OwnSpread"/>). Immutable, safe for concurrent use.
/// </summary>
public sealed class CalibrationTable
{
    /// <summary>Number of scores from which a cell stands on its own: the 2.5 % tails then rest on five scores each.</summary>
    public const int EnoughScores = 200;

    /// <summary>Spread of the reference scores where nothing is known about the history.</summary>
    public const double ReferenceSpread = 1.1;

    /// <summary>Spread of the scores of a collection at a time that nothing is known of: the middle of those at windows of retail sales, generated companies and the competitions.</summary>
    public const double UsualSpread = 0.85;

    private readonly Dictionary<(DemandClass Class, int Step), Cell> _cells = [];

    /// <summary>By class, how many times wider errors are than around what all have in common at one time.</summary>
    private readonly Dictionary<DemandClass, double> _together = [];

    private readonly int _steps;
    private readonly Cell _all;
    private readonly double _part = 1;
    private readonly Cell? _usual;
    private readonly OwnSpread? _own;
    private readonly Func<int, double> _widening = _ => 1;

    private CalibrationTable(
        IReadOnlyList<CalibrationCell> cells, Func<double, double> reference, double spread, Func<double, int, double> ownFactor, Func<int, double>? widening = null)
    {
        OwnFactor = ownFactor;
        _widening = widening ?? _widening;
        var (around, shifts) = TimeShifts.TakenOff(cells);
        _own = OwnSpread.Learn(around);
        var byCell = around.Select(c => _own?.Divided(c) ?? c).GroupBy(c => (c.Class, c.Step)).ToDictionary(g => g.Key, g => g.SelectMany(c => c.Scores).ToArray());
        foreach (var (demandClass, square) in shifts)
            _together[demandClass] = Widened(square, [.. byCell.Where(c => c.Key.Class == demandClass).SelectMany(c => c.Value)]);
        _steps = cells.Count == 0 ? 0 : cells.Max(c => c.Step) + 1;
        _all = Cell.Of(Complete(Sorted(byCell.Values.SelectMany(s => s)), reference, spread));
        if (cells.Select(c => c.Cutoff).Distinct().Count() is > 0 and var origins)
            (_part, _usual) = (origins / (origins + 1.0), Cell.Of(Complete([], reference, UsualSpread)));
        foreach (var demandClass in cells.Select(c => c.Class).Distinct())
        {
            var ofClass = Sorted(byCell.Where(c => c.Key.Class == demandClass).SelectMany(c => c.Value));
            var fallback = ofClass.Length >= EnoughScores ? Cell.Of(ofClass) : _all;
            for (var step = 0; step < _steps; step++)
                _cells[(demandClass, step)] = Neighbours(byCell, demandClass, step) is { } scores ? Cell.Of(scores) : fallback;
        }
    }

    /// <summary>A table without scores: the reference alone.</summary>
    public static CalibrationTable Reference { get; } = From([]);

    /// <summary>How much wider than usual a series errs, by the mean of its own errors over the usual and their number.</summary>
    internal Func<double, int, double> OwnFactor { get; }

    /// <summary>The reference for a history: the learned one by its length, its cycle, its features and the step ahead; another for long or several cycles.</summary>
    /// <param name="learned">The learned calibration.</param>
    /// <param name="series">The history.</param>
    /// <returns>A table without scores.</returns>
    internal static CalibrationTable ReferenceFor(SpreadCalibration learned, TimeSeries series)
    {
        var known = series.Values.Count(v => !double.IsNaN(v));
        if (LongCycleSpread.Holds(series))
            return new CalibrationTable([], LongCycleSpread.Quantile, LongCycleSpread.Factor(known, [series.Period, .. FarSeason.Near(series).FurtherPeriods]), LongCycleSpread.OwnFactor);
        var features = SeriesFeatures.Of(History.From(FarSeason.Without(series), []).Values, series.Period);
        return new CalibrationTable([], learned.Quantile, 1, learned.OwnFactor, step => learned.Factor(SpreadCalibration.FeaturesOf(known, series.Period, features, step)));
    }

    /// <summary>Builds a table.</summary>
    /// <param name="cells">Scores by class, origin and step.</param>
    /// <returns>The table.</returns>
    public static CalibrationTable From(IReadOnlyList<CalibrationCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var learned = LearnedParameters.Shipped.Spread;
        return new CalibrationTable(cells, learned.Quantile, ReferenceSpread, learned.OwnFactor);
    }

    /// <summary>Quantile of the standardised error.</summary>
    /// <param name="demandClass">Demand class.</param>
    /// <param name="step">Step ahead, from 0; steps beyond those seen use the last.</param>
    /// <param name="level">Level between 0 and 1.</param>
    /// <returns>The quantile, non-decreasing in the level.</returns>
    public double Quantile(DemandClass demandClass, int step, double level) =>
        _widening(step) * Drawn(Together(demandClass) * CellOf(demandClass, step).Quantile(level), _usual?.Quantile(level));

    /// <summary>How much wider than its class a series errs, from its own inner origins: as far as series of the pool stayed as they were, else as far as was learned beforehand.</summary>
    internal double SpreadFactor(SeriesBacktest backtest)
    {
        const double Farthest = 5;
        if (_own is not null)
            return _own.Factor(OwnErrors.Of(backtest.HeldOut));
        var (demandClass, scores) = (backtest.Pattern.Class, backtest.Scores);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < scores.Values.Count; i++)
        {
            var usual = MeanAbsolute(demandClass, scores.Steps[i]);
            if (!(usual > 0))
                continue;
            sum += Math.Min(Math.Abs(scores.Values[i]) / usual, Farthest);
            count++;
        }

        return OwnFactor(count == 0 ? 1 : sum / count, count);
    }

    internal double MeanAbsolute(DemandClass demandClass, int step) =>
        _widening(step) * Drawn(Together(demandClass) * CellOf(demandClass, step).MeanAbsolute, _usual?.MeanAbsolute);

    private double Drawn(double own, double? usual) => usual is { } towards ? _part * own + (1 - _part) * towards : own;

    private double Together(DemandClass demandClass) => _together.GetValueOrDefault(demandClass, 1);

    /// <summary>Variances add up.</summary>
    private static double Widened(double square, double[] scores)
    {
        var around = scores.Length == 0 ? 0 : scores.Average(s => s * s);
        return around > 0 ? Math.Sqrt(1 + square / around) : 1;
    }

    private Cell CellOf(DemandClass demandClass, int step) =>
        _cells.GetValueOrDefault((demandClass, Math.Min(step, Math.Max(0, _steps - 1))), _all);

    /// <summary>Scores of the step and as many neighbouring steps of the class as make enough; null when the class has too few.</summary>
    private double[]? Neighbours(Dictionary<(DemandClass Class, int Step), double[]> byCell, DemandClass demandClass, int step)
    {
        for (var reach = 0; reach < _steps; reach++)
        {
            var scores = Enumerable.Range(step - reach, 2 * reach + 1).SelectMany(s => byCell.GetValueOrDefault((demandClass, s), [])).ToArray();
            if (scores.Length >= EnoughScores)
                return Sorted(scores);
        }

        return null;
    }

    private static double[] Complete(double[] scores, Func<double, double> reference, double spread)
    {
        var missing = Math.Max(0, EnoughScores - scores.Length);
        return Sorted(scores.Concat(Enumerable.Range(0, missing).Select(i => spread * reference((i + 0.5) / missing))));
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
