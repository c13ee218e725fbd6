using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>Finds values with an end that say different things of the same days, among those of a load and against those in the store. Memory grows with the values of the load and those of the same products, territories and channels.</summary>
/// <param name="log">Receives the findings, one for each value that overlaps an earlier one.</param>
internal sealed class DriverOverlaps(FindingLog log)
{
    private readonly Dictionary<DriverValueRow, List<Span>> _places = [];

    /// <summary>Takes a value of the load, with an end that does not lie before its first day.</summary>
    public void Add(DriverValueRow row, RowOrigin origin)
    {
        var place = PlaceOf(row);
        if (!_places.TryGetValue(place, out var spans))
            _places[place] = spans = [];
        spans.Add(new Span(row, origin, int.MaxValue, spans.Count, 0));
    }

    /// <summary>Takes a value of the store, after all those of the load.</summary>
    public void Add(KnownDriverValue known)
    {
        if (known.Row.EndDate is null || !_places.TryGetValue(PlaceOf(known.Row), out var spans))
            return;
        if (!known.IsReplaced)
            spans.Add(new Span(known.Row, null, known.Commit, spans.Count, known.LoadKey));
        // A row that comes again as it is stays as old as it is.
        else if (spans.FindIndex(s => s.Origin is not null && s.Row.Date == known.Row.Date && s.Row with { RowKey = "" } == known.Row) is var same and >= 0)
            spans[same] = spans[same] with { Commit = known.Commit };
    }

    /// <summary>Says what overlaps.</summary>
    public void Complete()
    {
        foreach (var spans in _places.Values)
        {
            spans.Sort((a, b) => a.Rank.CompareTo(b.Rank));
            var (all, own) = (new Reach(), new Reach());
            foreach (var span in spans)
            {
                if (span.Origin is not null && all.Against(span) is { } earlier)
                    Report(span, earlier, span);
                else if (span.Origin is null && own.Against(span) is { } ours)
                    Report(ours, span, span);
                all.Add(span);
                if (span.Origin is not null)
                    own.Add(span);
            }
        }
    }

    /// <summary>What a row is about: driver, product or levels, territory and channel alone.</summary>
    private static DriverValueRow PlaceOf(DriverValueRow row) => row with { Date = default, EndDate = null, Value = 0, RowKey = "" };

    private void Report(Span span, Span other, Span counts)
    {
        var loser = ReferenceEquals(counts, span) ? other : span;
        var why = counts.Row.Date != loser.Row.Date ? "begins last" : counts.Commit != loser.Commit ? "begins on the same day and is loaded last" : "begins on the same day and stands further down";
        log.Add(QualityRules.DriverOverlap, span.Origin!.Value, span.Row.ToString(), "date", RowRules.Text(span.Row.Date),
            $"The value ({Said(span.Row)} of ({span.Row}){Key(span.Row)} overlaps the value ({Said(other.Row)} of {other.Name}: on days of both the value ({RowRules.Text(counts.Row.Value)}) counts, which {why}. Maybe correct the days, or give the row the key of the one that it corrects.");
    }

    private static string Key(DriverValueRow row) => row.RowKey.Length > 0 ? $", row ({row.RowKey})," : "";

    private static string Said(DriverValueRow row) => $"{RowRules.Text(row.Value)}) from {RowRules.Text(row.Date)} to {RowRules.Text(row.EndDate)}";

    /// <param name="Row">The value.</param>
    /// <param name="Origin">Where it stands in the load; null for a value of the store.</param>
    /// <param name="Commit">Number of its commit; the highest for what is not committed yet.</param>
    /// <param name="Order">Its place among equals.</param>
    /// <param name="LoadKey">Load of a value of the store.</param>
    private sealed record Span(DriverValueRow Row, RowOrigin? Origin, int Commit, int Order, int LoadKey)
    {
        /// <summary>Of two values the one of higher rank counts.</summary>
        public (DateOnly, int, int) Rank => (Row.Date, Commit, Order);

        public string Name => Origin is not { } origin ? FormattableString.Invariant($"load {LoadKey}")
            : $"{(Row.RowKey.Length > 0 ? $"row ({Row.RowKey})" : "another row")}{(origin.File.Length > 0 ? FormattableString.Invariant($", {origin.File} line {origin.Line}") : "")}";
    }

    /// <summary>The value that reaches furthest, and of those that differ from it the one that does.</summary>
    private sealed class Reach
    {
        private Span? _first;
        private Span? _second;

        public Span? Against(Span span) =>
            _first is null || _first.Row.EndDate < span.Row.Date ? null
            : !_first.Row.Value.Equals(span.Row.Value) ? _first
            : _second?.Row.EndDate >= span.Row.Date ? _second : null;

        public void Add(Span span)
        {
            var differs = _first is not null && !_first.Row.Value.Equals(span.Row.Value);
            if (_first is null || span.Row.EndDate > _first.Row.EndDate)
                (_first, _second) = (span, differs ? _first : _second);
            else if (differs && (_second is null || span.Row.EndDate > _second.Row.EndDate))
                _second = span;
        }
    }
}
