using System.Globalization;
using System.IO.Compression;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// WAPE, bias and coverage on weekly sales of 45 shops by department, two years known and 39 weeks ahead, beside the same week of the year before. Weeks are found by date:
/// missing ones are unknown, all series are forecast from the common end on. Series without a training row cannot be forecast: their rows count as missed.
/// </summary>
internal static class RetailAccuracy
{
    private const string Folder = "walmart_2014";
    private const int Year = 52;
    private const double LeastGain = 0.18;
    private const int ValidationHorizon = 26;

    internal static void Run(bool validation, Report report, CancellationToken ct)
    {
        if (Repository.SharedData(Folder) is not { } folder || Path.Combine(folder, "sales_split.csv.gz") is var file && !File.Exists(file))
        {
            Report.Progress($"The retail sales are not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds {Folder}/.");
            return;
        }

        var (all, axis, end, last) = Read(file);
        var (origin, horizon) = validation ? (end - ValidationHorizon, ValidationHorizon) : (end, last - end + 1);
        var scored = all.Where(s => Enumerable.Range(origin, horizon).Any(s.ContainsKey)).ToArray();
        var known = scored.Select((s, i) => Known(i, s, origin)).ToArray();
        var window = validation ? "-validation" : "";
        var naive = Score(scored, known.Select(k => k is null ? null : NaiveByDate(k, horizon)).ToArray(), origin);
        var rows = new List<IReadOnlyList<string>> { Row("same week of the year before", naive, 0, known.Length) };
        foreach (var (name, learns) in new[] { ("auto-alone", false), ("auto", true) })
        {
            Report.Progress($"{name}, {scored.Length} series of weekly sales");
            var (forecasts, cpu) = Measure.Cpu(() => Forecasts(known, all, axis, origin, horizon, learns, ct));
            var score = Score(scored, forecasts, origin);
            rows.Add(Row(name, score, cpu, known.Length));
            var key = $"accuracy.retail{window}.{name}";
            var goal = (1 - LeastGain) * naive.Wape;
            report.Add(new Figure($"{key}.wape", score.Wape, "WAPE-%")
            {
                Peer = naive.Wape,
                PeerName = "the same week of the year before",
                Goal = learns && !validation ? string.Create(CultureInfo.InvariantCulture, $"<={goal:0.00}") : "",
                Holds = learns && !validation ? score.Wape <= goal : null,
            });
            report.Add(new Figure($"{key}.bias", score.Bias, "%") { Peer = naive.Bias, PeerName = "the same week of the year before" });
            report.Add(score.In80.Figure(key));
            report.Add(score.In95.Figure(key));
            report.Add(new Figure($"{key}.cpu", cpu, "s"));
        }

        if (validation)
        {
            RetailIntervals.Run(all, axis, end, report, ct);
            RetailTrees.Run(all, axis, end, report, ct);
        }

        Report.Table($"Weekly sales by shop and department{(validation ? ", last training weeks" : "")}, {horizon} weeks ahead; {known.Count(k => k is null)} of {known.Length} series have no training row and count as forecast by zero",
            ["method", "series", "WAPE %", "bias %", "in 80 %", "in 95 %", "CPU s", "series/s/core"], rows);
    }

    private static Forecast?[] Forecasts(TimeSeries?[] known, Dictionary<int, double>[] all, TimeAxis axis, int origin, int horizon, bool learns, CancellationToken ct)
    {
        IForecaster forecaster = ForecastMethods.Create("auto");
        if (learns)
            forecaster = CollectionForecaster.Learn([.. all.Select((s, i) => Known(i, s, origin)).OfType<TimeSeries>()], horizon, axis, Environment.ProcessorCount, ct) ?? forecaster;
        var forecasts = new Forecast?[known.Length];
        Parallel.For(0, known.Length, new ParallelOptions { CancellationToken = ct }, i => forecasts[i] = known[i] is { } series
            ? forecaster.Forecast(series, new ForecastRequest(horizon) { NonNegative = !Array.Exists(series.Values, v => v < 0) }, ct)
            : null);
        return forecasts;
    }

