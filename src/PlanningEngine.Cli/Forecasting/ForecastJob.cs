using System.Diagnostics;
using System.Threading.Channels;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Seasonality;
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
        var (model, alone, placed) = Learn(input, order, cancellationToken);
        var learning = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        var end = model is not null ? null : placed is null ? FileEnd.Find(input, order, options, cancellationToken) : FileEnd.Of(placed, options);
        var reader = new SeriesReader(input, findings, order, options.Regressors, options.Attributes) { NeedsTimes = options.Times };
        await using var writer = new ForecastWriter(options, times?.Column ?? "");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fits = Channel.CreateBounded<Task<string>>(SeriesAhead * options.Threads);
        var reading = Task.Run(() => StartFitsAsync(reader, (model, times, end), lives, findings, fits.Writer, stop.Token), CancellationToken.None);
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
        return new ForecastJobResult(series - _refused, reader.SeriesWithoutTrain, _gaps, model is { HasGlobalModel: true }, seconds, findings.Take()) { Written = written, Refused = findings.Spoiled.Count, Warnings = _warnings.Take(), Remarks = [.. _remarks.Lines(reader.Time, reader.OtherTimes, _withoutWidth), .. alone.Length > 0 && series > 1 ? [Alone(model, alone)] : Array.Empty<string>()] };
    }

    private static string Alone(FileModel? model, string reason) => model is null
        ? $"Each series was forecast from itself alone: {reason}."
        : $"Each series was forecast from itself and, where it sells seldom, from what such series show together: {reason}.";

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

    /// <summary>What the series of the file teach each other; nothing where that is not asked for, and the reason where it is not possible or does not pay; with where the series lie in time, if all were read. What is wrong with the file is found when it is read again.</summary>
    private (FileModel? Model, string Alone, FileTimeline? Placed) Learn(InputFile input, RowOrder order, CancellationToken cancellationToken)
    {
        if (options.WithoutGlobalModel || options.Method != ForecastJobOptions.Automatic)
            return (null, "", null);
        if (options.Treatment != Treatment.None)
            return (null, "series teach each other only without --treat", null);
        var findings = SeriesFindings.Gather(options.Input);
        var usable = true;
        bool IsRefused(FileSeries found) => FileEnd.IsRefused(found, findings, options);
        var refused = 0;
        var placed = new FileTimeline();
        var (model, alone) = FileModel.Learn(options, new SeriesReader(input, findings, order, options.Regressors, options.Attributes).Read(cancellationToken)
            .TakeWhile(found => usable = !findings.SpoilAll && found.Known.Availability.Count == 0 && found.Known.Returned.Count == 0).Where(found => !IsRefused(found) || refused++ < 0), placed, cancellationToken);
        if (findings.SpoilAll)
            return (null, "", placed);
        return usable ? (model, alone.Length > 0 && refused > 0 ? FormattableString.Invariant($"{alone} ({refused} are refused)") : alone, placed) : (null, "series with availability or returned do not teach each other", null);
    }

    /// <summary>Reads series and starts a fit for each, as many at once as there are threads. After the first finding that spoils the file it only looks for more.</summary>
    private async Task StartFitsAsync(SeriesReader reader, (FileModel? Model, FileTimes? Times, FileEnd? End) file, IReadOnlyDictionary<string, LifecycleItem> lives, Findings findings, ChannelWriter<Task<string>> fits, CancellationToken cancellationToken)
    {
        var (model, times, end) = file;
        using var threads = new SemaphoreSlim(options.Threads);
        var running = new List<Task>();
        try
        {
            foreach (var read in reader.Read(cancellationToken))
            {
                var life = lives.GetValueOrDefault(read.Id);
                // What is refused by itself has no place beside the others.
                var isAlone = (model is null && end is null) || FileEnd.IsRefused(read, findings, options);
                var shared = isAlone ? null : model;
                var gaps = findings.SpoilAll || findings.Spoiled.ContainsKey(read.Id) ? null : FileGaps.Of(read, options.Regressors, options.DetectPeriods || options.Periods.Any(p => p > 1));
                var found = gaps is { IsFilled: true } && life is null && shared is null ? gaps.Series : read;
                var calendar = shared?.Timeline ?? gaps?.Timeline;
                var periods = !options.DetectPeriods ? calendar?.PeriodsThatOccur(options.Periods) ?? options.Periods : shared is not null ? FileModel.PeriodsOfDays : Detected(found.Values, cancellationToken);
                var stepsToEnd = life is null && !isAlone ? end?.StepsAfter(read, found) ?? 0 : 0;
                var placed = stepsToEnd > 0 ? found.Continued(stepsToEnd) : found;
                var series = life is not null ? life.Series : shared is not null ? shared.Place(found, periods) : new TimeSeries(found.Id, placed.Values, periods[0]) { FurtherPeriods = [.. periods.Skip(1)], Attributes = found.Known.Attributes };
                if (life is null ? shared is null : series.Length == found.Values.Length)
                    series = found == read ? KnownColumns.Onto(series, placed.Known, options.Regressors) : KnownColumns.Onto(series, placed.Known, []) with { Regressors = gaps!.Regressors };
                var isFilled = gaps is { IsFilled: true } && series.Length >= gaps.Series.Values.Length;
                if (isFilled && gaps!.Missing > 0)
                    _gaps = (_gaps.Series + 1, _gaps.Rows + gaps!.Missing);
                var request = options.Request(nonNegative: !Array.Exists(found.Values, v => v < 0));
                foreach (var violation in InputRules.Check(series, request))
                    SeriesFindings.Report(violation, series, found, options, findings);
                var returned = life?.Returned ?? [.. placed.Known.Returned.Take(placed.Values.Length)];
                foreach (var violation in returned.Count == 0 ? [] : NetForecaster.Check(series, returned))
                    findings.Report(KnownColumns.ReturnsOutOfRange, options.Input, found.Line, violation.Subject, "returned", "", violation.Message);
                if (findings.Spoiled.TryGetValue(read.Id, out var refused))
                {
                    _refused++;
                    await fits.WriteAsync(Task.FromResult(ForecastWriter.Refused(read.Id, refused.Rule, refused.Reason, options)), cancellationToken);
                    continue;
                }

                var method = life is not null ? life.Method(_forecaster) : shared is null ? _forecaster : null;
                var remarks = _remarks.Take(found, options.Regressors.Count > 0);
                if (life is null)
                    _remarks.TakeEarlyEnd(shared?.StepsAfter(found) ?? stepsToEnd);
                if (life is null && !options.DetectPeriods && !periods.SequenceEqual(options.Periods))
                    remarks = [.. remarks, _remarks.TakePeriods(options.Periods, periods)];
                var suspicious = SeriesWarnings.Report(series, returned, read, options, _warnings);
                var ahead = times is null ? [] : life is not null || shared is not null || stepsToEnd > 0 ? times.OnAxis(read, options.Horizon, fromEnd: life is null) : times.After(read, options.Horizon, isFilled: gaps is { IsFilled: true });
                await StartAsync(series, returned.Count == 0 ? method : new NetForecaster(method ?? _forecaster, returned), request, ahead, [.. isFilled ? [gaps!.Note] : Array.Empty<string>(), .. remarks, .. suspicious, .. life?.Notes ?? []]);
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

        async Task StartAsync(TimeSeries series, IForecaster? own, ForecastRequest request, IReadOnlyList<string> ahead, IReadOnlyList<string> notes)
        {
            if (findings.SpoilAll)
                return;
            if (times is not null && ahead.Count == 0)
                _remarks.TakeWithoutTimes();
            await threads.WaitAsync(cancellationToken);
            var fit = Task.Run(() => Fit(series, own ?? (model is null ? _forecaster : model.Forecaster), request, ahead, notes, threads, cancellationToken), CancellationToken.None);
            running.RemoveAll(t => t.IsCompleted);
            running.Add(fit);
            await fits.WriteAsync(fit, cancellationToken);
        }
    }

    private static IReadOnlyList<int> Detected(double[] values, CancellationToken cancellationToken) =>
        SeasonalityDetector.Detect(values, cancellationToken) is { Count: > 0 } cycles ? [.. cycles.Select(c => c.Period)] : [1];

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
