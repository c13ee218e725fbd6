using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using static PlanningEngine.Contracts.V1.PlanService;

namespace PlanningEngine.Server.Tests.Plans;

public sealed class PlanServiceTests
{
    [Fact]
    public async Task WritePlanLines_TwiceAndPublished_ReplacesThenFreezes()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        var client = new PlanServiceClient(database.Channel);
        await client.CreatePlanAsync(new() { RequestId = Id(), Plan = new() { Code = "FY27-SALES", Kind = PlanKind.Sales } }, cancellationToken: PlanningDatabase.Ct);
        var draft = (await client.CreatePlanVersionAsync(new() { RequestId = Id(), PlanCode = "FY27-SALES" }, cancellationToken: PlanningDatabase.Ct)).PlanVersion;
        Assert.Equal((1, PlanVersionState.Draft), (draft.Number, draft.State));

        var write = new WritePlanLinesRequest { RequestId = Id(), PlanVersionKey = draft.PlanVersionKey, Lines = { Line("SKU-1", "T2", 4, "10.25"), Line("SKU-1", "T3", 4, "20") } };
        Assert.Equal((2, 0), Counts(await client.WritePlanLinesAsync(write, cancellationToken: PlanningDatabase.Ct)));
        Assert.Equal((2, 0), Counts(await client.WritePlanLinesAsync(write, cancellationToken: PlanningDatabase.Ct)));
        var again = new WritePlanLinesRequest { RequestId = Id(), PlanVersionKey = draft.PlanVersionKey, Lines = { Line("SKU-1", "T2", 4, "11"), Line("SKU-2", "T2", 4, "1") } };
        Assert.Equal((1, 1), Counts(await client.WritePlanLinesAsync(again, cancellationToken: PlanningDatabase.Ct)));

