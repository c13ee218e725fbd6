using System.Globalization;
using System.IO.Compression;

namespace PlanningEngine.Benchmarks;

/// <summary>One series of the M3 competition.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Frequency">yearly, quarterly, monthly, other.</param>
/// <param name="Period">Buckets per cycle.</param>
/// <param name="Train">What methods see.</param>
/// <param name="Test">What they are scored on, and nothing else.</param>
internal sealed record M3Series(string Id, string Frequency, int Period, double[] Train, double[] Test)
{
    /// <summary>The same series scored on the last of its training values; null where too little is left.</summary>
    internal M3Series? Validation() => new ScoredSeries(Id, Train, Test).Validation() is { } inner ? this with { Train = inner.Train, Test = inner.Test } : null;
}

/// <summary>Published scores of a method on a frequency.</summary>
/// <param name="Smape">Symmetric MAPE, in percent, pooled over test points.</param>
/// <param name="Mase">Mean of the series' MASE.</param>
internal sealed record M3Score(double Smape, double Mase);

/// <summary>The M3 data where it is there: <c>PLANNING_SHARED_DATA</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class M3Data
{
    /// <summary>The folder; null where it is missing.</summary>
    public static string? Folder() =>
        Repository.SharedData("m3") is { } folder && File.Exists(Path.Combine(folder, "m3_long.csv.gz")) ? folder : null;

    /// <summary>All series in the order of the file.</summary>
    public static IReadOnlyList<M3Series> Read(string folder)
    {
        var about = File.ReadLines(Path.Combine(folder, "m3_meta.csv")).Skip(1).Select(l => l.Replace("\"", "", StringComparison.Ordinal).Split(',')).ToDictionary(f => f[0], StringComparer.Ordinal);
        var values = new Dictionary<string, (List<double> Train, List<double> Test)>(StringComparer.Ordinal);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "m3_long.csv.gz")), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var id = fields[0].Trim('"');
            if (!values.TryGetValue(id, out var series))
                values[id] = series = ([], []);
            (fields[3].Trim('"') == "train" ? series.Train : series.Test).Add(double.Parse(fields[4], CultureInfo.InvariantCulture));
        }

        return [.. values.Select(v => new M3Series(v.Key, about[v.Key][2], int.Parse(about[v.Key][3], CultureInfo.InvariantCulture), [.. v.Value.Train], [.. v.Value.Test]))];
    }

    /// <summary>Published scores by method and frequency.</summary>
    public static IReadOnlyDictionary<(string Method, string Frequency), M3Score> Scores(string folder) =>
        File.ReadLines(Path.Combine(folder, "reference_scores.csv")).Skip(1).Select(l => l.Split(','))
            .ToDictionary(f => (f[1], f[2]), f => new M3Score(double.Parse(f[4], CultureInfo.InvariantCulture), double.Parse(f[6], CultureInfo.InvariantCulture)));
}
