using System.Globalization;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What preparation did, in sentences for the run's summary.</summary>
internal static class PreparationText
{
    private const int MostNamed = 5;

    public static IReadOnlyList<string> Notes(PreparationReport report, SeriesSet set, Successions successions, RunSeriesFactory factory, StockOuts stockOuts)
    {
        var (series, decline) = (set.Series, set.Decline);
        var notes = new List<string>();
        void Count(int count, string text)
        {
            if (count > 0)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {text}"));
        }

        var heirs = series.Where(s => s.Lifecycle == ForecastLifecycle.Successor).Select(s => s.ProductKey).ToHashSet();
        Count(series.Count(s => s.Lifecycle == ForecastLifecycle.Successor),
            $"series continue the demand for the products that theirs replace: {Listed(successions.InOrder.Where(s => heirs.Contains(s.Heir)).Select(s => $"{factory.CodeOf(s.Heir)} for {factory.CodeOf(s.Predecessor)}"))}");
        Count(series.Count(s => s.Lifecycle == ForecastLifecycle.Replaced && s.Treatment != SeriesTreatment.Discontinued), "series of replaced products hand their demand over to successors inside the horizon");
        Count(successions.WithoutLaunch, "products replace others but have neither a launch date nor a sale: the others go on");
        Count(successions.InCircles, "products lead back to themselves over their predecessors, and are taken by themselves");
        Count(series.Count(s => s.Treatment == SeriesTreatment.Dead), set.DormantShare > 0
            ? string.Create(CultureInfo.InvariantCulture, $"series without a sale in the last two years are forecast at {100 * set.DormantShare:0} % of their rate before, as series sold lately after such pauses, without trying methods")
            : "series without a sale in the last two years are forecast as zero, since series did not come back lately after such pauses, without trying methods");
        Count(series.Count(s => s.Treatment == SeriesTreatment.Discontinued), "series of discontinued products are not forecast");
        if (decline.Count > 0)
            Count(series.Count(s => s is { Treatment: SeriesTreatment.Full, ForecastUntil: not null } && s.Lifecycle != ForecastLifecycle.Replaced),
                string.Create(CultureInfo.InvariantCulture, $"series decline to the end of their product as earlier ones did, to {100 * decline[^1]:0} % over {decline.Count} periods"));
        if (report.Returned > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{report.Returned:#,##0.##} came back, {100 * report.Returned / report.Sold:0.0} % of what was sold: the forecasts are net of it"));
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

    /// <summary>The first few of a list, and how many more there are.</summary>
    public static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(MostNamed).Select(n => $"({n})"));
        return all.Count <= MostNamed ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {all.Count - MostNamed} more");
    }

    private static string? Text(string code) => code switch
    {
        PreparationNotes.ReturnsNetted => "rows of returns were netted inside their period",
        PreparationNotes.NegativePeriodsZeroed => "periods had more returns than sales: they count as zero, and the rest was taken off the peaks of the year before",
        PreparationNotes.GapsAsZero => "periods without a sale count as zero",
        PreparationNotes.GapsAsUnknown => "periods without a sale count as unknown",
        PreparationNotes.StockOuts => "periods in which stock ran out and sales fell are not taken for low demand: sales are raised by the share of their days without stock, and are the least that was demanded where that is not known",
        PreparationNotes.EndsSoon => "series are forecast until their product ends only",
        PreparationNotes.NotANumberDropped => "rows without a finite number were left out",
        _ => null,
    };
}
