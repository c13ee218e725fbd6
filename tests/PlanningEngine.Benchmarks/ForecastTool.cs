using System.Diagnostics;

namespace PlanningEngine.Benchmarks;

/// <summary>What a run of <c>planctl forecast</c> took.</summary>
/// <param name="PeakMegabytes">Most memory held resident, in MB.</param>
/// <param name="CpuSeconds">Processor time of the whole process, in seconds.</param>
/// <param name="Seconds">Time by the clock, in seconds.</param>
/// <param name="Said">What it printed.</param>
internal sealed record ForecastRun(double PeakMegabytes, double CpuSeconds, double Seconds, string Said);

/// <summary>Runs <c>planctl forecast</c> as a process of its own, so that its memory and processor time are its own too.</summary>
internal static class ForecastTool
{
    /// <summary>Forecasts a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="rows">Rows that it must write.</param>
    /// <param name="options">Options beside input and output.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="BenchmarkException">It is not built, failed, or wrote other rows.</exception>
    public static async Task<ForecastRun> RunAsync(string input, int rows, IEnumerable<string> options, CancellationToken ct)
    {
        var tool = Repository.PathOf("src/PlanningEngine.Cli/bin/Release/net10.0/planctl.dll");
        if (!File.Exists(tool))
            throw new BenchmarkException($"There is no {tool}. Maybe dotnet build -c Release src/PlanningEngine.Cli.");
        var output = Path.ChangeExtension(input, ".forecasts.csv");
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "forecast", "--input", input, "--output", output, .. options]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        using var stop = ct.Register(() => process.Kill(entireProcessTree: true));
        var said = Task.WhenAll(process.StandardError.ReadToEndAsync(ct), process.StandardOutput.ReadToEndAsync(ct));
        var (peak, cpu) = (0.0, 0.0);
        while (!process.HasExited)
        {
            process.Refresh();
            peak = Math.Max(peak, Used(process, p => p.PeakWorkingSet64 / 1e6));
            cpu = Math.Max(cpu, Used(process, p => p.TotalProcessorTime.TotalSeconds));
            await Task.WhenAny(process.WaitForExitAsync(ct), Task.Delay(50, ct));
        }

        var text = string.Join("", await said);
        if (process.ExitCode != 0)
            throw new BenchmarkException($"planctl forecast failed: {text}");
        var wrote = File.ReadLines(output).Count() - 1;
        if (wrote != rows)
            throw new BenchmarkException($"planctl forecast wrote {wrote} rows, not {rows}.");
        return new ForecastRun(peak, cpu, watch.Elapsed.TotalSeconds, text);
    }

    /// <summary>What a process used so far; 0 when it has just ended.</summary>
    private static double Used(Process process, Func<Process, double> value)
    {
        try
        {
            return value(process);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}
