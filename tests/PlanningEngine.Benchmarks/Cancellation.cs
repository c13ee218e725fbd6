using System.Diagnostics;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>How long each method goes on after it was told to stop, on histories of 5,000 values.</summary>
internal static class Cancellation
{
    private const int Values = 5_000;
    private const int Horizon = 24;
    private const int Moments = 12;
    private const double MostMilliseconds = 50;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>Reports the worst of all methods, in processor time of this process: what a busy machine adds says nothing about the method.</summary>
    public static void Run(Report report, CancellationToken ct)
    {
        var (worst, of) = (0.0, "");
        foreach (var name in ForecastMethods.Names)
            foreach (var series in (TimeSeries[])[History(12), History(24) with { FurtherPeriods = [168] }, History(365)])
            {
                var milliseconds = Worst(ForecastMethods.Create(name), series, ct);
                if (milliseconds > worst)
                    (worst, of) = (milliseconds, $"{name} with cycles of {string.Join(" and ", [series.Period, .. series.FurtherPeriods])}");
            }

        Report.Progress($"the slowest to stop: {of}");
        report.Add(new Figure("speed.cancellation", worst, "ms") { Goal = FormattableString.Invariant($"<={MostMilliseconds}"), Holds = worst <= MostMilliseconds });
    }

    private static TimeSeries History(int period)
    {
        var random = new Random(period);
        return new TimeSeries($"S{period}", [.. Enumerable.Range(0, Values).Select(t => 100 + 0.01 * t + 20 * Math.Sin(2 * Math.PI * t / period) + 10 * random.NextDouble())], period);
    }

    private static double Worst(IForecaster method, TimeSeries series, CancellationToken ct)
    {
        // The first call compiles, the second tells how long there is to wait.
        Stop(method, series, Longest, ct);
        var watch = Stopwatch.StartNew();
        Stop(method, series, Longest, ct);
        var whole = watch.Elapsed;
        return Enumerable.Range(1, Moments).Max(moment => Stop(method, series, whole * moment / (Moments + 1), ct));
    }

    /// <summary>Milliseconds of processor time between the request to stop and the end; 0 where the method was done before.</summary>
    private static double Stop(IForecaster method, TimeSeries series, TimeSpan after, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (stopped, end) = (false, TimeSpan.Zero);
        var worker = new Thread(() =>
        {
            try
            {
                method.Forecast(series, new ForecastRequest(Horizon), stop.Token);
            }
            catch (OperationCanceledException)
            {
                (stopped, end) = (true, Environment.CpuUsage.TotalTime);
            }
        });
        worker.Start();
        worker.Join(after);
        var begin = Environment.CpuUsage.TotalTime;
        stop.Cancel();
        worker.Join();
        ct.ThrowIfCancellationRequested();
        return stopped ? (end - begin).TotalMilliseconds : 0;
    }
}
