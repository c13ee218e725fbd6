using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Planning.Calendars;
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
    /// Last day of the last complete month; null without sales. Where no end date is given, the last month counts as incomplete
    /// when its last sale lies earlier in the month than that of each of the twelve months before, as series preparation judges.
    /// </summary>
    public async Task<DateOnly?> LastDayAsync(PlanningContext db, CancellationToken cancellationToken)
    {
        if (await Sales(db).MaxAsync(s => (int?)s.DateKey, cancellationToken) is not { } latest)
            return null;
        var last = DateKeys.ToDate(latest);
        var month = TimeBucket.Month.OrdinalOf(last);
        if (EndDate is { } end)
            return TimeBucket.Month.EndOf(end < TimeBucket.Month.EndOf(month) ? month - 1 : month);
        var yearBefore = FiscalCalendar.DateKey(TimeBucket.Month.StartOf(month - 12));
        var lastDays = await Sales(db).Where(s => s.DateKey >= yearBefore).GroupBy(s => s.DateKey / 100)
            .Select(g => g.Max(s => s.DateKey)).ToListAsync(cancellationToken);
        var before = lastDays.Where(d => d / 100 != latest / 100).ToList();
        return TimeBucket.Month.EndOf(before.Count > 0 && before.All(d => latest % 100 < d % 100) ? month - 1 : month);
    }

    /// <summary>The end date that a run was given, else the day it was asked for: what stands for the last day of actuals where there are none.</summary>
    public static async Task<DateOnly> AskedForOnAsync(RunExecution run, PlanningContext db, CancellationToken cancellationToken) =>
        run.Parameters.EndDate?.ToDateOnly() ?? run.Services.Company.DayOf(DateTime.SpecifyKind(await db.Runs.Where(r => r.RunKey == run.RunKey).Select(r => r.CreatedAt).SingleAsync(cancellationToken), DateTimeKind.Utc));

    /// <summary>Last day of actuals for a run: the end of its series where it prepares them, else of the last complete month.</summary>
    public static async Task<DateOnly?> LastDayAsync(RunExecution run, PlanningContext db, CancellationToken cancellationToken)
    {
        if (!run.Includes(SeriesSet.Output.Stage))
            return await Of(run).LastDayAsync(db, cancellationToken);
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        return set.Bucket.EndOf(set.LastPeriod);
    }
}
