using System.Globalization;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Benchmarks.InR;

/// <summary>How fast and how well exponential smoothing and ARIMA are fitted, beside R on the same series in the same run.</summary>
/// <param name="report">Where figures go.</param>
/// <param name="count">Series that R fits, at most.</param>
internal sealed class ModelsInR(Report report, int count)
{
    private const int Horizon = 18;
    private const int Generated = 100;
    private const double TimesFasterGoal = 1000;

    /// <summary>Measures what can be: the M3 series and R are said to be missing where they are.</summary>
    public void Run(CancellationToken ct)
    {
        if (count == 0)
            return;
        if (!PeerInR.IsThere())
        {
            Report.Progress("R's forecast is not there: nothing to compare with. Maybe apt-get install r-cran-forecast.");
            return;
        }

        if (M3Data.Folder() is { } folder)
        {
            var all = M3Data.Read(folder);
            Forms(ct);
            Smoothing([.. all.Where(s => s.Frequency == "monthly")], ct);
            Arima(all, ct);
        }
        else
        {
            Report.Progress("The M3 data is not there: R is compared on generated series alone. Maybe set PLANNING_SHARED_DATA to the folder that holds m3/.");
            Forms(ct);
        }
    }

    /// <summary>The chosen form of each monthly series, with intervals: series per second and core, and the criterion that was reached.</summary>
    private void Smoothing(IReadOnlyList<M3Series> monthly, CancellationToken ct)
    {
        var sample = Sample(monthly, count);
        Report.Progress($"ets of R on {sample.Count} of {monthly.Count} monthly M3 series");
        var inR = PeerInR.Run("ets", sample.Select(Series), Horizon);
        var method = new ExponentialSmoothing();
        var request = new ForecastRequest(Horizon) { Levels = [0.025, 0.1, 0.5, 0.9, 0.975] };
        foreach (var series in sample)
            method.Forecast(Series(series), request, ct);
        var (_, cpu) = Measure.Cpu(() => monthly.Count(s => method.Forecast(Series(s), request, ct).Horizon > 0));
        var (rate, rateInR) = (monthly.Count / cpu, inR.Count / inR.Sum(r => Number(r, "cpu")));
        report.Add(AtLeast("speed.m3-monthly.ets", rate, "series/s/core", Vectors.Goal(2000)) with { Peer = rateInR, PeerName = "R ets" });
        report.Add(AtLeast("speed.m3-monthly.ets.times-R", rate / rateInR, "times", Vectors.Goal(TimesFasterGoal)));

        var byId = sample.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var reached = inR.Count(r => BestAicc(byId[r["series_id"]], ct) <= Number(r, "aicc") + 0.02);
        report.Add(AtLeast("speed.m3-monthly.ets.aicc-reached", (double)reached / inR.Count, "share", 0.99));
    }

    private static double BestAicc(M3Series series, CancellationToken ct) =>
        ExponentialSmoothing.Select(series.Train, series.Period, EtsForm.Candidates, ct)?.Aicc ?? double.PositiveInfinity;

    /// <summary>All 15 forms of generated series under the same bounds.</summary>
    private void Forms(CancellationToken ct)
    {
        var series = Enumerable.Range(0, Generated).Select(Random).ToArray();
        Report.Progress($"15 forms of R on {series.Length} generated series");
        var inR = PeerInR.Run("forms", series, Horizon);
        var worst = new List<string>();
        var reached = 0;
        foreach (var row in inR)
        {
            ct.ThrowIfCancellationRequested();
            using var arena = LaneArena.Rent();
            var y = series.Single(s => s.Id == row["series_id"]);
            var form = EtsForm.Candidates.Single(f => f.ToString().Replace(",", "", StringComparison.Ordinal) == row["form"]);
            var ours = -(new EtsEstimator(y.Values, y.Period, arena).Fit(form, ct)?.Objective ?? double.PositiveInfinity) / 2;
            if (ours >= Number(row, "loglik") - 0.01)
                reached++;
            else
                worst.Add($"{row["series_id"]} {row["form"]}: {ours:0.00} < {Number(row, "loglik"):0.00}");
        }

        Report.Progress($"below R: {(worst.Count == 0 ? "none" : string.Join("; ", worst.Take(20)))}");
        report.Add(AtLeast("speed.generated.ets-forms.likelihood-reached", (double)reached / inR.Count, "share", 1));
    }

