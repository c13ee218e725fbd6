using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Plans;

/// <summary>Which actuals count: those known at a commit, of a source, up to a day.</summary>
/// <param name="Commit">Number of the commit.</param>
/// <param name="Source">Source of the loads; empty for all.</param>
/// <param name="EndDate">Last day that counts; null for the last there is.</param>
internal sealed record ActualsScope(int Commit, string Source, DateOnly? EndDate)
{
    /// <summary>What a run sees.</summary>
    public static ActualsScope Of(RunExecution run) => new(run.InputCommit, run.Parameters.Source, run.Parameters.EndDate?.ToDateOnly());

    /// <summary>The sales of the scope.</summary>
    public IQueryable<Sale> Sales(PlanningContext db)
    {
        var (commit, source) = (Commit, Source);
        var sales = db.Sales.AsNoTracking().Where(s => s.KnownFrom <= commit && commit < s.KnownTo && s.DateKey != 0);
        if (source.Length > 0)
            sales = sales.Where(s => db.Loads.Any(l => l.LoadKey == s.LoadKey && l.Source == source));
        if (EndDate is not { } end)
            return sales;
        var last = FiscalCalendar.DateKey(end);
        return sales.Where(s => s.DateKey <= last);
    }

    /// <summary>The sales of a window of days, both included.</summary>
    public IQueryable<Sale> Sales(PlanningContext db, DateOnly first, DateOnly last)
    {
        var (from, to) = (FiscalCalendar.DateKey(first), FiscalCalendar.DateKey(last));
        return Sales(db).Where(s => s.DateKey >= from && s.DateKey <= to);
    }

    /// <summary>
    /// Last day of the last complete period; null without sales. Where no end date is given, <see cref="LastPeriod"/> tells whether the last one is over, as it does for series.
    /// </summary>
    public async Task<DateOnly?> LastDayAsync(PlanningContext db, TimeBucket bucket, CancellationToken cancellationToken)
    {
        if (await Sales(db).MaxAsync(s => (int?)s.DateKey, cancellationToken) is not { } latest)
            return null;
        var period = bucket.OrdinalOf(DateKeys.ToDate(latest));
        if (EndDate is { } end)
            return bucket.EndOf(end < bucket.EndOf(period) ? period - 1 : period);
        var firstKey = FiscalCalendar.DateKey(bucket.StartOf(period - LastPeriod.Compared));
        var days = await Sales(db).Where(s => s.DateKey >= firstKey).Select(s => s.DateKey).Distinct().ToListAsync(cancellationToken);
        DateOnly[] before = [.. days.Select(DateKeys.ToDate).GroupBy(bucket.OrdinalOf).Where(g => g.Key != period).Select(g => g.Max())];
        return bucket.EndOf(LastPeriod.IsUnfinished(bucket, DateKeys.ToDate(latest), before) ? period - 1 : period);
    }

    /// <summary>The end date that a run was given, else the day it was asked for: what stands for the last day of actuals where there are none.</summary>
    public static async Task<DateOnly> AskedForOnAsync(RunExecution run, PlanningContext db, CancellationToken cancellationToken) =>
        run.Parameters.EndDate?.ToDateOnly() ?? run.Services.Company.DayOf(DateTime.SpecifyKind(await db.Runs.Where(r => r.RunKey == run.RunKey).Select(r => r.CreatedAt).SingleAsync(cancellationToken), DateTimeKind.Utc));

    /// <summary>Last day of actuals for a run: the end of its series where it prepares them, else of the last complete period.</summary>
    public static async Task<DateOnly?> LastDayAsync(RunExecution run, PlanningContext db, TimeBucket bucket, CancellationToken cancellationToken)
    {
        if (!run.Includes(SeriesSet.Output.Stage))
            return await Of(run).LastDayAsync(db, bucket, cancellationToken);
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        return set.Bucket.EndOf(set.LastPeriod);
    }
}
