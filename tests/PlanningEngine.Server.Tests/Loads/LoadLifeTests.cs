using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class LoadLifeTests
{
    private static CancellationToken Ct => LoadHost.Ct;

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task CommitLoad_MastersAndFacts_EveryRowIsThereToTheCent(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        var sales = Enumerable.Range(0, 1000).Select(i => Some.Sale($"ä,{i}", i % 7, 0.01m * i)).ToArray();
        sales[0].AccountCode = "a1";
        sales[1].AccountCode = "a2";
        sales[2].SalesRepCode = "ann";
        sales[3].TerritoryCode = "N";
        sales[3].AccountCode = "a1";
        LoadChunk[] chunks =
        [
            Some.Chunk(sales), .. Some.Masters(),
            new() { Inventory = new InventoryRows { Rows = { new InventoryRow { LocationCode = "wh", ProductCode = "p1", Date = Some.Day(2025, 3, 31), OnHand = 4.5 } } } },
            new() { Capacities = new CapacityRows { Rows = { new CapacityRow { LocationCode = "wh", Resource = "dock", PeriodStart = Some.Day(2025, 4, 1), Available = 100 } } } },
            new() { Opportunities = new OpportunityRows { Rows = { new OpportunityRow { Code = "o1", SalesRepCode = "ann", Amount = Some.Money(99.99m), Probability = 0.5, CreateDate = Some.Day(2025, 1, 1), ExpectedCloseDate = Some.Day(2025, 5, 1) } } } },
        ];

        var load = await host.LoadAsync(chunks);

        Assert.Equal(LoadState.Committed, load.State);
        Assert.Equal((1, 1015L, 1015L, 10), (load.CommitNumber, load.RowCount, load.InsertedCount, load.ChunkCount));
        Assert.Equal("4995.00", load.Totals.Single(t => t.Set == "Sales").Amount.Value);
        Assert.Equal((1000, sales.Sum(s => s.Quantity), 4995.00m), await host.SalesAsync());
        await using var db = host.CreateContext();
        var territory = await db.Sales.OrderBy(s => s.SaleKey).Take(5).Join(db.Territories, s => s.TerritoryKey, t => t.TerritoryKey, (s, t) => new { s.SaleKey, t.Code })
            .OrderBy(s => s.SaleKey).Select(s => s.Code).ToListAsync(Ct);
        Assert.Equal(["N1", "S", "S", "N", "UNKNOWN"], territory);
        var north = await db.Territories.SingleAsync(t => t.Code == "N1", Ct);
        Assert.Equal(("World", "North", "Nordküste, außen", 3, 3, true), (north.Level1, north.Level2, north.Level3, north.PreorderFirst, north.PreorderLast, north.IsLeaf));
        Assert.Equal("Zelt \"Ålesund\", grün", (await db.Products.SingleAsync(p => p.Code == "p1", Ct)).Name);
        Assert.Equal("boss", (await db.SalesReps.SingleAsync(r => r.SalesRepKey == db.SalesReps.Single(a => a.Code == "ann").ManagerSalesRepKey, Ct)).Code);
        Assert.Equal("N", (await db.Territories.SingleAsync(t => t.TerritoryKey == db.Inventory.Single().TerritoryKey, Ct)).Code);
        Assert.Equal((99.99m, 20250501), await db.Opportunities.Select(o => new ValueTuple<decimal, int>(o.Amount, o.DateKey)).SingleAsync(Ct));
        Assert.False(await db.LoadChunks.AnyAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task CommitLoad_Twice_ChangesNothingAndAnswersTheSame(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        var staged = await host.StageAsync(null, [.. Some.Masters(), Some.Chunk(Some.Sale("1"))]);
        var request = new CommitLoadRequest { RequestId = LoadHost.NewId(), LoadKey = staged.LoadKey };
        var first = await host.Client.CommitLoadAsync(request, cancellationToken: Ct);
        var before = await host.DumpAsync();

        var replayed = await host.Client.CommitLoadAsync(request, cancellationToken: Ct);
        var again = await host.CommitAsync(staged.LoadKey);

        Assert.Equal(first, replayed);
        Assert.Equal(first.Load, again);
        Assert.Equal(before, await host.DumpAsync());
        var reused = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.CommitLoadAsync(new CommitLoadRequest { RequestId = request.RequestId, LoadKey = 99 }, cancellationToken: Ct));
        Assert.Equal(("REQUEST_ID_REUSED", StatusCode.AlreadyExists), (Reason(reused), reused.StatusCode));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task LoadAgain_SameAndOtherContent_UnchangedAndCorrectedAreTold(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Sale("1", 1, 10), Some.Sale("2", 2, 20), Some.Sale("3", 3, 30))]);

        var second = await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Sale("1", 1, 10.00m), Some.Sale("2", 2, 25), Some.Sale("4", 4, 40))]);

        Assert.Equal((1L, 1L, 13L), (second.InsertedCount, second.CorrectedCount, second.UnchangedCount));
        Assert.Equal((4, 10d, 105m), await host.SalesAsync());
        Assert.Equal((3, 6d, 60m), await host.SalesAsync(asKnownOn: 1));
        await using var db = host.CreateContext();
        Assert.True(await db.Products.AllAsync(p => p.LoadKey <= 1, Ct));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task ValidateLoad_BadRows_RejectedWithEveryFindingAndNothingChanged(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Sale("1"))]);
        var before = await host.DumpAsync();
        var bad = Some.Chunk(Some.Sale("x"), Some.Sale("x"), Some.Sale("y", double.NaN), Some.Sale("z", product: "nope"), Some.Sale("w"), Some.Sale("v"));
        bad.Sales.Rows[4].Date = Some.Day(2025, 2, 30);
        bad.Sales.Rows[5].Revenue.Value = "12,5";
        bad.File = "verkäufe.csv";
        bad.Lines.AddRange([2, 3, 4, 5, 6, 7]);
        bad.Findings.Add(new Finding { Rule = "unreadable-number", Severity = Severity.Error, File = "verkäufe.csv", Line = 8, Reason = "No number." });
        var load = await host.OpenAsync();
        await host.SendAsync(load.LoadKey, bad);

        var (rejected, findings) = await host.ValidateAsync(load.LoadKey, 1);

        Assert.Equal((LoadState.Rejected, 6L), (rejected.State, rejected.ErrorCount));
        Assert.Equal(
            [("duplicate-row-key", 3L), ("not-a-number", 4L), ("unknown-product", 5L), ("unreadable-date", 6L), ("unreadable-number", 7L), ("unreadable-number", 8L)],
            findings.Where(f => f.Severity == Severity.Error).Select(f => (f.Rule, f.Line)).Order());
        Assert.All(findings.Where(f => f.Severity == Severity.Error), f => Assert.Equal("verkäufe.csv", f.File));
        var refused = await Assert.ThrowsAsync<RpcException>(() => host.CommitAsync(load.LoadKey));
        Assert.Equal("LOAD_REJECTED", Reason(refused));
        Assert.Equal(before, await host.DumpAsync());
        var abandoned = await host.Client.AbandonLoadAsync(new AbandonLoadRequest { RequestId = LoadHost.NewId(), LoadKey = load.LoadKey }, cancellationToken: Ct);
        Assert.Equal((LoadState.Abandoned, 1), (abandoned.Load.State, abandoned.Load.ChunkCount));
        await using var db = host.CreateContext();
        Assert.False(await db.LoadChunks.AnyAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task CommitLoad_Predecessors_AreKeptJudgedTogetherAndTakenBack(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync(Some.Masters());
        // A row may name a product that comes after it.
        var first = await host.LoadAsync(Some.Chunk(
            new ProductRow { Code = "p4", PredecessorCode = "p3" }, new ProductRow { Code = "p3", PredecessorCode = "p1", PredecessorShare = 0.7 }));
        async Task<(string, string?, double?)[]> StoredAsync()
        {
            await using var db = host.CreateContext();
            var products = await db.Products.Where(p => p.ProductKey > 0).OrderBy(p => p.Code).ToListAsync(Ct);
            return [.. products.Select(p => (p.Code, products.SingleOrDefault(o => o.ProductKey == p.PredecessorProductKey)?.Code, p.PredecessorShare))];
        }

        Assert.Equal([("p1", null, null), ("p2", null, null), ("p3", "p1", 0.7), ("p4", "p3", 1.0)], await StoredAsync());

        var load = await host.OpenAsync();
        await host.SendAsync(load.LoadKey, Some.Chunk(
            new ProductRow { Code = "p1", PredecessorCode = "p4" }, new ProductRow { Code = "p5", PredecessorCode = "p1", PredecessorShare = 0.4 },
            new ProductRow { Code = "p6", PredecessorCode = "nope" }, new ProductRow { Code = "p7", PredecessorCode = "p7", PredecessorShare = -1 }, new ProductRow { Code = "p8", PredecessorShare = 0.5 }));
        var (_, findings) = await host.ValidateAsync(load.LoadKey, 1);
        Assert.Equal(
            ["predecessor-cycle p1 > p4 > p3", "predecessor-cycle p7", "share-out-of-range -1", "share-out-of-range 0.5", "shares-above-one 1.1", "unknown-product nope"],
            findings.Where(f => f.Severity == Severity.Error).Select(f => $"{f.Rule} {f.Value}").Order(StringComparer.Ordinal));
        await host.Client.AbandonLoadAsync(new AbandonLoadRequest { RequestId = LoadHost.NewId(), LoadKey = load.LoadKey }, cancellationToken: Ct);

        await host.LoadAsync(Some.Chunk(new ProductRow { Code = "p2", PredecessorCode = "p4" }));
        var reverted = await host.RevertAsync(first.LoadKey);
        // A product that another one replaces stays, without what the load said of it: nothing keeps the one that it was to replace.
        Assert.Equal(["Products/p4"], reverted.KeptMembers);
        Assert.Equal([("p1", null, null), ("p2", "p4", 1.0), ("p4", null, null)], await StoredAsync());
    }

    [Fact]
    public async Task ValidateLoad_ManyFindings_AllCountedAndAThousandStoredPerRule()
    {
        await using var host = await LoadHost.StartAsync();
        var load = await host.OpenAsync();
        await host.SendAsync(load.LoadKey, Some.Numbered([Some.Chunk([.. Enumerable.Range(0, 2500).Select(i => Some.Sale($"{i}", product: "none"))])]));

        var (rejected, findings) = await host.ValidateAsync(load.LoadKey, 1, maxFindings: 10);

        Assert.Equal(5000, rejected.ErrorCount);
        Assert.Equal(10, findings.Count(f => f.Rule == "unknown-product"));
        var stored = new List<Finding>();
        var page = new ListFindingsResponse();
        do
        {
            page = await host.Client.ListFindingsAsync(new ListFindingsRequest { LoadKey = load.LoadKey, PageSize = 700, PageToken = page.NextPageToken }, cancellationToken: Ct);
            stored.AddRange(page.Findings);
        }
        while (page.NextPageToken.Length > 0);
        Assert.Equal(1001, stored.Count(f => f.Rule == "unknown-product"));
        Assert.Equal(2500, stored.Where(f => f.Rule == "unknown-product").Sum(f => f.Count));
        Assert.Equal(stored.Select(f => f.Severity).OrderDescending(), stored.Select(f => f.Severity));
    }

    [Fact]
    public async Task ValidateLoad_Again_ReplacesTheFindings()
    {
        await using var host = await LoadHost.StartAsync();
        var load = await host.OpenAsync();
        await host.SendAsync(load.LoadKey, Some.Numbered([Some.Chunk(Some.Sale("1"))]));
        Assert.Equal(LoadState.Rejected, (await host.ValidateAsync(load.LoadKey, 1)).Load.State);
        await host.LoadAsync(Some.Masters());

        var (validated, findings) = await host.ValidateAsync(load.LoadKey, 1);

        Assert.Equal((LoadState.Validated, 0L), (validated.State, validated.ErrorCount));
        Assert.DoesNotContain(findings, f => f.Severity == Severity.Error);
        Assert.Equal(1, (await host.CommitAsync(load.LoadKey)).InsertedCount);
    }

    [Fact]
    public async Task OpenLoad_BadRequest_AllViolationsAtOnce()
    {
        await using var host = await LoadHost.StartAsync();
        var request = new OpenLoadRequest { RequestId = "no", RuleSeverities = { ["no-rule"] = Severity.Error }, DuplicatePolicies = { ["Products"] = DuplicatePolicy.Sum, ["Opportunities"] = DuplicatePolicy.Sum } };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.OpenLoadAsync(request, cancellationToken: Ct));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var fields = refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field).Order(StringComparer.Ordinal);
        Assert.Equal(["duplicate_policies[Opportunities]", "duplicate_policies[Products]", "request_id", "rule_severities[no-rule]", "source"], fields);
    }

    [Fact]
    public async Task ListLoads_Pages_NewestFirstAndTokensBelongToTheirQuery()
    {
        await using var host = await LoadHost.StartAsync();
        for (var i = 0; i < 5; i++)
            await host.OpenAsync();

        var first = await host.Client.ListLoadsAsync(new ListLoadsRequest { PageSize = 2 }, cancellationToken: Ct);
        var second = await host.Client.ListLoadsAsync(new ListLoadsRequest { PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Ct);

        Assert.Equal([5, 4, 3, 2, 1], first.Loads.Concat(second.Loads).Select(l => l.LoadKey));
        Assert.Equal("", second.NextPageToken);
        var foreign = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.ListLoadsAsync(new ListLoadsRequest { PageToken = first.NextPageToken, State = LoadState.Open }, cancellationToken: Ct));
        Assert.Equal(StatusCode.InvalidArgument, foreign.StatusCode);
        var missing = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.GetLoadAsync(new GetLoadRequest { LoadKey = 77 }, cancellationToken: Ct));
        Assert.Equal(("LOAD_NOT_FOUND", StatusCode.NotFound), (Reason(missing), missing.StatusCode));
    }

    internal static string Reason(RpcException refused) => refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
}
