using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>One cell of a pool, as stored between the stages of a run.</summary>
/// <param name="Class">Demand class.</param>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Step">Step ahead, from 0.</param>
/// <param name="Scores">Standardised errors, increasing.</param>
public sealed record CalibrationCell(DemandClass Class, int Cutoff, int Step, IReadOnlyList<double> Scores)
{
    /// <summary>How widely the series of each score erred at its other origins: their mean absolute standardised error, 0 where it has none. Empty: no series has any.</summary>
    public IReadOnlyList<double> Own { get; init; } = [];
}

/// <summary>
/// Conformal scores of many series, by demand class, origin and step (Vovk, Gammerman, Shafer 2005; pooled as FORECASTING.md asks). Pools of batches are merged; neither the
/// order of series nor of batches changes the <see cref="CalibrationTable"/> they give. Not safe for concurrent writes: one pool per batch.
/// </summary>
public sealed class CalibrationPool
{
    private readonly SortedDictionary<(DemandClass Class, int Cutoff, int Step), List<(double Score, double Own)>> _cells = [];

    /// <summary>Number of scores.</summary>
    public int Count => _cells.Values.Sum(c => c.Count);

    /// <summary>Adds the inner origins of one series, each by weights that rest on the others: by its own it would look better than the next.</summary>
    /// <param name="backtest">What the origins of the series taught.</param>
    public void Add(SeriesBacktest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        Add(backtest.Pattern.Class, backtest.HeldOut, backtest.HeldOut);
    }

    /// <summary>Adds the later origins of one series, whose buckets the weights did not see.</summary>
    /// <param name="backtest">What the origins of the series taught.</param>
    public void AddLater(SeriesBacktest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        var later = from point in backtest.Later
                    where point.Spread > 0 && double.IsFinite((point.Actual - point.Mean) / point.Spread)
                    select new OriginScore(point.Cutoff, point.Step, (point.Actual - point.Mean) / point.Spread);
        Add(backtest.Pattern.Class, [.. later], backtest.HeldOut);
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
    [
        .. from cell in _cells
           let scores = cell.Value.Order().ToArray()
           select new CalibrationCell(cell.Key.Class, cell.Key.Cutoff, cell.Key.Step, [.. scores.Select(s => s.Score)]) { Own = [.. scores.Select(s => s.Own)] },
    ];

    /// <summary>Restores a pool.</summary>
    /// <param name="cells">What <see cref="ToCells"/> gave.</param>
    /// <returns>The pool.</returns>
    public static CalibrationPool FromCells(IEnumerable<CalibrationCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var pool = new CalibrationPool();
        foreach (var cell in cells)
            pool.Cell((cell.Class, cell.Cutoff, cell.Step)).AddRange(cell.Scores.Select((score, i) => (score, i < cell.Own.Count ? cell.Own[i] : 0)));
        return pool;
    }

    /// <summary>What forecasts are calibrated with.</summary>
    /// <returns>A table that does not change when the pool grows.</returns>
    public CalibrationTable ToTable() => CalibrationTable.From(ToCells());

    /// <summary>Adds scores of one series, each beside how widely the series erred at other origins.</summary>
    /// <param name="demandClass">Its class.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="known">Scores of the series' origins; those of the same origin, or of buckets that it is judged by, are passed over.</param>
    internal void Add(DemandClass demandClass, IReadOnlyList<OriginScore> scores, IReadOnlyList<OriginScore> known)
    {
        foreach (var origin in scores.GroupBy(s => s.Cutoff))
        {
            var own = OwnErrors.Without(known, origin.Key, origin.Max(s => s.Step));
            foreach (var score in origin)
                Cell((demandClass, score.Cutoff, score.Step)).Add((score.Score, own));
        }
    }

    private List<(double Score, double Own)> Cell((DemandClass, int, int) key)
    {
        if (!_cells.TryGetValue(key, out var cell))
            _cells[key] = cell = [];
        return cell;
    }
}
