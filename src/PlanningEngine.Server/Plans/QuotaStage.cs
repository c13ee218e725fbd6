using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Plans;

/// <summary>The quotas of a run before they are published.</summary>
/// <param name="Target">Company target that was divided.</param>
/// <param name="StartKey">First day of the horizon.</param>
/// <param name="EndKey">Day after the horizon.</param>
/// <param name="Quotas">All nodes.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record RunQuotas(decimal Target, int StartKey, int EndKey, IReadOnlyList<PlannedQuota> Quotas, IReadOnlyList<string> Notes)
{
    /// <summary>The output of the stage <c>quotas</c>.</summary>
    public static RunOutput<RunQuotas> Output { get; } = new("quotas");
}

/// <summary>Quotas of the four calendar quarters after the last actual day; the target is given, or the last twelve months grown; what the version before fixed by hand stays fixed.</summary>
internal sealed class QuotaStage : IPublishingStage
{
    private const int Months = 12;
    private const int MostNotes = 8;
    private const decimal UsualOverAssignment = 0.1m;

    public string Name => RunQuotas.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var quotas = await run.ReadAsync(RunQuotas.Output, 0, cancellationToken);
        var before = await publication.VersionBeforeAsync(PlanKind.Quota, cancellationToken) ?? 0;
        var (start, end) = (quotas.StartKey, quotas.EndKey);
        var leaves = await publication.Db.Quotas.AsNoTracking().Where(q => before != 0 && q.PlanVersionKey == before && (q.DateKey < start || q.DateKey >= end))
            .OrderBy(q => q.DateKey).ThenBy(q => q.TerritoryKey).ThenBy(q => q.SalesRepKey).ThenBy(q => q.QuotaKey).ToListAsync(cancellationToken);
        var nodes = await publication.Db.QuotaNodes.AsNoTracking().Where(q => before != 0 && q.PlanVersionKey == before && (q.DateKey < start || q.DateKey >= end))
            .OrderBy(q => q.DateKey).ThenBy(q => q.TerritoryKey).ThenBy(q => q.SalesRepKey).ThenBy(q => q.QuotaNodeKey).ToListAsync(cancellationToken);
        await publication.WriteAsync(PlanKind.Quota, leaves.Select(QuotaRows.Copy).Concat(QuotaRows.Leaves(quotas.Quotas)), cancellationToken);
        await publication.WriteAsync(PlanKind.Quota, nodes.Select(QuotaRows.Copy).Concat(QuotaRows.Nodes(quotas.Quotas)), cancellationToken);
        publication.Summary.QuotaTarget = Money.ToMessage(quotas.Target);
        publication.Summary.QuotaTotal = Money.ToMessage(quotas.Quotas.Where(q => q.IsLeaf).Sum(q => q.Amount));
        publication.Summary.Notes.AddRange(quotas.Notes.Take(MostNotes));
        if (quotas.Notes.Count > MostNotes)
            publication.Summary.Notes.Add(FormattableString.Invariant($"{quotas.Notes.Count - MostNotes} more notes on quotas were left out."));
    }

    private static async Task<RunQuotas> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var scope = ActualsScope.Of(run);
        var lastDay = await ActualsScope.LastDayAsync(run, db, TimeBucket.Month, cancellationToken);
        var forecasts = (await RunForecasts.ReadAsync(run, cancellationToken)).GroupBy(f => (f.ProductKey, f.TerritoryKey))
            .Select(g => new ForecastSum(g.Key.ProductKey, g.Key.TerritoryKey, g.Sum(f => f.Mean))).ToList();
        var basis = await QuotaBasis.ReadAsync(db, await run.MasterDataAsync(cancellationToken), scope, lastDay, forecasts, await ForecastMeasure.IsRevenueAsync(run, db, cancellationToken), cancellationToken);

        var cover = await ForecastCover.NotesAsync(db, await run.MasterDataAsync(cancellationToken), scope, basis.Window, forecasts, cancellationToken);

        var parameters = run.Parameters;
        var target = Money.Read(parameters.CompanyTarget) ?? Math.Max(0, basis.Revenue * (1 + (decimal)parameters.Growth));
        var given = parameters.HasOverAssignment ? (decimal?)parameters.OverAssignment : null;
        var start = StartAfter(lastDay ?? await ActualsScope.AskedForOnAsync(run, db, cancellationToken));
        var published = (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Quota);
        var terms = new QuotaTerms
        {
            Target = decimal.Round(target, 2),
            Start = start,
            Months = Months,
            HistoryWeight = parameters.HistoryWeight,
            RepOverAssignment = given ?? UsualOverAssignment,
            TerritoryOverAssignment = given ?? 0,
            Last = await LastQuotas.ReadAsync(db, published, FiscalCalendar.DateKey(start), FiscalCalendar.DateKey(start.AddMonths(Months)), cancellationToken),
        };
        var outcome = QuotaCalculation.Run(terms, basis);
        if (outcome.Violations.Count > 0)
            throw new RunFailedException(string.Join(" ", outcome.Violations.Take(5).Select(v => v.Message)));
        return new RunQuotas(terms.Target, FiscalCalendar.DateKey(terms.Start), FiscalCalendar.DateKey(terms.End), outcome.Quotas, [.. cover, .. outcome.Notes]);
    }

    /// <summary>First day of the first calendar quarter that starts after a day.</summary>
    internal static DateOnly StartAfter(DateOnly day) => TimeBucket.Quarter.StartOf(TimeBucket.Quarter.OrdinalOf(day) + 1);
}
