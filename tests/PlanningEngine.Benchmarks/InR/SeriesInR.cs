using System.Globalization;

namespace PlanningEngine.Benchmarks.InR;

/// <summary>The yearly, quarterly and monthly series that come with R and its packages, as <c>InR/datasets.R</c> writes them.</summary>
internal static class SeriesInR
{
    /// <summary>Reads them; none where R is missing. Unknown values are NaN.</summary>
    internal static IReadOnlyList<(int Period, ScoredSeries Series)> Read()
    {
        if (!PeerInR.IsThere())
        {
            Report.Progress("R and its package forecast are not there: skipped. Maybe install r-cran-forecast, r-cran-aer, r-cran-tseries and r-cran-urca.");
            return [];
        }

        var file = Path.GetTempFileName();
        try
        {
            PeerInR.RunScript("datasets.R", file);
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
