using System.Globalization;

namespace PlanningEngine.Benchmarks.InR;

/// <summary>Series that come with R and its packages.</summary>
internal static class SeriesInR
{
    /// <summary>Yearly, quarterly and monthly ones that are time series there.</summary>
    internal static IReadOnlyList<(int Period, ScoredSeries Series)> Single() => Read("datasets.R");

    /// <summary>Those of panels: housing by city, counts by state and country, riders by station, in years, months, weeks and days.</summary>
    internal static IReadOnlyList<(int Period, ScoredSeries Series)> Panels() => Read("panels.R");

    /// <summary>Reads what a script writes; none where R is missing. Unknown values are NaN.</summary>
    private static IReadOnlyList<(int Period, ScoredSeries Series)> Read(string script)
    {
        if (!PeerInR.IsThere())
        {
            Report.Progress($"R and its package forecast are not there: skipped. Maybe install r-cran-forecast, and what InR/{script} names.");
            return [];
        }

        var file = Path.GetTempFileName();
        try
        {
            PeerInR.RunScript(script, file);
            return
            [
                .. File.ReadLines(file).Skip(1).Select(line => line.Split(',')).GroupBy(fields => fields[0])
                    .Select(rows => (int.Parse(rows.First()[1], CultureInfo.InvariantCulture), new ScoredSeries(rows.Key, [.. rows.Select(r => r[2].Length == 0 ? double.NaN : double.Parse(r[2], CultureInfo.InvariantCulture))], []))),
            ];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
