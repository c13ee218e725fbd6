using System.Diagnostics;
using System.Threading.Channels;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Lifecycle;
using Finding = PlanningEngine.Contracts.V1.Finding;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What a forecast of a file came to.</summary>
/// <param name="Series">Series forecast.</param>
/// <param name="SeriesWithoutTrain">Series left out because the file has no train row of them.</param>
/// <param name="Gaps">Series with missing rows, and the rows that became unknown values.</param>
/// <param name="Global">Whether the series taught each other.</param>
/// <param name="CpuSeconds">CPU seconds in learning and fitting: the smaller of the process's CPU time and the time summed over the fits, both of which can only be too large.</param>
/// <param name="Findings">Everything that is wrong with the file.</param>
internal sealed record ForecastJobResult(int Series, int SeriesWithoutTrain, (int Series, long Rows) Gaps, bool Global, double CpuSeconds, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the output was written: without what was refused, unless all was.</summary>
    public bool Written { get; init; }

    /// <summary>Series refused for findings of their own.</summary>
    public int Refused { get; init; }

    /// <summary>What looks wrong and was forecast nevertheless.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>What is said once of the file, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>Forecasts every series of a file. The result does not depend on the number of threads.</summary>
internal sealed class ForecastJob(ForecastJobOptions options)
{
    private const int SeriesAhead = 256;
    private readonly IForecaster _forecaster = ForecastMethods.Create(options.Method);
    private long _fitTicks;
    private readonly Findings _warnings = new(SeriesWarnings.Severities);
    private (int Series, long Rows) _gaps;
    private FileRemarks _remarks = new();
    private int _refused;
    private int _withoutWidth;

    /// <summary>Reads, forecasts and writes.</summary>
    public async Task<ForecastJobResult> RunAsync(Action<int>? progress, CancellationToken cancellationToken)
    {
        for (var order = RowOrder.Ascending; ; order++)
            try
            {
                return await RunAsync(order, progress, cancellationToken);
            }
            catch (RowOrderException) when (order < RowOrder.Any)
            {
                // What was written so far went with the writer; the file is read again.
            }
    }

    private async Task<ForecastJobResult> RunAsync(RowOrder order, Action<int>? progress, CancellationToken cancellationToken)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        (_fitTicks, _gaps, _refused, _withoutWidth, _remarks) = (0, default, 0, 0, new FileRemarks());
        _warnings.Take();
        var findings = SeriesFindings.Gather(options.Input);
        var input = new InputFile(options.Input, File.Exists(options.Input) ? options.Input : null);
        var lives = Lives(input, order, findings, cancellationToken);
        var times = options.Times ? FileTimes.Read(input, order, options, cancellationToken) : null;
        var places = FilePlaces.Of(options, unread => new SeriesReader(input, unread, order, options.Regressors, options.Attributes).Read(cancellationToken), cancellationToken);
        var learning = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        var reader = new SeriesReader(input, findings, order, options.Regressors, options.Attributes) { NeedsTimes = options.Times };
        await using var writer = new ForecastWriter(options, times?.Column ?? "");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fits = Channel.CreateBounded<Task<string>>(SeriesAhead * options.Threads);
        var reading = Task.Run(() => StartFitsAsync(reader, (places, times), lives, findings, fits.Writer, stop.Token), CancellationToken.None);
        var series = 0;
        try
        {
            await foreach (var fit in fits.Reader.ReadAllAsync(cancellationToken))
            {
                await writer.WriteAsync(await fit);
                if (++series % 50 == 0)
                    progress?.Invoke(series);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await reading;
        if (series == 0 && findings.Count == 0)
            findings.Report(ReaderRules.EmptyFile, input.Name, 1, "", "", "", "The file has no row to forecast from. Maybe the export failed, or no row has the split train.");
        var written = series > _refused && !findings.SpoilAll;
        if (written)
            await writer.CompleteAsync();
        var seconds = Math.Min((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, learning + Stopwatch.GetElapsedTime(0, _fitTicks).TotalSeconds);
        return new ForecastJobResult(series - _refused, reader.SeriesWithoutTrain, _gaps, places.Model is { HasGlobalModel: true }, seconds, findings.Take()) { Written = written, Refused = findings.Spoiled.Count, Warnings = _warnings.Take(), Remarks = [.. _remarks.Lines(reader.Time, reader.OtherTimes, _withoutWidth), .. places.Alone.Length > 0 && series > 1 ? [places.Alone] : Array.Empty<string>()] };
    }

    /// <summary>What is known about the lives of items; the whole file is held in memory for it, since predecessors may stand anywhere.</summary>
    private IReadOnlyDictionary<string, LifecycleItem> Lives(InputFile input, RowOrder order, Findings findings, CancellationToken cancellationToken)
    {
        if (options.Lifecycle is null)
            return new Dictionary<string, LifecycleItem>();
        var lives = LifecycleFile.Read(options.Lifecycle, findings);
        // What is wrong with the input itself is found when it is read again.
        var unread = SeriesFindings.Gather(options.Input);
        FileSeries[] all = [.. new SeriesReader(input, unread, order, options.Regressors, options.Attributes).Read(cancellationToken)];
        if (!unread.SpoilAll)
        {
            lives.Bind([.. all.Where(s => !unread.Spoiled.ContainsKey(s.Id))], options.Periods, unread.Spoiled);
            foreach (var item in lives.Items.Values)
                SeriesWarnings.Report(item, options, _warnings);
        }

        return lives.Items;
    }

    /// <summary>Reads series and starts a fit for each, as many at once as there are threads. After the first finding that spoils the file it only looks for more.</summary>
    private async Task StartFitsAsync(SeriesReader reader, (FilePlaces Places, FileTimes? Times) file, IReadOnlyDictionary<string, LifecycleItem> lives, Findings findings, ChannelWriter<Task<string>> fits, CancellationToken cancellationToken)
    {
        var (places, times) = file;
        using var threads = new SemaphoreSlim(options.Threads);
        var running = new List<Task>();
        try
        {
            foreach (var read in reader.Read(cancellationToken))
            {
                var life = lives.GetValueOrDefault(read.Id);
                var placed = life is null ? places.Place(read, findings, cancellationToken) : places.Place(life, read, findings);
                if (placed is { IsFilled: true, Gaps.Missing: var missing and > 0 })
                    _gaps = (_gaps.Series + 1, _gaps.Rows + missing);
                var request = options.Request(nonNegative: !Array.Exists(placed.Found.Values, v => v < 0));
                if (Refused(placed, request, findings) is { } refused)
                {
                    _refused++;
                    await fits.WriteAsync(Task.FromResult(ForecastWriter.Refused(read.Id, refused.Rule, refused.Reason, options)), cancellationToken);
                    continue;
                }

                var notes = NotesOf(placed, read, life);
                var ahead = times is null ? [] : life is not null || placed.IsOnAxis ? times.OnAxis(read, options.Horizon, fromEnd: life is null) : times.After(read, options.Horizon, isFilled: placed.Gaps is { IsFilled: true });
                var method = life?.Method(_forecaster) ?? placed.Model?.Forecaster ?? _forecaster;
                await StartAsync(placed.Series, placed.Returned.Count == 0 ? method : new NetForecaster(method, placed.Returned), request, ahead, notes);
            }

            foreach (var item in lives.Values.Where(i => !i.HasRows))
                await StartAsync(item.Series, item.Method(_forecaster), options.Request(nonNegative: true), times?.OnAxis(null, options.Horizon, fromEnd: true) ?? [], item.Notes);
        }
        finally
        {
            // The fits release the semaphore, so it must outlive them.
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            fits.Complete();
        }

        async Task StartAsync(TimeSeries series, IForecaster method, ForecastRequest request, IReadOnlyList<string> ahead, IReadOnlyList<string> notes)
        {
            if (findings.SpoilAll)
                return;
            if (times is not null && ahead.Count == 0)
                _remarks.TakeWithoutTimes();
            await threads.WaitAsync(cancellationToken);
            var fit = Task.Run(() => Fit(series, method, request, ahead, notes, threads, cancellationToken), CancellationToken.None);
            running.RemoveAll(t => t.IsCompleted);
            running.Add(fit);
            await fits.WriteAsync(fit, cancellationToken);
        }
    }

    /// <summary>Why a series cannot be forecast; null where it can.</summary>
    private (string Rule, string Reason)? Refused(PlacedSeries placed, ForecastRequest request, Findings findings)
    {
        foreach (var violation in InputRules.Check(placed.Series, request))
            SeriesFindings.Report(violation, placed.Series, placed.Found, options, findings);
        foreach (var violation in placed.Returned.Count == 0 ? [] : NetForecaster.Check(placed.Series, placed.Returned))
            findings.Report(KnownColumns.ReturnsOutOfRange, options.Input, placed.Found.Line, violation.Subject, "returned", "", violation.Message);
        return findings.Spoiled.TryGetValue(placed.Found.Id, out var refused) ? refused : null;
    }

    /// <summary>What is to be noted of a series; counts what is said once of the file.</summary>
    private List<string> NotesOf(PlacedSeries placed, FileSeries read, LifecycleItem? life)
    {
        var notes = new List<string>();
        if (placed.IsFilled)
            notes.Add(placed.Gaps!.Note);
        notes.AddRange(_remarks.Take(placed.Found, options.Regressors.Count > 0));
        _remarks.TakeEarlyEnd(placed.StepsToEnd);
        IReadOnlyList<int> periods = [placed.Series.Period, .. placed.Series.FurtherPeriods];
        if (life is null && !options.DetectPeriods && !periods.SequenceEqual(options.Periods))
            notes.Add(_remarks.TakePeriods(options.Periods, periods));
        notes.AddRange(SeriesWarnings.Report(placed.Series, placed.Returned, read, options, _warnings));
        notes.AddRange(life?.Notes ?? []);
        return notes;
    }

    private string Fit(TimeSeries series, IForecaster forecaster, ForecastRequest request, IReadOnlyList<string> times, IReadOnlyList<string> notes, SemaphoreSlim threads, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var forecast = WidthOfRounding.Said(forecaster.Forecast(series, request, cancellationToken), series);
            if (forecast.Notes.Contains(WidthOfRounding.Note))
                Interlocked.Increment(ref _withoutWidth);
            Interlocked.Add(ref _fitTicks, Stopwatch.GetTimestamp() - start);
            return ForecastWriter.Format(series.Id, notes.Count == 0 ? forecast : forecast with { Notes = [.. notes, .. forecast.Notes] }, options, times);
        }
        finally
        {
            threads.Release();
        }
    }
}
