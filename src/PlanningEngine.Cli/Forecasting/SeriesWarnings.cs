using System.Globalization;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Cleaning;
using Severity = PlanningEngine.Contracts.V1.Severity;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What looks wrong in a series and is forecast nevertheless.</summary>
internal static class SeriesWarnings
{
    private const string SuspectedOutlier = "suspected-outlier";
    private const string ReturnedAboveSold = "returned-above-sold";

    /// <summary>Severities of its rules.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } = new[] { SuspectedOutlier, ReturnedAboveSold }.ToDictionary(r => r, _ => Severity.Warning);

    /// <summary>Reports what looks wrong.</summary>
    /// <returns>What the forecast's own notes do not say of it.</returns>
    public static IReadOnlyList<string> Report(TimeSeries series, IReadOnlyList<double> returned, FileSeries found, ForecastJobOptions options, Findings warnings)
    {
        var notes = new List<string>();
        void Warn(string rule, string column, double value, string reason) =>
            warnings.Report(rule, options.Input, found.Line, series.Id, column, value.ToString("G6", CultureInfo.InvariantCulture), reason);
        foreach (var suspect in SuspectedOutliers.Of(series))
        {
            notes.Add(suspect.ToString());
            Warn(SuspectedOutlier, "value", suspect.Value, string.Create(CultureInfo.InvariantCulture,
                $"Value {suspect.Index + 1} of the series is {suspect.Times:G3} times as large as any ordinary one. Maybe correct it{(options.Treatment == Treatment.None ? ", or use --treat tried" : "; --notes says whether it was replaced")}."));
        }

        var (sold, back) = (0.0, 0.0);
        for (var t = 0; t < Math.Min(returned.Count, series.Length); t++)
            if (!double.IsNaN(returned[t]) && !double.IsNaN(series.Values[t]))
                (sold, back) = (sold + series.Values[t], back + returned[t]);
        if (back > sold)
            Warn(ReturnedAboveSold, "returned", back, string.Create(CultureInfo.InvariantCulture,
                $"More came back ({back:G6}) than was sold ({sold:G6}). Maybe value is net already: then leave returned out."));
        return notes;
    }
}
