using System.Diagnostics;
using System.Globalization;

namespace PlanningEngine.Benchmarks.InR;

/// <summary>Methods of R's package forecast, run live through the script <c>forecast.R</c> beside the data; ets takes about half a second per series.</summary>
internal static class ForecastInR
{
    private const string Script = "forecast.R";

    /// <summary>Scores of one method, of the series that it answered with numbers; null where R or the script is missing.</summary>
    /// <param name="method">ets or thetaf.</param>
    /// <param name="series">Series of one period and horizon.</param>
    /// <param name="period">Buckets per cycle.</param>
    /// <param name="ct">Stops the work.</param>
    internal static SeriesScore[]? Scores(string method, IReadOnlyList<ScoredSeries> series, int period, CancellationToken ct)
    {
        if (Repository.SharedData("..") is not { } shared || Path.Combine(shared, "peers", Script) is var script && !File.Exists(script))
            return null;
        var folder = Directory.CreateTempSubdirectory("planning-benchmarks-");
        try
        {
            var (input, output, horizon) = (Path.Combine(folder.FullName, "input.csv"), Path.Combine(folder.FullName, "output.csv"), series[0].Test.Length);
            File.WriteAllLines(input, series.SelectMany(s => s.Train.Select(v => FormattableString.Invariant($"{s.Id},{v:R}"))).Prepend("series_id,value"));
            return Run([script, input, output, method, $"{horizon}", $"{period}"], ct) ? [.. series.Zip(Read(output, horizon)).Where(s => s.Second.All(column => column.All(double.IsFinite))).Select(s => Score(s.First, period, s.Second))] : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Run(string[] arguments, CancellationToken ct)
    {
        try
        {
            using var r = Process.Start(new ProcessStartInfo("Rscript", arguments) { RedirectStandardOutput = true });
            using var stop = ct.Register(() => r!.Kill(entireProcessTree: true));
            Report.Progress(r!.StandardOutput.ReadToEnd().Trim());
            r.WaitForExit();
            ct.ThrowIfCancellationRequested();
            return r.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Per series the columns mean, lo80, hi80, lo95, hi95, each over the steps.</summary>
    private static IEnumerable<double[][]> Read(string output, int horizon) =>
        File.ReadLines(output).Skip(1).Select(line => line.Split(',')).Chunk(horizon)
            .Select(rows => Enumerable.Range(2, 5).Select(column => Array.ConvertAll(rows, row => double.TryParse(row[column], CultureInfo.InvariantCulture, out var number) ? number : double.NaN)).ToArray());

    private static SeriesScore Score(ScoredSeries series, int period, double[][] columns) =>
        SeriesScore.Of(series.Train, series.Test, columns[0], (columns[1], columns[2]), (columns[3], columns[4]), period);
}
