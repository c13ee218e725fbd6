using System.Diagnostics;
using System.Globalization;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks.InR;

/// <summary>R's forecast package, run by <c>InR/models.R</c>.</summary>
internal static class PeerInR
{
    /// <summary>Whether <c>Rscript</c> and its package forecast are there.</summary>
    public static bool IsThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("Rscript", ["-e", "library(forecast)"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a script of this folder.</summary>
    /// <param name="name">Its file.</param>
    /// <param name="arguments">What it is given.</param>
    /// <exception cref="BenchmarkException">R failed.</exception>
    public static void RunScript(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("Rscript", [Repository.PathOf($"tests/PlanningEngine.Benchmarks/InR/{name}"), .. arguments]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new BenchmarkException($"R failed at {name} {string.Join(' ', arguments)}: {said}");
    }

    /// <summary>Runs a task of the script.</summary>
    /// <param name="task">ets, forms or arima.</param>
    /// <param name="series">What R is to fit.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <returns>The rows that R wrote, by column.</returns>
    /// <exception cref="BenchmarkException">R failed.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Run(string task, IEnumerable<TimeSeries> series, int horizon)
    {
        var folder = Directory.CreateTempSubdirectory("planning-in-r");
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "series.csv"), Path.Combine(folder.FullName, "fits.csv"));
            File.WriteAllLines(input, series.SelectMany(s => s.Values.Select(v => FormattableString.Invariant($"{s.Id},{s.Period},{v:R}"))).Prepend("series_id,period,value"));
            RunScript("models.R", task, input, output, horizon.ToString(CultureInfo.InvariantCulture));
            var lines = File.ReadAllLines(output);
            var columns = lines[0].Split(',');
            return [.. lines.Skip(1).Select(l => l.Split(',')).Select(fields => columns.Zip(fields).ToDictionary(f => f.First, f => f.Second, StringComparer.Ordinal))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
