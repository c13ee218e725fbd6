using System.Globalization;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What a time was read as.</summary>
internal enum TimeKind
{
    /// <summary>It cannot be read.</summary>
    None,

    /// <summary>A number, as it is.</summary>
    Number,

    /// <summary>A date.</summary>
    Date,
}

/// <summary>The time column of a file: which one it is, and how its texts are read.</summary>
internal static class TimeColumn
{
    private const int RowsLookedAt = 1_000;
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private static readonly string[] Names = ["timestamp", "period", "month", "week", "date", "ds", "t"];
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-dd HH:mm", "yyyyMMdd"];
    private const string MonthForm = "M.yyyy";
    private static readonly string[] PointForms = ["d.M.yyyy", "d.M.yy", "d.M.yyyy HH:mm", "d.M.yyyy HH:mm:ss"];

    /// <summary>What is said where a time column is needed and there is none.</summary>
    public static string Missing { get; } = $"--times needs a time column, and the file has none of {string.Join(", ", Names)}. Maybe rename a column, or leave --times out.";

    /// <summary>The columns of a header that have the name of a time, the first choice first.</summary>
    public static IReadOnlyList<int> Candidates(IReadOnlyList<string> header) =>
        [.. Names.Select(name => header.ToList().FindIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase))).Where(ordinal => ordinal >= 0)];

    /// <summary>The one of several columns of which the file's first rows can be read best; the earlier one where all can.</summary>
    public static int Best(InputFile input, IReadOnlyList<int> candidates)
    {
        if (candidates.Count < 2)
            return candidates.Count == 0 ? -1 : candidates[0];
        using var csv = CsvTable.Open(input, FileFormat.Default, SeriesFindings.Gather(input.Name));
        var readable = new int[candidates.Count];
        for (var row = 0; row < RowsLookedAt && csv?.Read() == true; row++)
            for (var i = 0; i < readable.Length; i++)
                readable[i] += Read(csv.Field(candidates[i]).Trim(), out _) == TimeKind.None ? 0 : 1;
        return candidates[Array.IndexOf(readable, readable.Max())];
    }

    /// <summary>Reads a time: ticks of a date, year first or with points between day, month and year; of the first day of a named quarter, week or month; or a number as it is.</summary>
    public static TimeKind Read(ReadOnlySpan<char> text, out double time)
    {
        var points = text.Contains('.');
        if (DateTime.TryParseExact(text, points ? PointForms : Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var moment)
            || (points && DateTime.TryParseExact(text, MonthForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out moment) && moment.Year is >= FirstYear and <= LastYear))
        {
            time = moment.Ticks;
            return TimeKind.Date;
        }

        if (NamedBuckets.TryRead(text, out var first))
        {
            time = first.Ticks;
            return TimeKind.Date;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out time) && double.IsFinite(time) ? TimeKind.Number : TimeKind.None;
    }

    /// <summary>Writes a time as another one is written.</summary>
    /// <param name="time">Ticks of a date, or a number.</param>
    /// <param name="like">A text that can be read as a time of the same kind; the shortest of several says whether days and months have a zero before them.</param>
    public static string Write(double time, string like)
    {
        bool IsOf(string form) => DateTime.TryParseExact(like, form, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _);
        if (Read(like, out _) == TimeKind.Number)
            return like.All(char.IsAsciiDigit) ? ((long)time).ToString("D" + like.Length, CultureInfo.InvariantCulture) : time.ToString("R", CultureInfo.InvariantCulture);
        var moment = new DateTime((long)time);
        if (NamedBuckets.TryRead(like, out _))
            return NamedBuckets.Write(moment, like);
        if (!like.Contains('.', StringComparison.Ordinal))
            return moment.ToString(Array.Find(Forms, IsOf)!, CultureInfo.InvariantCulture);
        var point = Array.Find(PointForms, IsOf) ?? MonthForm;
        var padded = point.Replace("d.", "dd.", StringComparison.Ordinal).Replace("M.", "MM.", StringComparison.Ordinal);
        return moment.ToString(like.Length == padded.Length ? padded : point, CultureInfo.InvariantCulture);
    }
}

/// <summary>A time that cannot be used, where it stands.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Text">As it is written.</param>
internal readonly record struct UnreadTime(long Line, string Text);

/// <summary>The times of one series, row after row.</summary>
internal sealed class SeriesTimes
{
    private readonly UnreadTime?[] _firstOf = new UnreadTime?[3];
    private readonly int[] _countOf = new int[3];
    private (TimeKind Kind, double Time) _last;
    private string _shortest = "";
    private string _longest = "";

    /// <summary>What most of them were read as.</summary>
    public TimeKind Kind => _countOf[(int)TimeKind.Date] >= _countOf[(int)TimeKind.Number] ? TimeKind.Date : TimeKind.Number;

    /// <summary>The times of the history, as far as they can be read.</summary>
    public List<double> Known { get; } = [];

    /// <summary>The text that says best how times are written: the shortest one, which has no zeros before days and months, but of names the longest, since May is short and long.</summary>
    public string Usual => NamedBuckets.TryRead(_shortest, out _) ? _longest : _shortest;

    /// <summary>The first one that was not read as most were; null where there is none.</summary>
    public UnreadTime? FirstOther
    {
        get
        {
            var others = Enumerable.Range(0, _firstOf.Length).Where(k => k != (int)Kind && _firstOf[k] is not null).Select(k => _firstOf[k]!.Value).OrderBy(f => f.Line).ToArray();
            return others.Length == 0 ? null : others[0];
        }
    }

    /// <summary>Whether more than half were read alike.</summary>
    public bool MostAlike => 2 * _countOf[(int)Kind] > _countOf.Sum();

    /// <summary>Takes a time.</summary>
    /// <returns>Its time, null where it cannot be read, and how it stands to the one before it of its kind: negative for earlier, 0 for the same.</returns>
    public (double? Time, int Order) Take(ReadOnlySpan<char> text, long line)
    {
        var kind = TimeColumn.Read(text, out var time);
        _countOf[(int)kind]++;
        _firstOf[(int)kind] ??= new UnreadTime(line, text.ToString());
        if (kind == TimeKind.None)
            return (null, 1);
        if (_shortest.Length == 0 || text.Length < _shortest.Length)
            _shortest = text.ToString();
        if (text.Length > _longest.Length)
            _longest = text.ToString();
        var order = _last.Kind == kind ? time.CompareTo(_last.Time) : 1;
        _last = (kind, time);
        return (time, order);
    }
}
