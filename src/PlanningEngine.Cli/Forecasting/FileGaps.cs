using System.Globalization;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// Rows missing within a series, found from its own dates or whole numbers (<see cref="IntegerTimes"/>): where these make months, days, parts of a day or equal steps, each missing row becomes an unknown
/// value, so that what follows keeps its place in the season. Where a time of the week or a month never occurs, such as the weekends of a shop, its rows are not missing.
/// </summary>
/// <param name="Timeline">Where its rows lie in time.</param>
/// <param name="Series">The series with unknown values in place of missing rows.</param>
/// <param name="Places">Bucket of each row of the history, from 0.</param>
/// <param name="Regressors">Its regressors, those of missing rows as <see cref="FileTimeline.Regressors"/> has them.</param>
/// <param name="Missing">Rows that are missing in the history.</param>
/// <param name="MissingAhead">Rows that are missing in the future.</param>
/// <param name="ReadAs">What whole numbers were read as; empty for dates and plain numbers.</param>
internal sealed record FileGaps(FileTimeline Timeline, FileSeries Series, IReadOnlyList<int> Places, IReadOnlyList<Regressor> Regressors, int Missing, int MissingAhead, string ReadAs)
{
    /// <summary>Whether rows are missing.</summary>
    public bool IsFilled => Missing + MissingAhead > 0;

    /// <summary>What was done, for the notes.</summary>
    public string Note => Missing == 0 ? string.Create(CultureInfo.InvariantCulture, $"{MissingAhead} rows missing ahead in the time column are steps too: nothing happens then, or prices stay") : string.Create(CultureInfo.InvariantCulture, $"{Missing} rows missing in the time column{(ReadAs.Length > 0 ? $", read as {ReadAs}," : "")} became unknown values");

    /// <summary>Fills a series; null where the times are not clear.</summary>
    /// <param name="series">The series.</param>
    /// <param name="regressors">Columns known ahead.</param>
    /// <param name="isSeasonal">Whether it may have a season, in which rows missing in the future keep their place; without one the steps are the rows that are there.</param>
    public static FileGaps? Of(FileSeries series, IReadOnlyList<RegressorOption> regressors, bool isSeasonal)
    {
        var numbers = IntegerTimes.Of(series);
        if ((!series.Dated && numbers is null) || series.Times.Length < 2)
            return null;
        series = numbers?.Series ?? series;
        var timeline = new FileTimeline();
        timeline.Add(series);
        timeline.Complete();
        if (!(series.Dated ? timeline.IsCalendar : timeline.HasTimes) || (regressors.Count > 0 && timeline.KnownUntil < timeline.End))
            return null;
        var values = timeline.InTime(series, [1]).Values;
        var missing = values.Length - series.Values.Length;
        var missingAhead = isSeasonal && regressors.Count > 0 ? timeline.MissingAhead(series) : 0;
        int[] places = [.. series.Times.Select(time => timeline.Ordinal(time) - timeline.Ordinal(series.Times[0]))];
        var known = series.Known with
        {
            Availability = Spread(series.Known.Availability, 1),
            Returned = Spread(series.Known.Returned, double.NaN),
        };
        return new FileGaps(timeline, series with { Values = values, Times = [], Known = known }, places, regressors.Count > 0 ? timeline.Regressors(series, regressors) : [], missing, missingAhead, numbers?.ReadAs ?? "");

        List<double> Spread(List<double> column, double absent)
        {
            if (column.Count == 0)
                return column;
            var spread = new double[values.Length];
            Array.Fill(spread, absent);
            for (var row = 0; row < places.Length; row++)
                spread[places[row]] = column[row];
            return [.. spread];
        }
    }
}
