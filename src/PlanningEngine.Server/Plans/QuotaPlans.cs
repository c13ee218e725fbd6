using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Writing;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Runs;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using PlanVersion = PlanningEngine.Data.Plans.PlanVersion;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Plans;

/// <summary>Cascades into drafts of quota plans.</summary>
internal sealed class QuotaPlans(PlanTransactions transactions, TimeProvider clock)
{
    private const int MostMonths = 24;

    /// <summary>Cascades a target into a draft, or only computes it.</summary>
    public async Task<CascadeQuotasResponse> CascadeAsync(CascadeQuotasRequest request, ServerCallContext context)
    {
        var found = new Violations();
        var requestId = request.ValidateOnly ? Guid.Empty : found.RequestId(request.RequestId);
        found.Require(request.ValidateOnly || request.PlanVersionKey > 0, "plan_version_key", "required", "The plan_version_key must be given. Maybe create a draft of a quota plan first.");
        var terms = Read(request, found);
        found.ThrowIfAny();
        if (!request.ValidateOnly)
            return await transactions.MutateAsync(requestId, request, PlanCall.Of(context), (db, ct) => CascadeAsync(db, request, terms!, ct));
        await using var reading = await transactions.OpenAsync(context.CancellationToken);
        if (request.PlanVersionKey > 0)
            await PlanLookup.DraftAsync(reading, request.PlanVersionKey, PlanKind.Quota, context.CancellationToken);
        return Answer(await ComputeAsync(reading, request, terms!, context.CancellationToken));
    }

    private async Task<CascadeQuotasResponse> CascadeAsync(PlanningContext db, CascadeQuotasRequest request, QuotaTerms terms, CancellationToken cancellationToken)
    {
        var draft = await PlanLookup.DraftAsync(db, request.PlanVersionKey, PlanKind.Quota, cancellationToken);
        var outcome = await ComputeAsync(db, request, terms, cancellationToken);
        var (version, start, end) = (draft.Version.PlanVersionKey, FiscalCalendar.DateKey(terms.Start), FiscalCalendar.DateKey(terms.End));
        await db.Quotas.Where(q => q.PlanVersionKey == version && q.DateKey >= start && q.DateKey < end).ExecuteDeleteAsync(cancellationToken);
        await db.QuotaNodes.Where(q => q.PlanVersionKey == version && q.DateKey >= start && q.DateKey < end).ExecuteDeleteAsync(cancellationToken);
        await WriteAsync(db, draft.Version, "Quotas", QuotaRows.Leaves(outcome.Quotas).ToList(), (q, key) => q.QuotaKey = key, cancellationToken);
        await WriteAsync(db, draft.Version, "QuotaNodes", QuotaRows.Nodes(outcome.Quotas).ToList(), (q, key) => q.QuotaNodeKey = key, cancellationToken);
        return Answer(outcome);
    }

    private static async Task<QuotaOutcome> ComputeAsync(PlanningContext db, CascadeQuotasRequest request, QuotaTerms terms, CancellationToken cancellationToken)
    {
        var snapshot = await ReportingSnapshot.CaptureAsync(db, cancellationToken);
        var scope = new ActualsScope(snapshot.LastCommit, "", null);
        var demand = snapshot.VersionOf(PlanKind.Demand);
        var forecasts = await db.Forecasts.Where(f => demand != 0 && f.PlanVersionKey == demand).GroupBy(f => new { f.ProductKey, f.TerritoryKey })
            .OrderBy(g => g.Key.ProductKey).ThenBy(g => g.Key.TerritoryKey)
            .Select(g => new ForecastSum(g.Key.ProductKey, g.Key.TerritoryKey, g.Sum(f => f.Mean))).ToListAsync(cancellationToken);
        var basis = await QuotaBasis.ReadAsync(
            db, await MasterData.ReadAsync(db, cancellationToken), scope, await scope.LastDayAsync(db, TimeBucket.Month, cancellationToken), forecasts, await ForecastMeasure.IsPublishedRevenueAsync(db, cancellationToken), cancellationToken);
        var published = snapshot.VersionOf(PlanKind.Quota);
        var last = await LastQuotas.ReadAsync(db, published, FiscalCalendar.DateKey(terms.Start), FiscalCalendar.DateKey(terms.End), cancellationToken);
        // What the published version fixed by hand is for the caller to fix again.
        var outcome = QuotaCalculation.Run(terms with { Last = last with { Locked = LastQuotas.None.Locked, LockedTerritories = LastQuotas.None.LockedTerritories } }, basis);
        if (outcome.Violations.Count == 0)
            return outcome;
        throw new ViolationException([.. outcome.Violations.Select(v => new Violation(FieldOf(request, v.Subject), v.Code, v.Message))]);
    }

