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
    private const string RegressorBeyondSeen = "regressor-beyond-seen";
    private const string RareNegative = "rare-negative";
    private const string ProbablyPercent = "probably-percent";

    /// <summary>What never varied much may still move by this share of its size.</summary>
    private const double LeastMargin = 0.2;

    /// <summary>Severities of its rules.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } = new[] { SuspectedOutlier, ReturnedAboveSold, RegressorBeyondSeen, RareNegative, ProbablyPercent }.ToDictionary(r => r, _ => Severity.Warning);

    /// <summary>Reports what looks wrong.</summary>
    /// <returns>What the forecast's own notes do not say of it.</returns>
    public static IReadOnlyList<string> Report(TimeSeries series, IReadOnlyList<double> returned, FileSeries found, ForecastJobOptions options, Findings warnings)
    {
        var notes = new List<string>();
        void Warn(string rule, string column, double value, string reason, long? line = null) =>
            warnings.Report(rule, options.Input, line ?? found.Line, series.Id, column, value.ToString("G6", CultureInfo.InvariantCulture), reason);
        foreach (var suspect in SuspectedOutliers.Of(series))
        {
            notes.Add(suspect.ToString());
            Warn(SuspectedOutlier, "value", suspect.Value, string.Create(CultureInfo.InvariantCulture,
                $"Value {suspect.Index + 1} of the series is {suspect.Times:G3} times as large as any ordinary one. Maybe correct it{(options.Treatment == Treatment.None ? ", or use --treat tried" : "; --notes says whether it was replaced")}."));
        }

        ReportNegatives(found, notes, Warn);
        var (sold, back) = (0.0, 0.0);
        for (var t = 0; t < Math.Min(returned.Count, series.Length); t++)
            if (!double.IsNaN(returned[t]) && !double.IsNaN(series.Values[t]))
                (sold, back) = (sold + series.Values[t], back + returned[t]);
        if (back > sold)
            Warn(ReturnedAboveSold, "returned", back, string.Create(CultureInfo.InvariantCulture,
                $"More came back ({back:G6}) than was sold ({sold:G6}). Maybe value is net already: then leave returned out."));
        for (var column = 0; column < options.Regressors.Count; column++)
            if (Beyond(found, column, options.Regressors.Count) is { } beyond)
            {
                var name = options.Regressors[column].Column;
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} ahead ({beyond.Value:G6}, line {beyond.Line}) lies far beyond all of it before ({beyond.Least:G6} to {beyond.Most:G6})"));
                Warn(RegressorBeyondSeen, name, beyond.Value, string.Create(CultureInfo.InvariantCulture,
                    $"Before it lay between {beyond.Least:G6} and {beyond.Most:G6}{(beyond.Rows > 1 ? $"; {beyond.Rows} rows ahead are so far beyond" : "")}. What it does there is a guess. Maybe correct it."), beyond.Line);
            }

        return notes;
    }

    /// <summary>Each of a few values below zero has a line of its own: it is a return, or a sign that slipped.</summary>
    private static void ReportNegatives(FileSeries found, List<string> notes, Action<string, string, double, string, long?> warn)
    {
        var history = new TimeSeries(found.Id, found.Values, 1);
        if (RareNegatives.Note(history) is not { } note)
            return;
        notes.Add(note);
        var rows = RareNegatives.Of(history);
        for (var i = 0; i < rows.Count; i++)
            warn(RareNegative, "value", found.Values[rows[i]], string.Create(CultureInfo.InvariantCulture,
                $"Value {rows[i] + 1} of the series is below zero, which {(rows.Count == 1 ? "no other is" : $"only {rows.Count} are")}: it is taken as net of returns, and the forecast may go below zero too. Maybe correct its sign, or put what came back into a column returned."), found.NegativeLines[i]);
    }

    /// <summary>Reports what looks wrong in what is known of an item's life.</summary>
    public static void Report(LifecycleItem item, ForecastJobOptions options, Findings warnings)
    {
        foreach (var doubt in item.Life.Doubts())
            warnings.Report(ProbablyPercent, options.Lifecycle!, item.Line, item.Id, "decline", "", doubt);
    }

    /// <summary>The first row ahead whose regressor lies more than one range beyond what was seen, and how many do; null where none does, or where it was zero throughout, so that other series must teach it.</summary>
    private static (double Value, long Line, double Least, double Most, int Rows)? Beyond(FileSeries found, int column, int columns)
    {
        var rows = found.Known.Lines.Count;
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var row = 0; row < Math.Min(found.Values.Length, rows); row++)
            (least, most) = (Math.Min(least, found.Known.Regressors[row * columns + column]), Math.Max(most, found.Known.Regressors[row * columns + column]));
        var margin = Math.Max(most - least, LeastMargin * Math.Max(Math.Abs(least), Math.Abs(most)));
        int[] far = margin > 0 ? [.. Enumerable.Range(0, rows).Skip(found.Values.Length).Where(row => found.Known.Regressors[row * columns + column] is var v && (v < least - margin || v > most + margin))] : [];
        return far.Length == 0 ? null : (found.Known.Regressors[far[0] * columns + column], found.Known.Lines[far[0]], least, most, far.Length);
    }
}
