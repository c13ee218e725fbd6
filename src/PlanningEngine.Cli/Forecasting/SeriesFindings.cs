using System.Globalization;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using Severity = PlanningEngine.Contracts.V1.Severity;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>Says of a violated rule of a series where in the file it lies.</summary>
internal static class SeriesFindings
{
    private const string NoKnownValue = "no-known-value";
    private const string RegressorTooShort = "regressor-too-short";
    private const string RegressorOutOfRange = "regressor-out-of-range";
    private const string UnusableSeries = "unusable-series";

    /// <summary>Severities of its rules.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } =
        new[] { NoKnownValue, RegressorTooShort, RegressorOutOfRange, UnusableSeries }.ToDictionary(r => r, _ => Severity.Error);

    /// <summary>Rules whose findings spoil one series; the others of a file spoil all of it.</summary>
    public static IReadOnlySet<string> OfOneSeries { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        NoKnownValue, RegressorTooShort, RegressorOutOfRange, UnusableSeries,
        ReaderRules.UnreadableNumber, ReaderRules.UnreadableDate, SeriesReader.TimeOrder, KnownColumns.AttributeVaries, KnownColumns.AvailabilityOutOfRange, KnownColumns.ReturnsOutOfRange,
    };

    /// <summary>A place for findings about a file of series.</summary>
    /// <param name="file">The file.</param>
    public static Findings Gather(string file) =>
        new(new Dictionary<string, Severity>(SeriesReader.Severities.Concat(Severities).Concat(LifecycleFile.Severities)), (rule, of) => of == file && OfOneSeries.Contains(rule));

    /// <summary>Reports a violation: at its own row where that is known, else at the first row of the series. What only follows from numbers that could not be read is not said again.</summary>
    public static void Report(Violation violation, TimeSeries series, FileSeries found, ForecastJobOptions options, Findings findings)
    {
        var regressor = series.Regressors.FirstOrDefault(r => r.Name == violation.Part);
        var lines = found.Known.Lines;
        var isUnread = findings.Spoiled.TryGetValue(violation.Subject, out var spoiled) && spoiled.Rule == ReaderRules.UnreadableNumber;
        switch (violation.Code)
        {
            case "REGRESSOR_TOO_SHORT":
                Add(RegressorTooShort, lines.Count > 0 ? lines[^1] : found.Line, violation.Part, "");
                break;
            case "REGRESSOR_OUT_OF_RANGE" when regressor is not null && violation.Index is { } bad:
                var value = regressor.Values[bad];
                if (isUnread && double.IsNaN(value))
                    break;
                Add(RegressorOutOfRange, lines.Count == regressor.Values.Length ? lines[bad] : found.Line, regressor.Name, double.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture));
                break;
            case "SERIES_EMPTY":
                if (!isUnread)
                    Add(NoKnownValue, found.Line, "value", "");
                break;
            default:
                Add(UnusableSeries, found.Line, "", "");
                break;
        }

        void Add(string rule, long line, string column, string text) => findings.Report(rule, options.Input, line, violation.Subject, column, text, violation.Message);
    }
}
