using System.Globalization;
using System.IO.Compression;

namespace PlanningEngine.Benchmarks;

/// <summary>A series with the values it is scored on.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Train">What methods see.</param>
/// <param name="Test">What they are scored on, and nothing else.</param>
internal sealed record ScoredSeries(string Id, double[] Train, double[] Test)
{
    /// <summary>The same series scored on the last of its training values: what methods are built and tuned with. Null where too little is left.</summary>
    internal ScoredSeries? Validation() =>
        Train.Length >= 2 * Test.Length + 4 ? new ScoredSeries(Id, Train[..^Test.Length], Train[^Test.Length..]) : null;

    /// <summary>Reads a file of series_id, t, split, value, in its order; null where it is missing. Empty values are unknown.</summary>
    /// <param name="folder">Folder of the shared data.</param>
    /// <param name="file">Name of the compressed file.</param>
    internal static IReadOnlyList<ScoredSeries>? Read(string folder, string file)
    {
        if (Repository.SharedData(folder) is not { } path || !File.Exists(Path.Combine(path, file)))
            return null;
        var values = new Dictionary<string, (List<double> Train, List<double> Test)>(StringComparer.Ordinal);
        var order = new List<string>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(path, file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var id = fields[0].Trim('"');
            if (!values.TryGetValue(id, out var series))
            {
                values[id] = series = ([], []);
                order.Add(id);
            }

            var value = double.TryParse(fields[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
            (fields[2].Trim('"') == "train" ? series.Train : series.Test).Add(value);
        }

        return [.. order.Select(id => new ScoredSeries(id, [.. values[id].Train], [.. values[id].Test]))];
    }
}
