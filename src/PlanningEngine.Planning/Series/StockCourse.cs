namespace PlanningEngine.Planning.Series;

/// <summary>What levels of stock at the ends of days say about the days of one product at one place.</summary>
/// <remarks>A day begins with the level before it and ends with its own, or with the next one that is known. Levels more than <see cref="Reach"/> days away say nothing. Immutable.</remarks>
public sealed class StockCourse
{
    /// <summary>Days that a level speaks of on either side: those of a month, so that levels at the ends of months leave no gap.</summary>
    public const int Reach = 31;

    private readonly int[] _days;
    private readonly bool[] _inStock;

    /// <summary>Creates the course.</summary>
    /// <param name="levels">Levels by day, ascending; of several on one day the last counts. A level of 0 or less is none.</param>
    /// <exception cref="ArgumentException">The days do not ascend.</exception>
    public StockCourse(IReadOnlyList<(DateOnly Day, double OnHand)> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var (days, inStock) = (new List<int>(levels.Count), new List<bool>(levels.Count));
        foreach (var (day, onHand) in levels)
        {
            if (days.Count > 0 && day.DayNumber < days[^1])
                throw new ArgumentException($"The level of {day:yyyy-MM-dd} comes after a later one. Maybe sort the levels by day.", nameof(levels));
            if (days.Count > 0 && day.DayNumber == days[^1])
            {
                inStock[^1] = onHand > 0;
                continue;
            }

            days.Add(day.DayNumber);
            inStock.Add(onHand > 0);
        }

        (_days, _inStock) = ([.. days], [.. inStock]);
    }

    /// <summary>What is known of a day.</summary>
    /// <param name="dayNumber">The day, as <see cref="DateOnly.DayNumber"/>.</param>
    public StockState On(int dayNumber)
    {
        var at = Array.BinarySearch(_days, dayNumber);
        var next = at >= 0 ? at : ~at;
        bool? begins = next > 0 && dayNumber - _days[next - 1] <= Reach ? _inStock[next - 1] : null;
        bool? ends = next < _days.Length && _days[next] - dayNumber < Reach ? _inStock[next] : null;
        return (begins, ends) switch
        {
            (null, null) => StockState.NotTold,
            (false, false) => StockState.Out,
            (false, _) or (_, false) => StockState.Changing,
            _ => StockState.InStock,
        };
    }
}

/// <summary>What is known of the stock on a day, from the least that limits sales to the most.</summary>
public enum StockState
{
    /// <summary>No level lies near.</summary>
    NotTold,

    /// <summary>There was some all day, as far as is known.</summary>
    InStock,

    /// <summary>It ran out or came in between two levels, and nobody knows when.</summary>
    Changing,

    /// <summary>There was none from the level before to the next one.</summary>
    Out,
}
