using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// Where the series of a file lie in time, found from its time column: the length of a bucket is what divides all distances, times of the week and months that never occur are no buckets, whole numbers may write months, weeks or quarters (<see cref="WrittenBuckets"/>), missing rows become unknown values, and where
/// most series end with the file, all are forecast from its end on. Rows that are counted from 0 or 1 in each series say nothing of when it ends beside the others. Series of a file without usable times are left to themselves. It keeps sums, so any number of series needs the same memory.
/// </summary>
internal sealed class FileTimeline
{
    private const double FewestKnownShare = 0.5;
    private const double SharedEndShare = 0.5;
    private const int MonthsOfYear = 12;
    private const int FewestYears = 2;
    private const int ShortestYear = 364;
    private const int LongestYear = 366;
    private const double DaysOfYear = 365.25;
    private long _series;
    private long _values;
    private long _endingLast;
    private bool _counted = true;
    private double _spanned;
    private long _monthsSpanned;
    private bool _usable = true;
    private bool _dated = true;
    private bool _wholeDays = true;
    private bool _months = true;
    private int? _dayOfMonth;
    private double _origin = double.PositiveInfinity;
    private double _last = double.NegativeInfinity;
    private double _knownUntil = double.PositiveInfinity;
    private long _step;
    private long _monthStep;
    private readonly WeekPattern _week = new();
    private readonly WrittenBuckets _written = new();
    private Func<double, double>? _placeOf;
    private readonly bool[] _monthsSeen = new bool[MonthsOfYear];
    private int[]? _bucketsBefore;
    private bool[]? _occurs;

    /// <summary>Takes the times of a series into account.</summary>
    public void Add(FileSeries series)
    {
        if (!_usable || series.Times.Length == 0 || (_series > 0 && series.Dated != _dated))
        {
            _usable = false;
            return;
        }

        _dated = series.Dated;
        var before = double.IsFinite(_origin) ? _origin : series.Times[0];
        foreach (var time in series.Times)
        {
            if (time != Math.Floor(time) || Math.Abs(time) > long.MaxValue / 4)
            {
                _usable = false;
                return;
            }

            _step = Divisor(_step, (long)Math.Abs(time - before));
            if (_dated)
                LookAtDate(new DateTime((long)time), new DateTime((long)before));
            before = time;
        }

        if (series.Known.Times.Count > 0)
            LookAhead(series);
        _written.Add(series);
        var (first, last) = (series.Times[0], series.Times[^1]);
        _counted &= !_dated && first is 0 or 1 && (_series == 0 || first == _origin);
        _origin = Math.Min(_origin, first);
        _endingLast = last > _last ? 1 : _endingLast + (last == _last ? 1 : 0);
        _last = Math.Max(_last, last);
        _series++;
        _values += series.Times.Length;
        _spanned += last - first;
        if (_dated)
            _monthsSpanned += Months(new DateTime((long)last)) - Months(new DateTime((long)first));
    }

    /// <summary>Decides, once all series were seen.</summary>
    public void Complete()
    {
        _months &= _dated && _monthStep > 0;
        if (_usable && _written.Places() is { } written)
            (_placeOf, _step, _spanned) = written;
        _usable &= _months || _step > 0;
        if (!_usable)
            return;
        var occurs = _occurs = !_dated ? null : _months ? MonthsThatOccur() : _week.Of(_step);
        var share = occurs is null ? 1 : occurs.Count(o => o) / (double)occurs.Length;
        _bucketsBefore = occurs is null ? null : [.. Enumerable.Range(0, occurs.Length + 1).Select(i => occurs.Take(i).Count(o => o))];
        _usable = _values >= FewestKnownShare * (share * (_months ? (double)_monthsSpanned / _monthStep : _spanned / _step) + _series);
        _counted &= _endingLast < _series;
        SharedEnd = _usable && !_counted && _endingLast >= SharedEndShare * _series;
        if (SharedEnd && _dated && (_months || _wholeDays) && occurs is null)
            Axis = new TimeAxis(DateOnly.FromDateTime(new DateTime((long)_origin)), _months ? AxisUnit.Months : AxisUnit.Days, (int)(_months ? _monthStep : _step / TimeSpan.TicksPerDay));
    }

    /// <summary>Whether the times say where the series lie.</summary>
    public bool HasTimes => _usable;

    /// <summary>Whether times are only the rows of each series, counted from 0 or 1, and series are of different lengths.</summary>
    public bool IsCounted => _usable && _counted;

    /// <summary>Whether buckets are parts of the calendar: of a day, some days, or some months.</summary>
    public bool IsCalendar => _usable && _dated && (_months || TimeSpan.TicksPerDay % _step == 0 || _step % TimeSpan.TicksPerDay == 0);

    /// <summary>Whether all series are forecast from the same bucket on.</summary>
    public bool SharedEnd { get; private set; }

