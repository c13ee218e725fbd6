using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Runs;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What the periods of runs and of published versions are: told by the run or the version, and guessed from the days on which periods begin only where neither says it.</summary>
internal static class RunBuckets
{
    private static readonly JsonParser Lenient = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The bucket of completed parameters.</summary>
    /// <exception cref="RunFailedException">The fiscal calendar is missing or cannot be read.</exception>
    public static TimeBucket Of(RunParameters parameters) => parameters.Bucket switch
    {
        RunBucket.Day => TimeBucket.Day,
        RunBucket.Week => parameters.FiscalPeriods is { } calendar ? TimeBucket.FiscalWeek(Read(calendar.Pattern, calendar.YearEnd)) : TimeBucket.Week,
        RunBucket.FiscalPeriod => TimeBucket.FiscalPeriod(Read(parameters.FiscalPeriods?.Pattern ?? "", parameters.FiscalPeriods?.YearEnd ?? "")),
        _ => TimeBucket.Month,
    };

    /// <summary>The name under which versions keep a bucket.</summary>
    public static string NameOf(TimeBucket bucket) => bucket switch
    {
        { Kind: BucketKind.FiscalPeriod, Fiscal: { } calendar } => calendar.Name,
        { Fiscal: { } calendar } => $"{bucket.Kind}, {calendar.Name}",
        _ => bucket.Kind.ToString(),
    };

    /// <summary>The bucket of a name; months where it is empty.</summary>
    public static TimeBucket Parse(string name) => name switch
    {
        nameof(BucketKind.Day) => TimeBucket.Day,
        nameof(BucketKind.Week) => TimeBucket.Week,
        nameof(BucketKind.Month) or "" => TimeBucket.Month,
        _ => name.Split(", ") switch
        {
            [var pattern, var yearEnd] => TimeBucket.FiscalPeriod(Read(pattern, yearEnd)),
            [nameof(BucketKind.Week), var pattern, var yearEnd] => TimeBucket.FiscalWeek(Read(pattern, yearEnd)),
            _ => throw new RunFailedException($"The bucket ({name}) is not known. Maybe a later version of this program published it."),
        },
    };

    /// <summary>What planners call one period.</summary>
    public static string NounOf(TimeBucket bucket) => bucket.Kind switch
    {
        BucketKind.Day => "day",
        BucketKind.Week => "week",
        BucketKind.FiscalPeriod => "fiscal period",
        _ => "month",
    };

    /// <summary>Of the forecasts that a run builds on: its own, or the published ones.</summary>
    public static async Task<TimeBucket> OfForecastsAsync(RunExecution run, PlanningContext db, CancellationToken cancellationToken) => run.Includes(SeriesSet.Output.Stage)
        ? Of(run.Parameters)
        : await OfVersionAsync(db, (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Demand), cancellationToken);

    /// <summary>
    /// Of a published version. Earlier versions of this program, which knew months and weeks, did not keep it: there it is that of the run that made the forecasts, and for all else weeks where any period begins
    /// on another day than the first of a month.
    /// </summary>
    public static async Task<TimeBucket> OfVersionAsync(PlanningContext db, int version, CancellationToken cancellationToken)
    {
        var found = await db.PlanVersions.AsNoTracking().Where(v => v.PlanVersionKey == version).Select(v => new { v.Bucket, v.RunKey }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.Bucket.Length > 0)
            return Parse(found?.Bucket ?? "");
        // Other kinds of run take the periods of the published forecasts, whatever their parameters say.
        var parameters = await db.Runs.Where(r => r.RunKey == found.RunKey && r.RunKey != 0 && (r.Kind == RunKinds.Cycle || r.Kind == RunKinds.Forecast)).Select(r => r.Parameters).SingleOrDefaultAsync(cancellationToken);
        if (parameters is not null)
            return Of(Lenient.Parse<RunParameters>(parameters));
        var isWeekly = await db.Forecasts.AnyAsync(f => f.PlanVersionKey == version && f.DateKey % 100 != 1, cancellationToken)
            || await db.Allocations.AnyAsync(a => a.PlanVersionKey == version && a.DateKey % 100 != 1, cancellationToken);
        return isWeekly ? TimeBucket.Week : TimeBucket.Month;
    }

    private static FiscalWeeks Read(string pattern, string yearEnd)
    {
        var violations = new List<string>();
        return FiscalWeeks.Read(pattern, yearEnd, violations) ?? throw new RunFailedException(string.Join(" ", violations));
    }
}
