namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// The whole numbers of all series of a file, where they write months, weeks or quarters (<see cref="IntegerForm"/>) and leave none of a year out throughout. All of them decide together, so that a number has the same place in
/// each series, be it short or without the turn of a year. It keeps each number once, and of such there are as many as two centuries have weeks.
/// </summary>
internal sealed class WrittenBuckets
{
    private SortedDictionary<double, long>? _endsLessBegins = [];

    /// <summary>Takes the numbers of a series, those of its future too.</summary>
    public void Add(FileSeries series)
    {
        if (series.Dated || !(series.Times.All(Take) && series.AllTimes.All(Take)))
            _endsLessBegins = null;
        if (_endsLessBegins is null)
            return;
        _endsLessBegins[series.Times[0]]--;
        _endsLessBegins[series.Times[^1]]++;
    }

    /// <summary>The place of each number, the distance that divides all others, and the sum of what the series span; null where they are plain numbers.</summary>
    public (Func<double, double> PlaceOf, long Step, double Spanned)? Places()
    {
        if (_endsLessBegins is not { Count: > 1 } || IntegerForm.Of([.. _endsLessBegins.Keys]) is not { ReadAs.Length: > 0 } form)
            return null;
        double[] places = [.. _endsLessBegins.Keys.Select(form.PlaceOf)];
        return IntegerTimes.LeavesOut(places, form) ? null : (
            form.PlaceOf,
            places.Aggregate(0L, (step, place) => FileTimeline.Divisor(step, (long)(place - places[0]))),
            places.Zip(_endsLessBegins.Values, (place, times) => times * place).Sum());
    }

    private bool Take(double number)
    {
        if (_endsLessBegins is null || !IntegerForm.MayBeWritten(number))
            return false;
        _endsLessBegins.TryAdd(number, 0);
        return true;
    }
}