    /// <summary>Dates of the ordinals; null without shared dates, or where times of the week or months are left out.</summary>
    public TimeAxis? Axis { get; private set; }

    /// <summary>Ordinal after the last bucket of the file.</summary>
    public int End => SharedEnd ? After : 0;

    /// <summary>Ordinal after the last bucket of which all series know their regressors; the largest number where there are none, the smallest where they cannot be placed.</summary>
    public int KnownUntil => double.IsFinite(_knownUntil) ? (int)OrdinalOf(_knownUntil) + 1 : _knownUntil > 0 ? int.MaxValue : int.MinValue;

    /// <summary>
    /// The regressors of a series from the first bucket of its history on. Where a row is missing within it nothing happened, or a price stayed: a column with zeros is zero there, any other keeps
    /// its last value. They end with the last row.
    /// </summary>
    public IReadOnlyList<Regressor> Regressors(FileSeries series, IReadOnlyList<RegressorOption> options)
    {
        var first = OrdinalOf(series.Times[0]);
        var length = (int)(OrdinalOf(series.Known.Times[^1]) - first) + 1;
        return [.. options.Select((option, i) =>
        {
            var values = new double[length];
            Array.Fill(values, double.NaN);
            for (var row = 0; row < series.Known.Times.Count; row++)
                values[(int)(OrdinalOf(series.Known.Times[row]) - first)] = series.Known.Regressors[row * options.Count + i];
            var zero = option.Form == RegressorForm.Linear && Array.IndexOf(values, 0) >= 0;
            for (var t = 1; t < length; t++)
                values[t] = !double.IsNaN(values[t]) ? values[t] : zero ? 0 : values[t - 1];
            return new Regressor(option.Column, values, option.Form);
        })];
    }

    /// <summary>A series in its place, with unknown values where rows are missing.</summary>
    public TimeSeries Place(FileSeries series, IReadOnlyList<int> periods)
    {
        var placed = InTime(series, periods, SharedEnd ? End : null);
        return SharedEnd ? placed : placed with { FirstPeriod = -placed.Length };
    }

    /// <summary>
    /// Seasonal periods in buckets that occur: who asks for seven days of a shop that is closed on Sundays means a week, of which there are six rows; so with the hours of a day and a week, the days of a year and
    /// the months of a season.
    /// </summary>
    public IReadOnlyList<int> PeriodsThatOccur(IReadOnlyList<int> periods) => _occurs is null ? periods : [.. periods.Select(period => ThatOccur(period, _occurs)).Distinct()];

    private int ThatOccur(int period, bool[] occurs)
    {
        var open = occurs.Count(o => o);
        if (period == occurs.Length)
            return open;
        if (_months || TimeSpan.TicksPerDay % _step != 0)
            return period;
        var day = (int)(TimeSpan.TicksPerDay / _step);
        if (day == 1)
            return period is >= ShortestYear and <= LongestYear ? (int)Math.Round(DaysOfYear * open / occurs.Length) : period;
        int[] ofDays = [.. occurs.Chunk(day).Select(hours => hours.Count(o => o)).Where(count => count > 0).Distinct()];
        return period == day && ofDays.Length == 1 ? ofDays[0] : period;
    }

    /// <summary>Ordinal after the last bucket of the file; 0 without times.</summary>
    public int After => _usable ? (int)OrdinalOf(_last) + 1 : 0;

    /// <summary>Ordinal of the bucket of a time.</summary>
    public int Ordinal(double time) => (int)OrdinalOf(time);

    /// <summary>Buckets after the history of a series and up to its last row, of which it has no row.</summary>
    public int MissingAhead(FileSeries series) =>
        series.Known.Times.Count > series.Times.Length ? (int)(OrdinalOf(series.Known.Times[^1]) - OrdinalOf(series.Times[^1])) - (series.Known.Times.Count - series.Times.Length) : 0;

    /// <summary>Buckets of the file after the last one of a series; 0 without times.</summary>
    public int StepsAfter(FileSeries series) => _usable ? After - 1 - (int)OrdinalOf(series.Times[^1]) : 0;

    /// <summary>A series from its own first to its own last bucket, in its place in time; without times it ends at 0.</summary>
    public TimeSeries InTime(FileSeries series, IReadOnlyList<int> periods) => InTime(series, periods, null);

    private TimeSeries InTime(FileSeries series, IReadOnlyList<int> periods, int? end)
    {
        var placed = new TimeSeries(series.Id, series.Values, periods[0], -series.Values.Length) { FurtherPeriods = [.. periods.Skip(1)] };
        return _usable && series.Times.Length > 0 ? placed with { Values = Spread(series, end ?? Ordinal(series.Times[^1]) + 1), FirstPeriod = Ordinal(series.Times[0]) } : placed;
    }