    private static QuotaTerms? Read(CascadeQuotasRequest request, Violations found)
    {
        var target = Money.Read(request.Target);
        found.Require(target is > 0, "target", "not-positive", $"The target ({request.Target?.Value}) must be a number above 0 and at most {Money.Largest}. Maybe the amount was left out.");
        found.Require(target is null || Money.IsWholeCents(target.Value), "target", "not-whole-cents", $"The target ({request.Target?.Value}) must be in whole cents. Maybe round it.");
        var start = request.HorizonStart is null ? null : DateKeys.Read(request.HorizonStart);
        found.Require(start is { Day: 1 }, "horizon_start", "not-a-month", "The horizon_start must be the first day of a month. Maybe the day was left out.");
        found.Require(request.HorizonMonths is >= 0 and <= MostMonths, "horizon_months", "out-of-range", $"The horizon ({request.HorizonMonths}) must be 1 to {MostMonths} months. Maybe leave it out for 12.");
        found.Require(!request.HasHistoryWeight || request.HistoryWeight is >= 0 and <= 1, "history_weight", "out-of-range", FormattableString.Invariant($"The history weight ({request.HistoryWeight}) must lie between 0 and 1. Maybe divide per cents by 100."));
        found.Require(!request.HasOverAssignment || request.OverAssignment is >= 0 and <= 0.5, "over_assignment", "out-of-range", FormattableString.Invariant($"The over-assignment ({request.OverAssignment}) must lie between 0 and 0.5. Maybe divide per cents by 100."));
        found.Require(request.Fairness is >= 0 and <= 1, "fairness", "out-of-range", FormattableString.Invariant($"The fairness ({request.Fairness}) must lie between 0 and 1. Maybe divide per cents by 100."));
        var locks = request.Locks.Select((given, i) => Read(given, $"locks[{i}]", found)).ToList();
        return found.Any ? null : new QuotaTerms
        {
            Target = target!.Value,
            Start = start!.Value,
            Months = request.HorizonMonths == 0 ? 12 : request.HorizonMonths,
            HistoryWeight = request.HasHistoryWeight ? request.HistoryWeight : 0.5,
            RepOverAssignment = request.HasOverAssignment ? (decimal)request.OverAssignment : 0.1m,
            Fairness = request.Fairness,
            Locks = locks,
        };
    }

    private static LockedQuota Read(Contracts.V1.QuotaLock given, string field, Violations found)
    {
        var isRep = given.SalesRepCode.Length > 0;
        var amount = Money.Read(given.Amount);
        found.Require(isRep != given.TerritoryCode.Length > 0, field, "one-of", $"The lock must name a territory ({given.TerritoryCode}) or a rep ({given.SalesRepCode}), one of the two. Maybe clear one.");
        found.Require(amount is >= 0, $"{field}.amount", "out-of-range", $"The locked amount ({given.Amount?.Value}) must be a number from 0 to {Money.Largest}. Maybe the sign is wrong.");
        found.Require(amount is null || Money.IsWholeCents(amount.Value), $"{field}.amount", "not-whole-cents", $"The locked amount ({given.Amount?.Value}) must be in whole cents. Maybe round it.");
        return new LockedQuota(isRep, isRep ? given.SalesRepCode : given.TerritoryCode, amount ?? 0);
    }

    private static string FieldOf(CascadeQuotasRequest request, string subject)
    {
        for (var i = 0; i < request.Locks.Count; i++)
        {
            if (request.Locks[i].TerritoryCode == subject || request.Locks[i].SalesRepCode == subject)
                return FormattableString.Invariant($"locks[{i}]");
        }

        return request.Locks.Count > 0 ? "locks" : "target";
    }

    private static CascadeQuotasResponse Answer(QuotaOutcome outcome) => new()
    {
        Quotas = { outcome.Quotas.Select(QuotaRows.ToMessage) },
        LeafTotal = Money.ToMessage(outcome.Quotas.Where(q => q.IsLeaf).Sum(q => q.Amount)),
        Notes = { outcome.Notes },
    };

    private async Task WriteAsync<T>(PlanningContext db, PlanVersion version, string table, List<T> rows, Action<T, long> setKey, CancellationToken cancellationToken)
        where T : QuotaFact
    {
        var (key, now) = (await KeySequences.ReserveAsync(db, table, rows.Count, cancellationToken), clock.GetUtcNow().UtcDateTime);
        foreach (var row in rows)
        {
            setKey(row, key++);
            (row.PlanVersionKey, row.ScenarioKey, row.ModifiedAt) = (version.PlanVersionKey, version.ScenarioKey, now);
        }

        await BulkWriter.WriteAsync(db, rows, cancellationToken);
    }
}
