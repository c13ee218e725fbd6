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
    private const int PeriodsCompared = 12;

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
    /// Last day of the last complete period; null without sales. Where no end date is given, the last period counts as incomplete when its last sale lies earlier in it than that of each of the twelve
    /// before, as series preparation judges.
    /// </summary>
    public async Task<DateOnly?> LastDayAsync(PlanningContext db, TimeBucket bucket, CancellationToken cancellationToken)
    {
        if (await Sales(db).MaxAsync(s => (int?)s.DateKey, cancellationToken) is not { } latest)
            return null;
        var period = bucket.OrdinalOf(DateKeys.ToDate(latest));
        if (EndDate is { } end)
            return bucket.EndOf(end < bucket.EndOf(period) ? period - 1 : period);
        var firstKey = FiscalCalendar.DateKey(bucket.StartOf(period - PeriodsCompared));
        var days = await Sales(db).Where(s => s.DateKey >= firstKey).Select(s => s.DateKey).Distinct().ToListAsync(cancellationToken);
        int Offset(int dateKey) => DateKeys.ToDate(dateKey) is var day ? day.DayNumber - bucket.StartOf(day).DayNumber : 0;
        var before = days.GroupBy(d => bucket.OrdinalOf(DateKeys.ToDate(d))).Where(g => g.Key != period).Select(g => g.Max(Offset)).ToList();
        return bucket.EndOf(before.Count > 0 && before.TrueForAll(o => Offset(latest) < o) ? period - 1 : period);
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
