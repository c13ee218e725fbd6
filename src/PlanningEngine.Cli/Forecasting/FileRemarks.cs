using System.Globalization;
using System.Text.RegularExpressions;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What is said once of a whole file, beside its findings: it keeps counts and one example each, so any number of series needs the same memory.</summary>
internal sealed partial class FileRemarks
{
    private UnreadTime? _unread;
    private long _unreadSeries;
    private long _withoutTimes;
    private (int Series, int Least, int Most) _trailing = (0, int.MaxValue, 0);
    private (int Series, int Most) _endedEarly;
    private string _asked = "";
    private readonly SortedDictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a series that is forecast.</summary>
    /// <param name="found">The series.</param>
    /// <param name="endsWithFuture">Whether rows without a value at its end were read as its future.</param>
    /// <returns>What is to be noted of it.</returns>
    public IReadOnlyList<string> Take(FileSeries found, bool endsWithFuture)
    {
        var trailing = endsWithFuture ? 0 : found.Values.Length - 1 - Array.FindLastIndex(found.Values, v => !double.IsNaN(v));
        if (trailing > 0)
            _trailing = (_trailing.Series + 1, Math.Min(_trailing.Least, trailing), Math.Max(_trailing.Most, trailing));
        if (found.Unread is not { } unread)
            return [];
        _unread ??= unread;
        _unreadSeries++;
        return [string.Create(CultureInfo.InvariantCulture, $"times cannot be read ({(unread.Text.Length > 0 ? unread.Text : "empty")}, line {unread.Line}): gaps and order were not checked")];
    }

    /// <summary>Takes a series that ends before the file does and is forecast from the file's end on.</summary>
    /// <param name="steps">Steps between the two ends, at least 0.</param>
    public void TakeEarlyEnd(int steps)
    {
        if (steps > 0)
            _endedEarly = (_endedEarly.Series + 1, Math.Max(_endedEarly.Most, steps));
    }

    /// <summary>Takes a series of which a cycle has fewer rows than buckets, since the calendar's others never occur.</summary>
    /// <param name="asked">Periods as they were given.</param>
    /// <param name="taken">Periods in rows.</param>
    /// <returns>What is to be noted of it.</returns>
    public string TakePeriods(IReadOnlyList<int> asked, IReadOnlyList<int> taken)
    {
        var rows = string.Join(',', taken);
        _asked = string.Join(',', asked);
        _taken[rows] = _taken.GetValueOrDefault(rows) + 1;
        return $"times of the calendar that never occur are no rows: the period {_asked} is taken for {rows} rows";
    }

    /// <summary>Takes a series whose times ahead are not clear.</summary>
    public void TakeWithoutTimes() => _withoutTimes++;

    /// <summary>The lines, one for each remark.</summary>
    /// <param name="time">The time column in use; empty without one.</param>
    /// <param name="others">Other columns with the name of a time.</param>
    /// <param name="withoutWidth">Series whose intervals have no width beyond rounding.</param>
    public IReadOnlyList<string> Lines(string time, IReadOnlyList<string> others, int withoutWidth)
    {
        var lines = new List<string>();
        if (others.Count > 0)
            lines.Add($"The file has {others.Count + 1} time columns ({string.Join(", ", others.Prepend(time))}): {time} is used.");
        if (_unread is { } unread)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Warning: the times in column {time} of {_unreadSeries} series cannot be read, such as ({(unread.Text.Length > 0 ? unread.Text : "empty")}) in line {unread.Line}: gaps and order are not checked, and each row is one step. Maybe {(WithOffset().IsMatch(unread.Text) ? "write the local time or UTC without an offset (2022-03-31 14:00): offsets change with daylight saving, and the same hour of the day with them" : "write 2022-03-31, 2022-03 or 31.03.2022; slashes do not say which is the day")}."));
        if (withoutWidth > 0)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The histories of {withoutWidth} series repeat or go on exactly, so that there is no error to learn from: their intervals have no width beyond rounding, which does not make the future certain; --notes says which."));
        if (_withoutTimes > 0)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The times of the steps ahead of {_withoutTimes} series are not clear, since their own cannot be read or most of them are not one step apart: column {time} is empty there."));
        if (_endedEarly.Series > 0)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_endedEarly.Series} series end before the file does, by up to {_endedEarly.Most} steps: step 1 is the one after the file's end for all of them. Maybe leave out what is no longer sold, or the time column, without which each goes on from its own end."));
        foreach (var (rows, series) in _taken)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The file leaves out days of the week, hours or months of {series} series throughout: --period {_asked} is taken for the {rows} rows that are left of a cycle."));
        if (_trailing.Series > 0)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The last {(_trailing.Least < _trailing.Most ? $"{_trailing.Least} to " : "")}{_trailing.Most} rows of {_trailing.Series} series have no value: they are unknown values, and step 1 is the row after them. Maybe they are the future of regressors: then use --regressors."));
        return lines;
    }

    [GeneratedRegex(@"[0-9]{2}:[0-9]{2}[^+-]*[+-][0-9]{2}:?[0-9]{2}$")]
    private static partial Regex WithOffset();
}
