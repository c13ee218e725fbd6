namespace PlanningEngine.Planning.Series;

/// <summary>The days of a period by what places had in stock of a product.</summary>
/// <param name="Days">Days of the period, above 0.</param>
/// <param name="Out">Days on which no place had any.</param>
/// <param name="Changing">Further days of which it is not known for how long some place had any.</param>
public readonly record struct StockDays(int Days, int Out, int Changing)
{
    /// <summary>Counts days. On a day the place with the most stock counts, of those that something is known of.</summary>
    /// <param name="places">The places that serve a series.</param>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day, not before the first.</param>
    public static StockDays Of(IReadOnlyList<StockCourse> places, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        var (none, changing) = (0, 0);
        for (var day = first.DayNumber; day <= last.DayNumber; day++)
        {
            var best = StockState.NotTold;
            foreach (var place in places)
            {
                var state = place.On(day);
                if (state != StockState.NotTold && (best == StockState.NotTold || state < best))
                    best = state;
            }

            none += best == StockState.Out ? 1 : 0;
            changing += best == StockState.Changing ? 1 : 0;
        }

        return new StockDays(last.DayNumber - first.DayNumber + 1, none, changing);
    }
}