        var reused = await RefusedAsync(() => client.WritePlanLinesAsync(new(again) { RequestId = write.RequestId }, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal("REQUEST_ID_REUSED", Reason(reused));

        var lines = new List<PlanLine>();
        var pages = new GetPlanLinesRequest { PlanVersionKey = draft.PlanVersionKey, PageSize = 2 };
        do
        {
            var page = await client.GetPlanLinesAsync(pages, cancellationToken: PlanningDatabase.Ct);
            lines.AddRange(page.Lines);
            pages.PageToken = page.NextPageToken;
        }
        while (pages.PageToken.Length > 0);
        Assert.Equal([("SKU-1", "T2", "11.00"), ("SKU-1", "T3", "20.00"), ("SKU-2", "T2", "1.00")], lines.Select(l => (l.ProductCode, l.TerritoryCode, l.Amount.Value)));

        var published = (await client.PublishPlanVersionAsync(new() { RequestId = Id(), PlanVersionKey = draft.PlanVersionKey }, cancellationToken: PlanningDatabase.Ct)).PlanVersion;
        Assert.Equal((PlanVersionState.Published, 64), (published.State, published.ContentHash.Length));
        var frozen = await RefusedAsync(() => client.WritePlanLinesAsync(new(again) { RequestId = Id() }, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal((StatusCode.FailedPrecondition, "VERSION_FROZEN"), (frozen.StatusCode, Reason(frozen)));

        var copy = (await client.CreatePlanVersionAsync(new() { RequestId = Id(), PlanCode = "FY27-SALES", CopyOfPlanVersionKey = draft.PlanVersionKey }, cancellationToken: PlanningDatabase.Ct)).PlanVersion;
        var second = (await client.PublishPlanVersionAsync(new() { RequestId = Id(), PlanVersionKey = copy.PlanVersionKey }, cancellationToken: PlanningDatabase.Ct)).PlanVersion;
        Assert.Equal(published.ContentHash, second.ContentHash);
        var versions = (await client.ListPlanVersionsAsync(new() { PlanCode = "FY27-SALES" }, cancellationToken: PlanningDatabase.Ct)).PlanVersions;
        Assert.Equal([PlanVersionState.Published, PlanVersionState.Superseded], versions.Select(v => v.State));
    }

    [Fact]
    public async Task WritePlanLines_BadLines_AllViolationsAndNothingWritten()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        var client = new PlanServiceClient(database.Channel);
        var draft = (await client.CreatePlanVersionAsync(new() { RequestId = Id(), PlanCode = "SALES" }, cancellationToken: PlanningDatabase.Ct)).PlanVersion;
        var refused = await RefusedAsync(() => client.WritePlanLinesAsync(new()
        {
            RequestId = "x",
            PlanVersionKey = draft.PlanVersionKey,
            Lines = { Line("SKU-1", "T2", 4, "1"), Line("no such", "nowhere", 4, "1"), new PlanLine { ProductCode = "SKU-1", TerritoryCode = "T2", Quantity = double.NaN }, Line("SKU-1", "T2", 4, "2") },
        }, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal(
            ["lines[1].product_code", "lines[1].territory_code", "lines[2].period_start", "lines[2].quantity", "lines[3]", "request_id"],
            Fields(refused).Order(StringComparer.Ordinal));
        await using var db = database.Open();
        Assert.Equal(0, await db.PlanLines.CountAsync(PlanningDatabase.Ct));
    }

    [Fact]
    public async Task CascadeQuotas_LocksAndConflicts_AddUpExactlyOrSayAll()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        var client = new PlanServiceClient(database.Channel);
        var request = new CascadeQuotasRequest
        {
            Target = new() { Value = "1000000.01" },
            HorizonStart = new() { Year = 2026, Month = 4, Day = 1 },
            OverAssignment = 0,
            ValidateOnly = true,
            Locks = { new QuotaLock { TerritoryCode = "T3", Amount = new() { Value = "123456.78" } } },
        };
        var answer = await client.CascadeQuotasAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal("1000000.01", answer.LeafTotal.Value);
        Assert.Equal(1000000.01m, answer.Quotas.Where(q => q.IsLeaf).Sum(q => Amount(q)));
        Assert.Equal(123456.78m, answer.Quotas.Where(q => q.TerritoryCode == "T3" && !q.IsLeaf).Sum(q => Amount(q)));
        Assert.Contains(answer.Quotas, q => q.IsLeaf && q.TerritoryCode == "T4" && q.SalesRepCode.Length == 0);
        Assert.All(answer.Quotas.Where(q => q.TerritoryCode == "T3" && !q.IsLeaf), q => Assert.Contains("is 123,456.78: locked; its reference is ", q.Reason, StringComparison.Ordinal));
        Assert.All(answer.Quotas.GroupBy(q => q.PeriodStart.Month), g => Assert.Equal(Amount(g.Single(q => q.Level == 0)), g.Where(q => q.IsLeaf).Sum(q => Amount(q))));

        var bad = request.Clone();
        bad.Locks.Add(new QuotaLock { TerritoryCode = "nowhere", Amount = new() { Value = "1" } });
        bad.Locks.Add(new QuotaLock { SalesRepCode = "R3", Amount = new() { Value = "2000000" } });
        var refused = await RefusedAsync(() => client.CascadeQuotasAsync(bad, cancellationToken: PlanningDatabase.Ct));
        Assert.Contains("locks[1]", Fields(refused));
        Assert.True(Fields(refused).Count > 1, string.Join(", ", Fields(refused)));

        var worse = new CascadeQuotasRequest { Target = new() { Value = "-1" }, HorizonMonths = 99, HistoryWeight = 2, Locks = { new QuotaLock() } };
        Assert.Equal(
            ["history_weight", "horizon_months", "horizon_start", "locks[0]", "locks[0].amount", "plan_version_key", "request_id", "target"],
            Fields(await RefusedAsync(() => client.CascadeQuotasAsync(worse, cancellationToken: PlanningDatabase.Ct))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CascadeQuotas_IntoDraftThenPublished_CarriesOverTheRest()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        var client = new PlanServiceClient(database.Channel);
        async Task<int> CascadeAsync(int year, string target)
        {
            var draft = (await client.CreatePlanVersionAsync(new() { RequestId = Id(), PlanCode = "QUOTA" }, cancellationToken: PlanningDatabase.Ct)).PlanVersion.PlanVersionKey;
            await client.CascadeQuotasAsync(new() { RequestId = Id(), PlanVersionKey = draft, Target = new() { Value = target }, OverAssignment = 0, HorizonStart = new() { Year = year, Month = 1, Day = 1 } }, cancellationToken: PlanningDatabase.Ct);
            await client.PublishPlanVersionAsync(new() { RequestId = Id(), PlanVersionKey = draft }, cancellationToken: PlanningDatabase.Ct);
            return draft;
        }

        await CascadeAsync(2026, "100");
        await CascadeAsync(2027, "200");
        var last = await CascadeAsync(2026, "50.5");
        var answer = await client.GetQuotasAsync(new(), cancellationToken: PlanningDatabase.Ct);
        Assert.Equal((last, 250.5m), (answer.PlanVersionKey, answer.Quotas.Sum(q => Amount(q))));
        Assert.All(answer.Quotas, q => Assert.True(q.IsLeaf));
        var all = await client.GetQuotasAsync(new() { IncludeInnerNodes = true }, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(250.5m, all.Quotas.Where(q => q.Level == 0).Sum(q => Amount(q)));
    }

    private static PlanLine Line(string product, string territory, int month, string amount) => new()
    {
        ProductCode = product,
        TerritoryCode = territory,
        PeriodStart = new() { Year = 2026, Month = month, Day = 1 },
        Quantity = 1,
        Amount = new() { Value = amount },
    };

    private static decimal Amount(Quota quota) => decimal.Parse(quota.Amount.Value, CultureInfo.InvariantCulture);

    private static (int, int) Counts(WritePlanLinesResponse answer) => (answer.InsertedCount, answer.ReplacedCount);

    private static string Id() => Guid.NewGuid().ToString();

    private static async Task<RpcException> RefusedAsync<T>(Func<AsyncUnaryCall<T>> call) => await Assert.ThrowsAsync<RpcException>(async () => await call());

    private static string? Reason(RpcException refusal) => refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()?.Reason;

    private static List<string> Fields(RpcException refusal) => [.. refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field)];
}
