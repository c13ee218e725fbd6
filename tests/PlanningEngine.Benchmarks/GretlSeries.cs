using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// The yearly, quarterly and monthly series that come with gretl, from textbooks of econometrics (Ramanathan, Greene) and its own collection. Repeats are left out, shifted ones too,
/// and variables that take few values or rise by the same step: dummies and counters.
/// </summary>
internal static class GretlSeries
{
    private const string Folder = "/usr/share/gretl/data";
    private const int Shortest = 20;
    private const int Compared = 8;

    /// <summary>Reads them; none where the package is missing.</summary>
    internal static IReadOnlyList<(int Period, ScoredSeries Series)> Read()
    {
        if (!Directory.Exists(Folder))
        {
            Report.Progress($"The series of gretl are not in {Folder}: skipped. Maybe install gretl-data and gretl-common.");
            return [];
        }

        var kept = new List<string>();
        var result = new List<(int, ScoredSeries)>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.gdt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var (period, series) in Of(file))
                if (IsNew(series.Train, kept))
                    result.Add((period, series));
        return result;
    }

    private static IEnumerable<(int Period, ScoredSeries Series)> Of(string file)
    {
        var data = Load(file).Root!;
        if ((string?)data.Attribute("type") != "time-series" || !int.TryParse(((string?)data.Attribute("frequency"))?.Split(':')[0], CultureInfo.InvariantCulture, out var period))
            yield break;
        string[][] rows = [.. data.Element("observations")!.Elements().Select(o => o.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        string[] names = [.. data.Element("variables")!.Elements().Select(v => (string)v.Attribute("name")!)];
        if (rows.Any(r => r.Length != names.Length))
            yield break;
        for (var j = 0; j < names.Length; j++)
        {
            var values = Array.ConvertAll(rows, r => double.TryParse(r[j], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN);
            var (first, last) = (Array.FindIndex(values, double.IsFinite), Array.FindLastIndex(values, double.IsFinite));
            if (first >= 0 && Varies(values[first..(last + 1)]))
                yield return (period, new ScoredSeries($"{Path.GetFileNameWithoutExtension(file)}.{names[j]}", values[first..(last + 1)], []));
        }
    }

    private static XDocument Load(string file)
    {
        using var stream = File.OpenRead(file);
        var isPacked = stream.ReadByte() == 0x1f;
        stream.Position = 0;
        using var unpacked = isPacked ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        using var reader = XmlReader.Create(unpacked, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static bool Varies(double[] values) =>
        values.Length >= Shortest && values.All(double.IsFinite) && values.Distinct().Count() > 0.3 * values.Length &&
        values.Zip(values.Skip(1), (a, b) => Math.Round(b - a, 12)).Distinct().Count() > 2;

    /// <summary>Whether the middle of a series stands in none that was kept.</summary>
    private static bool IsNew(double[] values, List<string> kept)
    {
        string[] texts = Array.ConvertAll(values, v => v.ToString("G9", CultureInfo.InvariantCulture));
        var middle = $";{string.Join(';', texts.Skip((texts.Length / 2) - (Compared / 2)).Take(Compared))};";
        if (kept.Any(k => k.Contains(middle, StringComparison.Ordinal)))
            return false;
        kept.Add($";{string.Join(';', texts)};");
        return true;
    }
}
