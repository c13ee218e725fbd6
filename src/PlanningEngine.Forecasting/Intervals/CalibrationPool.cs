using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>One cell of a pool, as stored between the stages of a run.</summary>
/// <param name="Class">Demand class.</param>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Step">Step ahead, from 0.</param>
/// <param name="Scores">Standardised errors, increasing.</param>
public sealed record CalibrationCell(DemandClass Class, int Cutoff, int Step, IReadOnlyList<double> Scores);

/// <summary>
/// Conformal scores of many series, by demand class, origin and step (Vovk, Gammerman, Shafer 2005; pooled as FORECASTING.md asks). Pools of batches are merged; neither the
/// order of series nor of batches changes the <see cref="CalibrationTable"/> they give. Not safe for concurrent writes: one pool per batch.
/// </summary>
public sealed class CalibrationPool
{
    private readonly SortedDictionary<(DemandClass Class, int Cutoff, int Step), List<double>> _cells = [];

    /// <summary>Number of scores.</summary>
    public int Count => _cells.Values.Sum(c => c.Count);

    /// <summary>Adds the inner origins of one series, each by weights that rest on the others: by its own it would look better than the next.</summary>
    /// <param name="backtest">What the origins of the series taught.</param>
    public void Add(SeriesBacktest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        Add(backtest.Pattern.Class, backtest.HeldOut);
    }

    /// <summary>Adds the later origins of one series, whose buckets the weights did not see.</summary>
    /// <param name="backtest">What the origins of the series taught.</param>
    public void AddLater(SeriesBacktest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        foreach (var point in backtest.Later)
            if (point.Spread > 0 && (point.Actual - point.Mean) / point.Spread is var score && double.IsFinite(score))
                Cell((backtest.Pattern.Class, point.Cutoff, point.Step)).Add(score);
    }

    /// <summary>Adds the pool of another batch.</summary>
    /// <param name="other">The other pool; it is not changed.</param>
    public void Merge(CalibrationPool other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (key, scores) in other._cells)
            Cell(key).AddRange(scores);
    }

    /// <summary>The content as plain numbers, in a fixed order.</summary>
    /// <returns>One cell per class, origin and step.</returns>
    public IReadOnlyList<CalibrationCell> ToCells() =>
        [.. _cells.Select(c => new CalibrationCell(c.Key.Class, c.Key.Cutoff, c.Key.Step, [.. c.Value.Order()]))];

    /// <summary>Restores a pool.</summary>
    /// <param name="cells">What <see cref="ToCells"/> gave.</param>
    /// <returns>The pool.</returns>
    public static CalibrationPool FromCells(IEnumerable<CalibrationCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var pool = new CalibrationPool();
        foreach (var cell in cells)
            pool.Cell((cell.Class, cell.Cutoff, cell.Step)).AddRange(cell.Scores);
        return pool;
    }

    /// <summary>What forecasts are calibrated with.</summary>
    /// <returns>A table that does not change when the pool grows.</returns>
    public CalibrationTable ToTable() => CalibrationTable.From(ToCells());

    internal void Add(DemandClass demandClass, IEnumerable<OriginScore> scores)
    {
        foreach (var score in scores)
            Cell((demandClass, score.Cutoff, score.Step)).Add(score.Score);
    }

    private List<double> Cell((DemandClass, int, int) key)
    {
        if (!_cells.TryGetValue(key, out var cell))
            _cells[key] = cell = [];
        return cell;
    }
}