    /// <summary>What was known of a series at an origin; null where that is nothing.</summary>
    internal static TimeSeries? Known(int number, Dictionary<int, double> series, int origin)
    {
        var first = series.Keys.Min();
        return first >= origin ? null
            : new TimeSeries(string.Create(CultureInfo.InvariantCulture, $"{number:D6}"), [.. Enumerable.Range(first, origin - first).Select(t => series.GetValueOrDefault(t, double.NaN))], Year, first);
    }

    /// <summary>The value of 52 weeks before, of 104 where that is unknown, else the last one.</summary>
    private static Forecast NaiveByDate(TimeSeries series, int horizon)
    {
        var request = new ForecastRequest(horizon) { Levels = [0.5] };
        double At(int index) => index >= 0 && index < series.Length ? series.Values[index] : double.NaN;
        double[] candidates(int step) => [At(series.Length + step - Year), At(series.Length + step - 2 * Year), Array.FindLast(series.Values, v => !double.IsNaN(v))];
        double[] mean = [.. Enumerable.Range(0, horizon).Select(step => Array.Find(candidates(step), v => !double.IsNaN(v)))];
        return Forecast.Create("snaive", mean, Array.ConvertAll(mean, m => new[] { m }), request, []);
    }

    private static RetailScore Score(Dictionary<int, double>[] scored, Forecast?[] forecasts, int origin)
    {
        double errors = 0, signed = 0, total = 0;
        var (in80, in95) = (new List<(int, double)>(), new List<(int, double)>());
        for (var i = 0; i < scored.Length; i++)
        {
            var (points, inside80, inside95) = (0, 0, 0);
            foreach (var (week, actual) in scored[i].Where(p => p.Key >= origin && p.Key < origin + (forecasts.FirstOrDefault(f => f is not null)?.Horizon ?? 0)))
            {
                var step = week - origin;
                var mean = forecasts[i]?.Mean[step] ?? 0;
                errors += Math.Abs(mean - actual);
                signed += mean - actual;
                total += Math.Abs(actual);
                if (forecasts[i] is not { } forecast)
                    continue;
                points++;
                inside80 += forecast.Quantile(step, 0.1) <= actual && actual <= forecast.Quantile(step, 0.9) ? 1 : 0;
                inside95 += forecast.Quantile(step, 0.025) <= actual && actual <= forecast.Quantile(step, 0.975) ? 1 : 0;
            }

            if (points == 0)
                continue;
            in80.Add((points, inside80 / (double)points));
            in95.Add((points, inside95 / (double)points));
        }

        return new RetailScore(100 * errors / total, 100 * signed / total, IntervalCoverage.Of(0.8, in80), IntervalCoverage.Of(0.95, in95));
    }

    private static IReadOnlyList<string> Row(string name, RetailScore score, double cpu, int series) =>
    [
        name, $"{series}", $"{score.Wape:0.00}", $"{score.Bias:0.00}", cpu > 0 ? $"{score.In80}" : "-", cpu > 0 ? $"{score.In95}" : "-",
        cpu > 0 ? $"{cpu:0.0}" : "-", cpu > 0 ? $"{series / cpu:0}" : "-",
    ];

    /// <summary>Series as values by week, the dates, the first week of the test rows and the last one.</summary>
    private static (Dictionary<int, double>[] Series, TimeAxis Axis, int End, int Last) Read(string file)
    {
        var rows = new List<(string Id, DateOnly Date, bool Train, double Value)>();
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
            {
                var cells = line.Split(',');
                rows.Add((cells[0], DateOnly.ParseExact(cells[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells[2] == "train", double.Parse(cells[3], CultureInfo.InvariantCulture)));
            }
        }

        var axis = new TimeAxis(rows.Min(r => r.Date), AxisUnit.Days, 7);
        int Week(DateOnly date) => (date.DayNumber - axis.Origin.DayNumber) / axis.Length;
        var series = rows.GroupBy(r => r.Id, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToDictionary(r => Week(r.Date), r => r.Value)).ToArray();
        return (series, axis, Week(rows.Where(r => r.Train).Max(r => r.Date)) + 1, rows.Max(r => Week(r.Date)));
    }

    private readonly record struct RetailScore(double Wape, double Bias, IntervalCoverage In80, IntervalCoverage In95);
}
