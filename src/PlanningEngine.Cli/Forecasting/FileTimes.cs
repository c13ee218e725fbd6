using PlanningEngine.Cli.Import.Reading;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>Writes which time each step of a series is for, in the style of the file's own time column.</summary>
/// <remarks>It reads the file once, and keeps of it the last time and the series with the most rows: what has too few rows of its own goes on as that one does. Refused series count for neither.</remarks>
internal sealed class FileTimes
{
    private const int FewestRows = 3;

    private readonly int _period;
    private FileSeries? _longest;
    private StepTimes? _usual;
    private double _last = double.NegativeInfinity;
    private double _lastRead = double.NegativeInfinity;

    private FileTimes(int period) => _period = period;

    /// <summary>The time column; empty where the file has none.</summary>
    public string Column { get; private set; } = "";

    /// <summary>Reads a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="order">How its rows are ordered.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="RowOrderException">Rows are not in that order.</exception>
    public static FileTimes Read(InputFile input, RowOrder order, ForecastJobOptions options, CancellationToken cancellationToken)
    {
        var findings = SeriesFindings.Gather(options.Input);
        var reader = new SeriesReader(input, findings, order, options.Regressors, options.Attributes);
        // The longest seasonal period; none where each series has its own.
        var period = options.DetectPeriods ? 0 : options.Periods.Max();
        var read = new FileTimes(period);
        var week = new WeekPattern();
        foreach (var series in reader.Read(cancellationToken).Where(s => s.Times.Length > 0 && !findings.Spoiled.ContainsKey(s.Id)))
        {
            read._lastRead = Math.Max(read._lastRead, series.Times[^1]);
            if (FileEnd.IsRefused(series, findings, options))
                continue;
            read._last = Math.Max(read._last, series.Times[^1]);
            foreach (var time in series.Dated ? series.AllTimes : [])
                week.Add((long)time);
            if (read._longest is null || series.Times.Length > read._longest.Times.Length)
                read._longest = series;
        }

        read.Column = reader.Time;
        read._usual = read._longest is null ? null : StepTimes.Of(read._longest, period, week);
        return read;
    }

    /// <summary>The times of a series that is forecast row by row; none where they are not clear.</summary>
    /// <param name="series">The series.</param>
    /// <param name="steps">Steps ahead.</param>
    /// <param name="isFilled">Whether its missing rows were filled, so that rows of its future count as their times say.</param>
    public IReadOnlyList<string> After(FileSeries series, int steps, bool isFilled)
    {
        if (series.Times.Length == 0)
            return [];
        double[] ahead = isFilled ? [] : [.. series.Known.Times.Skip(series.Values.Length).Take(steps)];
        return ahead.Length == steps && !Array.Exists(ahead, double.IsNaN)
            ? Written(ahead, series)
            : Written((series.Times.Length >= FewestRows ? StepTimes.Of(series, _period) : series.Dated == _longest?.Dated ? _usual : null)?.After(series.Times[^1], steps) ?? [], series);
    }

    /// <summary>The times of a series that has its place on the common axis of the file; none where they are not clear.</summary>
    /// <param name="series">The series; null for one without rows, which begins after the last row of the file.</param>
    /// <param name="steps">Steps ahead.</param>
    /// <param name="fromEnd">Whether all series are forecast from the end of the file on.</param>
    public IReadOnlyList<string> OnAxis(FileSeries? series, int steps, bool fromEnd) =>
        _longest is null || series is { Times.Length: 0 } ? [] : Written(_usual?.After(series is null ? _lastRead : fromEnd ? _last : series.Times[^1], steps) ?? [], series ?? _longest);

    private static string[] Written(double[] times, FileSeries like) => [.. times.Select(time => TimeColumn.Write(time, like.TimeText))];
}
