namespace PlanningEngine.Planning.Series;

/// <summary>Turns a stream of sales into regular series: add every observation once, in any order, then build.</summary>
/// <remarks>Memory grows with keys and periods, not with rows. Not safe for concurrent use. The same observations in another order give the same series, up to the rounding of sums.</remarks>
/// <typeparam name="TKey">Key of a series, for example <see cref="SeriesKey"/>.</typeparam>
public sealed class SeriesPreparation<TKey>
    where TKey : notnull
{
    private readonly PreparationOptions _options;
    private readonly Dictionary<TKey, Raw> _raw = [];
    private readonly SortedDictionary<int, DateOnly> _lastDates = [];
    private readonly Dictionary<string, int> _totals = new(StringComparer.Ordinal);
    private long _observations;
    private double _sold;
    private double _returned;

    /// <summary>Creates an empty preparation.</summary>
    public SeriesPreparation(PreparationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Adds one observation.</summary>
    /// <param name="key">Series.</param>
    /// <param name="date">Day of the sale.</param>
    /// <param name="quantity">Units, negative for a return.</param>
    /// <param name="revenue">Net revenue, negative for a return.</param>
    public void Add(TKey key, DateOnly date, double quantity, double revenue)
    {
        _observations++;
        var value = _options.Measure == Measure.Quantity ? quantity : revenue;
        if (!double.IsFinite(value))
        {
            Note(_totals, PreparationNotes.NotANumberDropped, 1);
            return;
        }

        _sold += Math.Max(0, value);
        _returned += Math.Max(0, -value);
        var period = _options.Bucket.OrdinalOf(date);
        if (!_lastDates.TryGetValue(period, out var last) || date > last)
            _lastDates[period] = date;
        if (!_raw.TryGetValue(key, out var raw))
            _raw[key] = raw = new Raw();
        raw.Add(period, value, quantity < 0 || revenue < 0);
    }

    /// <summary>Builds the series from everything added.</summary>
    /// <param name="facts">What else is known about the series; null for nothing.</param>
    public PreparationResult<TKey> Build(SeriesFacts<TKey>? facts = null)
    {
        var dropped = IncompletePeriod();
        var kept = _lastDates.Keys.Where(p => p != dropped).ToList();
        var totals = new Dictionary<string, int>(_totals, StringComparer.Ordinal);
        var series = new List<PreparedSeries<TKey>>(_raw.Count);
        foreach (var (key, raw) in _raw)
        {
            var prepared = kept.Count == 0 ? null : Prepare(key, raw, kept[0], kept[^1], dropped, facts);
            if (prepared is null)
            {
                Note(totals, PreparationNotes.NeverSold, raw.Rows);
                continue;
            }

            series.Add(prepared);
            foreach (var note in prepared.Notes)
                Note(totals, note.Code, note.Count);
        }

        var notes = totals.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new PreparationNote(t.Key, t.Value)).ToList();
        var (first, last) = kept.Count == 0 ? (0, -1) : (kept[0], kept[^1]);
        var report = new PreparationReport(_options.Bucket, _observations, series.Count, _raw.Count - series.Count, first, last, dropped, _sold, _returned, notes);
        return new PreparationResult<TKey>(series, report);
    }

    private PreparedSeries<TKey>? Prepare(TKey key, Raw raw, int firstPeriod, int lastPeriod, int? dropped, SeriesFacts<TKey>? facts)
    {
        var sold = raw.Periods.Where(p => p.Key != dropped && p.Value.Sum > 0).Select(p => p.Key).ToList();
        if (sold.Count == 0)
            return null;
        var notes = new Dictionary<string, int>(StringComparer.Ordinal);
        var start = _options.StartAtFirstSale ? sold.Min() : firstPeriod;
        var (end, forecastUntil) = End(facts?.EndDate?.Invoke(key), sold, lastPeriod, notes);
        var values = new double[end - start + 1];
        for (var period = start; period <= end; period++)
        {
            var value = Value(raw, period, notes);
            values[period - start] = value;
            if (!(value < 0) || !_options.NegativePeriodsAreZero)
                continue;
            values[period - start] = 0;
            var year = Math.Min(period - start, _options.Bucket.PeriodsPerYear);
            TakeOffPeaks(values.AsSpan(period - start - year, year), -value);
            Note(notes, PreparationNotes.NegativePeriodsZeroed, 1);
        }

        List<LimitedSale> limited = facts?.Stock is { } stock ? Limit(values, start, period => stock(key, period)) : [];
        if (limited.Count > 0)
            Note(notes, PreparationNotes.StockOuts, limited.Count);
        var gaps = Enumerable.Range(start, values.Length).Count(period => !raw.Periods.ContainsKey(period)) - limited.Count(l => !raw.Periods.ContainsKey(l.Period));
        if (gaps > 0)
            Note(notes, _options.Absence == Absence.Zero ? PreparationNotes.GapsAsZero : PreparationNotes.GapsAsUnknown, gaps);
        if (dropped is { } last && raw.Periods.TryGetValue(last, out var lost))
            Note(notes, PreparationNotes.IncompletePeriodDropped, lost.Rows);
        return new PreparedSeries<TKey>(key, start, values, forecastUntil, [.. notes.Select(n => new PreparationNote(n.Key, n.Value))]) { Limited = limited };
    }

    /// <summary>Takes out what was sold in periods in which stock limited it.</summary>
    private List<LimitedSale> Limit(double[] values, int start, Func<int, StockDays> stock)
    {
        var shares = Availability.Of(values, [.. values.Select((_, t) => stock(start + t))], _options.Bucket.PeriodsPerYear);
        var limited = new List<LimitedSale>();
        for (var t = 0; t < values.Length; t++)
        {
            if (!(shares[t] < 1))
                continue;
            limited.Add(new LimitedSale(start + t, Math.Max(0, values[t]), shares[t]));
            values[t] = double.NaN;
        }

        return limited;
    }

    /// <summary>A discontinued series ends with its product, or with its last sale where that came later.</summary>
    private (int End, int? ForecastUntil) End(DateOnly? endDate, List<int> sold, int lastPeriod, Dictionary<string, int> notes)
    {
        if (endDate is not { } date)
            return (lastPeriod, null);
        var endPeriod = _options.Bucket.OrdinalOf(date);
        Note(notes, endPeriod <= lastPeriod ? PreparationNotes.Discontinued : PreparationNotes.EndsSoon, 1);
        return (Math.Min(lastPeriod, Math.Max(endPeriod, sold.Max())), endPeriod);
    }

    private double Value(Raw raw, int period, Dictionary<string, int> notes)
    {
        var hasRows = raw.Periods.TryGetValue(period, out var bucket);
        if (bucket.Returns > 0)
            Note(notes, PreparationNotes.ReturnsNetted, bucket.Returns);
        return hasRows ? bucket.Sum : _options.Absence == Absence.Zero ? 0 : double.NaN;
    }

    /// <summary>Lowers the highest values to one level, so that they sum to less by an amount, or to nothing.</summary>
    private static void TakeOffPeaks(Span<double> values, double amount)
    {
        var known = values.ToArray().Where(v => v > 0).OrderDescending().ToList();
        var (sum, level) = (0.0, 0.0);
        for (var i = 0; i < known.Count; i++)
        {
            sum += known[i];
            level = Math.Max(0, (sum - amount) / (i + 1));
            if (i + 1 == known.Count || level >= known[i + 1])
                break;
        }

        foreach (ref var value in values)
            value = value > level ? level : value;
    }

    private int? IncompletePeriod()
    {
        if (!_options.DropIncompleteLastPeriod || _lastDates.Count == 0)
            return null;
        var bucket = _options.Bucket;
        var (period, date) = _lastDates.Last();
        if (_options.KnownThrough is { } through)
            return through < bucket.EndOf(period) ? period : null;
        return LastPeriod.IsUnfinished(bucket, date, [.. _lastDates.Values.Reverse().Skip(1).Take(LastPeriod.Compared)]) ? period : null;
    }

    private static void Note(Dictionary<string, int> notes, string code, int count) => notes[code] = notes.GetValueOrDefault(code) + count;

    private sealed class Raw
    {
        public Dictionary<int, Bucket> Periods { get; } = [];

        public int Rows { get; private set; }

        public void Add(int period, double value, bool isReturn)
        {
            Rows++;
            var bucket = Periods.GetValueOrDefault(period);
            Periods[period] = new Bucket(bucket.Sum + value, bucket.Rows + 1, bucket.Returns + (isReturn ? 1 : 0));
        }
    }

    private readonly record struct Bucket(double Sum, int Rows, int Returns);
}
