using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Series;

/// <summary>All prepared series with the report of what was done.</summary>
/// <typeparam name="TKey">Key of a series.</typeparam>
/// <param name="Series">Series in the order in which their keys were first seen.</param>
/// <param name="Report">Counts over all.</param>
public sealed record PreparationResult<TKey>(IReadOnlyList<PreparedSeries<TKey>> Series, PreparationReport Report)
    where TKey : notnull;

/// <summary>What preparation did over all series.</summary>
/// <param name="Bucket">Period length.</param>
/// <param name="Observations">Rows given.</param>
/// <param name="SeriesCount">Series prepared.</param>
/// <param name="SeriesLeftOut">Series left out because they never sold in a whole period.</param>
/// <param name="FirstPeriod">Ordinal of the earliest period kept; 0 when there is none.</param>
/// <param name="LastPeriod">Ordinal of the last period kept; -1 when there is none.</param>
/// <param name="DroppedPeriod">Ordinal of the incomplete last period that was left out; null when none was.</param>
/// <param name="Sold">Sum of the positive rows, in the unit of the measure.</param>
/// <param name="Returned">Sum of the negative rows, as a positive number.</param>
/// <param name="Notes">Per note code its summed count, in order of code.</param>
public sealed record PreparationReport(
    TimeBucket Bucket,
    long Observations,
    int SeriesCount,
    int SeriesLeftOut,
    int FirstPeriod,
    int LastPeriod,
    int? DroppedPeriod,
    double Sold,
    double Returned,
    IReadOnlyList<PreparationNote> Notes);
