using System.Globalization;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What preparation did, in sentences for the run's summary.</summary>
internal static class PreparationText
{
    public static IReadOnlyList<string> Notes(PreparationReport report, IReadOnlyList<RunSeries> series, StockOuts stockOuts, IReadOnlyList<double> decline)
    {
        var notes = new List<string>();
        void Count(int count, string text)
        {
            if (count > 0)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {text}"));
        }

        Count(series.Count(s => s.Treatment == SeriesTreatment.Dead), "series without a sale in the last two cycles are forecast as zero, without trying methods");
        Count(series.Count(s => s.Treatment == SeriesTreatment.Discontinued), "series of discontinued products are not forecast");
        if (decline.Count > 0)
            Count(series.Count(s => s.Treatment == SeriesTreatment.Full && s.ForecastUntil is not null),
                string.Create(CultureInfo.InvariantCulture, $"series decline to the end of their product as earlier ones did, to {100 * decline[^1]:0} % over {decline.Count} periods"));
        Count(report.SeriesLeftOut, "series that never sold are left out");
        if (report.DroppedPeriod is { } dropped)
            notes.Add($"The last period (from {report.Bucket.StartOf(dropped):yyyy-MM-dd}) is not over and is left out");
        foreach (var note in report.Notes)
            if (Text(note.Code) is { } text)
                Count(note.Count, text);
        if (!stockOuts.HasStock)
            notes.Add("There are no stock levels: low sales for want of stock could not be told from low demand");
        return notes;
    }

    private static string? Text(string code) => code switch
    {
        PreparationNotes.ReturnsNetted => "returns were netted inside their period",
        PreparationNotes.NegativePeriodsZeroed => "periods with more returns than sales were set to zero",
        PreparationNotes.GapsAsZero => "periods without a sale count as zero",
        PreparationNotes.GapsAsUnknown => "periods without a sale count as unknown",
        PreparationNotes.StockOutsAsUnknown => "periods without stock whose sales dropped count as unknown",
        PreparationNotes.EndsSoon => "series are forecast until their product ends only",
        PreparationNotes.NotANumberDropped => "rows without a finite number were left out",
        _ => null,
    };
}