    /// <summary>ARIMA at R's order, and the forecasts of both searches.</summary>
    private void Arima(IReadOnlyList<M3Series> all, CancellationToken ct)
    {
        var sample = Sample(all, count);
        Report.Progress($"auto.arima of R on {sample.Count} M3 series");
        var inR = PeerInR.Run("arima", sample.Select(Series), Horizon);
        var byId = sample.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var method = new AutoArima();
        var (reached, chosen, points, ours, theirs, cpu) = (0, 0, 0, 0.0, 0.0, 0.0);
        var apart = new List<(double Difference, string What)>();
        foreach (var row in inR)
        {
            ct.ThrowIfCancellationRequested();
            var series = byId[row["series_id"]];
            var order = Order(series, row);
            if (LogLikelihood(series, order, ct) >= Number(row, "loglik") - 0.05)
                reached++;
            var request = new ForecastRequest(series.Test.Length) { Levels = [0.025, 0.1, 0.5, 0.9, 0.975] };
            var (forecast, seconds) = Measure.Cpu(() => method.Forecast(Series(series), request, ct));
            cpu += seconds;
            var ahead = row["ahead"].Split(';').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).Take(series.Test.Length).ToArray();
            points += series.Test.Length;
            var (smapeOfSeries, smapeInROfSeries) = (Metrics.Smape(series.Test, forecast.Mean)!.Value, Metrics.Smape(series.Test, ahead)!.Value);
            ours += series.Test.Length * smapeOfSeries;
            theirs += series.Test.Length * smapeInROfSeries;
            var own = new ArimaSearch(series.Train, series.Period).Run(ct);
            var aicc = Aicc(series, order, Number(row, "loglik"));
            if (own?.Aicc <= aicc + 0.01)
                chosen++;
            apart.Add((smapeOfSeries - smapeInROfSeries, own is null || own.Order == order ? "" : FormattableString.Invariant($"{series.Id} {own.Order} {own.Aicc:0.0}, R {order} {aicc:0.0}")));
        }

        report.Add(AtLeast("speed.m3.arima", inR.Count / cpu, "series/s/core", Vectors.Goal(100)) with { Peer = inR.Count / inR.Sum(r => Number(r, "cpu")), PeerName = "R auto.arima" });
        report.Add(AtLeast("speed.m3.arima.likelihood-reached", (double)reached / inR.Count, "share", 0.97));
        report.Add(new Figure("speed.m3.arima.aicc-reached", (double)chosen / inR.Count, "share"));
        var mean = apart.Average(a => a.Difference);
        var error = 100 * Math.Sqrt(apart.Sum(a => (a.Difference - mean) * (a.Difference - mean))) / apart.Count;
        var (smape, smapeInR) = (100 * ours / points, 100 * theirs / points);
        Report.Progress(FormattableString.Invariant($"sMAPE apart from R's by {100 * mean:0.00} per series, standard error {error:0.00}; other orders: {string.Join("; ", apart.Where(a => a.What.Length > 0).Select(a => a.What))}"));
        report.Add(new Figure("speed.m3.arima.smape", smape, "sMAPE-%")
        {
            Peer = smapeInR,
            PeerName = "R auto.arima, same series",
            Goal = FormattableString.Invariant($"<={smapeInR + 0.05:0.###}"),
            Holds = smape <= smapeInR + 0.05,
        });
    }

    private static ArimaOrder Order(M3Series series, IReadOnlyDictionary<string, string> row)
    {
        int At(string column) => (int)Number(row, column);
        return new ArimaOrder(At("p"), At("d"), At("q"), At("seasonal_p"), At("seasonal_d"), At("seasonal_q"), series.Period, At("constant") == 1);
    }

    private static double LogLikelihood(M3Series series, ArimaOrder order, CancellationToken ct)
    {
        using var arena = LaneArena.Rent();
        return new ArimaEstimator(UnitRoots.Difference(series.Train, order), order, arena).Fit(cancellationToken: ct)?.LogLikelihood ?? double.NegativeInfinity;
    }

    private static double Aicc(M3Series series, ArimaOrder order, double logLikelihood)
    {
        var (n, estimated) = (series.Train.Length - order.Lost, order.Estimated);
        return -2 * logLikelihood + 2.0 * estimated * n / (n - estimated - 1);
    }

    /// <summary>A positive series with level, trend, season and noise of any strength, which multiply or add.</summary>
    private static TimeSeries Random(int seed)
    {
        var random = new Random(seed);
        var period = random.Next(2) == 0 ? 4 : 12;
        var (level, slope, noise) = (100 + 900 * random.NextDouble(), 8 * (random.NextDouble() - 0.3), 0.01 + 0.15 * random.NextDouble());
        var season = Enumerable.Range(0, period).Select(_ => 0.4 * (random.NextDouble() - 0.5)).ToArray();
        var multiplies = random.Next(2) == 0;
        var values = new double[random.Next(3 * period, 12 * period)];
        var start = level;
        for (var t = 0; t < values.Length; t++)
        {
            level = Math.Max(20, level + slope + start * noise * 0.3 * (random.NextDouble() - 0.5));
            var shape = season[t % period] + noise * (random.NextDouble() + random.NextDouble() - 1);
            values[t] = Math.Max(1, multiplies ? level * (1 + shape) : level + start * shape);
        }

        return new TimeSeries($"G{seed}", values, period);
    }

    private static TimeSeries Series(M3Series series) => new(series.Id, series.Train, series.Period);

    private static IReadOnlyList<M3Series> Sample(IReadOnlyList<M3Series> all, int count) =>
        [.. Enumerable.Range(0, Math.Min(count, all.Count)).Select(i => all[(int)((long)i * all.Count / Math.Min(count, all.Count))])];

    private static Figure AtLeast(string name, double value, string unit, double goal) =>
        new(name, value, unit) { Goal = FormattableString.Invariant($">={goal}"), Holds = value >= goal };

    private static double Number(IReadOnlyDictionary<string, string> row, string column) =>
        double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