    /// <summary>A series without its rows at times of the week or the year that never occur, such as the first Sunday on which a shop opens; null where rows lie between buckets, as days among weeks.</summary>
    public FileSeries? WithoutOthers(FileSeries series)
    {
        if (!Array.TrueForAll(series.Times, IsOfBucket))
            return null;
        int[] kept = [.. Enumerable.Range(0, series.Times.Length).Where(row => Occurs(series.Times[row]))];
        if (kept.Length == series.Times.Length)
            return series;
        var availability = series.Known.Availability;
        return series with { Values = [.. kept.Select(row => series.Values[row])], Times = [.. kept.Select(row => series.Times[row])], Known = series.Known with { Availability = availability.Count == 0 ? availability : [.. kept.Select(row => availability[row])] } };
    }

    private bool IsOfBucket(double time)
    {
        if (!_months)
            return ((_placeOf?.Invoke(time) ?? time) - (_placeOf?.Invoke(_origin) ?? _origin)) % _step == 0;
        var date = new DateTime((long)time);
        return (Months(date) - Months(new DateTime((long)_origin))) % _monthStep == 0 && DayOf(date) == _dayOfMonth;
    }

    private bool Occurs(double time)
    {
        if (_bucketsBefore is null)
            return true;
        var place = (int)(BucketOf(time) % (_bucketsBefore.Length - 1));
        return _bucketsBefore[place + 1] > _bucketsBefore[place];
    }

    private double[] Spread(FileSeries series, int end)
    {
        var begin = (int)OrdinalOf(series.Times[0]);
        var values = new double[end - begin];
        Array.Fill(values, double.NaN);
        for (var i = 0; i < series.Times.Length; i++)
            values[(int)OrdinalOf(series.Times[i]) - begin] = series.Values[i];
        return values;
    }

    /// <summary>The largest number that divides two others; the other one where one is zero.</summary>
    internal static long Divisor(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }

    /// <summary>Rows of the future must lie in time order after those of the history; where they do not, regressors cannot be placed.</summary>
    private void LookAhead(FileSeries series)
    {
        var times = series.Known.Times;
        for (var row = 0; row < times.Count; row++)
            if (!(times[row] == Math.Floor(times[row]) && Math.Abs(times[row]) <= long.MaxValue / 4 && (row == 0 ? times[row] == series.Times[0] : times[row] > times[row - 1])))
            {
                _knownUntil = double.NegativeInfinity;
                return;
            }

        for (var row = 1; row < times.Count; row++)
        {
            _step = Divisor(_step, (long)(times[row] - times[row - 1]));
            if (_dated)
                LookAtDate(new DateTime((long)times[row]), new DateTime((long)times[row - 1]));
        }

        _knownUntil = Math.Min(_knownUntil, times[^1]);
    }

    /// <summary>Months are told by the same day in each, or by the last day of each.</summary>
    private void LookAtDate(DateTime date, DateTime before)
    {
        _wholeDays &= date.TimeOfDay == TimeSpan.Zero;
        _months &= _wholeDays && (_dayOfMonth ??= DayOf(date)) == DayOf(date);
        _monthStep = Divisor(_monthStep, Math.Abs(Months(date) - Months(before)));
        _monthsSeen[Months(date) % MonthsOfYear] = true;
        _week.Add(date.Ticks);
    }

    private static int DayOf(DateTime date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month) && date.Day != 1 ? 0 : date.Day;

    private static long Months(DateTime date) => date.Year * 12L + date.Month;

    private double OrdinalOf(double time) => BucketsUntil(time) - BucketsUntil(_origin);

    /// <summary>Number of buckets that occur before a time, since the first week or year.</summary>
    private double BucketsUntil(double time)
    {
        var bucket = BucketOf(time);
        if (_bucketsBefore is null)
            return bucket;
        var (cycle, place) = Math.DivRem(bucket, _bucketsBefore.Length - 1);
        return cycle * _bucketsBefore[^1] + _bucketsBefore[place];
    }

    private long BucketOf(double time) => _months ? Months(new DateTime((long)time)) / _monthStep : (long)Math.Floor((_placeOf?.Invoke(time) ?? time) / _step);

    /// <summary>Whether each bucket of a year occurs; null where all do, or too few years were seen to tell.</summary>
    private bool[]? MonthsThatOccur()
    {
        if (MonthsOfYear % _monthStep != 0 || Months(new DateTime((long)_last)) - Months(new DateTime((long)_origin)) < FewestYears * MonthsOfYear)
            return null;
        var occurs = new bool[MonthsOfYear / _monthStep];
        for (var month = 0; month < MonthsOfYear; month++)
            occurs[month / _monthStep] |= _monthsSeen[month];
        return Array.TrueForAll(occurs, o => o) ? null : occurs;
    }
}
