using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Runs;
using PlanVersionStatus = PlanningEngine.Data.Plans.PlanVersionStatus;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class RevertTests
{
    private static CancellationToken Ct => LoadHost.Ct;

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task RevertLoad_Correction_RestoresTheSumsExactlyAndKeepsWhatWasKnown(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Sale("1", 1, 10.01m), Some.Sale("2", 2, 20.02m))]);
        var bad = await host.LoadAsync(Some.Chunk(Some.Sale("1", 100, 1000), Some.Sale("3", 3, 30.03m)));

        var reverted = await host.RevertAsync(bad.LoadKey);

        Assert.Equal((2L, 1L, LoadState.Reverted), (reverted.RemovedCount, reverted.RestoredCount, reverted.Load.State));
        Assert.Equal((2, 3d, 30.03m), await host.SalesAsync());
        Assert.Equal((3, 105d, 1050.05m), await host.SalesAsync(asKnownOn: 2));
        Assert.Equal((2, 3d, 30.03m), await host.SalesAsync(asKnownOn: 3));
        var again = await host.RevertAsync(bad.LoadKey);
        Assert.Equal((reverted.Load, 0L), (again.Load, again.RemovedCount));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task RevertLoad_LaterCorrection_StaysAndItsRevertSkipsTheRevertedLoad(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Sale("1", 1, 10))]);
        var second = await host.LoadAsync(Some.Chunk(Some.Sale("1", 2, 20), Some.Sale("2", 5, 50)));
        var third = await host.LoadAsync(Some.Chunk(Some.Sale("1", 3, 30)));

        var reverted = await host.RevertAsync(second.LoadKey);
        Assert.Equal((1L, 0L), (reverted.RemovedCount, reverted.RestoredCount));
        Assert.Equal((1, 3d, 30m), await host.SalesAsync());
        await host.RevertAsync(third.LoadKey);

        Assert.Equal((1, 1d, 10m), await host.SalesAsync());
        await host.RevertAsync(1);
        Assert.Equal((0, 0d, 0m), await host.SalesAsync());
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task RevertLoad_Dimensions_RestoredRemovedOrKeptAndSaid(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync(Some.Masters());
        var bad = await host.LoadAsync(
            Some.Chunk(new TerritoryRow { Code = "N1", Name = "Moved", ParentCode = "S" }, new TerritoryRow { Code = "new", ParentCode = "S" }, new TerritoryRow { Code = "newer", ParentCode = "new" }),
            Some.Chunk(new ProductRow { Code = "p1", Name = "Wrong" }, new ProductRow { Code = "p2", Name = "Wrong" }, new ProductRow { Code = "used" }, new ProductRow { Code = "unused" }),
            Some.Chunk(Some.Sale("1", product: "used")));
        await using (var moved = host.CreateContext())
        {
            var node = await moved.Territories.SingleAsync(t => t.Code == "N1", Ct);
            Assert.Equal(("World", "South", "Moved", 4), (node.Level1, node.Level2, node.Level3, node.PreorderFirst));
            Assert.True((await moved.Territories.SingleAsync(t => t.Code == "N", Ct)).IsLeaf);
        }

        await host.LoadAsync(Some.Chunk(new ProductRow { Code = "p2", Name = "Later" }));
        var reverted = await host.RevertAsync(bad.LoadKey);

        Assert.Equal(["Products/p2", "Products/used"], reverted.KeptMembers);
        await using var db = host.CreateContext();
        var products = await db.Products.Where(p => p.ProductKey > 0).OrderBy(p => p.Code).Select(p => new { p.Code, p.Name, p.Price }).ToListAsync(Ct);
        Assert.Equal([("p1", "Zelt \"Ålesund\", grün", 10.5m), ("p2", "Later", null), ("used", "used", (decimal?)null)], products.Select(p => (p.Code, p.Name, p.Price)));
        var territories = await db.Territories.Where(t => t.TerritoryKey > 0).OrderBy(t => t.PreorderFirst).Select(t => new { t.Code, t.Level2, t.PreorderFirst, t.PreorderLast }).ToListAsync(Ct);
        Assert.Equal([("W", "World", 1, 4), ("N", "North", 2, 3), ("N1", "North", 3, 3), ("S", "South", 4, 4)], territories.Select(t => (t.Code, t.Level2, t.PreorderFirst, t.PreorderLast)));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task RevertLoad_ProductsThatLaterLoadsUseOrChange_KeepNothingThatItSaid(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync(Some.Masters());
        var first = await host.LoadAsync(Some.Chunk(
            new ProductRow { Code = "p1", Name = "Wrong", PredecessorCode = "p2", PredecessorShare = 0.5 },
            new ProductRow { Code = "sold", Name = "Sold", Level1 = "Tents", PredecessorCode = "p2", PredecessorShare = 0.4 },
            new ProductRow { Code = "later", PredecessorCode = "p2", PredecessorShare = 0.1 }));
        await host.LoadAsync(Some.Chunk(Some.Sale("1", product: "sold")));
        var second = await host.LoadAsync(Some.Chunk(new ProductRow { Code = "p1", Name = "Renamed" }, new ProductRow { Code = "later", Name = "Renamed" }));
        async Task<(string, string, string, int?)[]> StoredAsync()
        {
            await using var db = host.CreateContext();
            return [.. (await db.Products.Where(p => p.ProductKey > 0 && p.Code != "p2").OrderBy(p => p.Code).ToListAsync(Ct)).Select(p => (p.Code, p.Name, p.Level1, p.PredecessorProductKey))];
        }

        Assert.Equal(["Products/later", "Products/p1", "Products/sold"], (await host.RevertAsync(first.LoadKey)).KeptMembers);
        Assert.Equal([("later", "Renamed", "", null), ("p1", "Renamed", "", null), ("sold", "Sold", "", null)], await StoredAsync());

        Assert.Empty((await host.RevertAsync(second.LoadKey)).KeptMembers);
        var stored = await StoredAsync();
        Assert.Equal(["p1", "sold"], stored.Select(p => p.Item1));
        Assert.Equal(("Zelt \"Ålesund\", grün", (int?)null), (stored[0].Item2, stored[0].Item4));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task Quotas_LoadedCorrectedAndReverted_OnePublishedVersionHoldsThemAll(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Quota("ann", 1, 100.10m), Some.Quota("boss", 1, 200))]);
        Assert.Equal((1, 2, 300.10m), await PublishedAsync(host));

        var second = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150), Some.Quota("ann", 4, 50)));
        Assert.Equal((1L, 1L), (second.InsertedCount, second.CorrectedCount));
        Assert.Equal((2, 3, 400m), await PublishedAsync(host));
        var same = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        Assert.Equal((1L, 2), (same.UnchangedCount, (await PublishedAsync(host)).Number));
        await host.RevertAsync(second.LoadKey);

        Assert.Equal((3, 2, 300.10m), await PublishedAsync(host));
        await using var db = host.CreateContext();
        Assert.Equal(2, await db.PlanVersions.CountAsync(v => v.Status == PlanVersionStatus.Superseded, Ct));
        Assert.Equal(2, await db.PlanVersions.Where(v => v.Number == 1 || v.Number == 3).Where(v => v.PlanVersionKey > 0).CountAsync(Ct));
        Assert.Single(await db.PlanVersions.Where(v => v.PlanVersionKey > 0 && v.Number != 2).Select(v => v.ContentHash).Distinct().ToListAsync(Ct));
        var ann = await db.Quotas.OrderBy(q => q.QuotaKey).FirstAsync(Ct);
        Assert.Equal((3, "S"), (ann.PeriodMonths, (await db.Territories.SingleAsync(t => t.TerritoryKey == ann.TerritoryKey, Ct)).Code));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task Quotas_RunRepublishedAfterTheLoad_LeavesTheVersionBeforeTheLoadWhatItWas(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Quota("ann", 1, 100), Some.Quota("boss", 1, 1))]);
        await host.LoadAsync(Some.Chunk(Some.Quota("boss", 1, 2)));
        var bad = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        await RepublishAsync(host, 1);
        Assert.Equal((1, 2, 101m), await PublishedAsync(host));
        await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150), Some.Quota("boss", 1, 2)));

        var reverted = await host.RevertAsync(bad.LoadKey);

        // The boss's quota was 2 before the load: it is not the load's.
        Assert.Equal((1L, 1L), (reverted.RemovedCount, reverted.RestoredCount));
        Assert.Equal((5, 2, 102m), await PublishedAsync(host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Quotas_RunRepublishedBeforeTheLoad_IsWhatReturns(bool isRepublishedAgain)
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Quota("ann", 1, 100))]);
        await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 200)));
        await RepublishAsync(host, 1);
        var bad = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        if (isRepublishedAgain)
        {
            await RepublishAsync(host, 1);
            await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        }

        await host.RevertAsync(bad.LoadKey);

        Assert.Equal((isRepublishedAgain ? 5 : 4, 1, 100m), await PublishedAsync(host));
    }

    [Fact]
    public async Task Quotas_SeveralRunsRepublishedAfterTheLoad_WhatItReplacedReturns()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Quota("ann", 1, 100))]);
        await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 200)));
        await RepublishAsync(host, 1);
        var bad = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        await RepublishAsync(host, 2);
        await RepublishAsync(host, 1);
        await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));

        await host.RevertAsync(bad.LoadKey);

        Assert.Equal((5, 1, 100m), await PublishedAsync(host));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task Quotas_OldRunsPurgedAfterTheLoad_WhatItReplacedReturnsAndIsPurgedThen(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Quota("ann", 1, 200), Some.Quota("boss", 1, 7))]);
        await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 100)));
        await RepublishAsync(host, 1);
        await RepublishAsync(host, 2);
        var bad = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        var retention = host.Services.GetRequiredService<RunRetention>();
        await retention.PurgeAsync(0, Ct);

        var reverted = await host.RevertAsync(bad.LoadKey);

        Assert.Equal((1L, 1L), (reverted.RemovedCount, reverted.RestoredCount));
        Assert.Equal((4, 2, 107m), await PublishedAsync(host));
        Assert.Equal((1, 2L), (await retention.PurgeAsync(0, Ct)) is var purge ? (purge.Versions, purge.Rows) : default);
        Assert.Equal((4, 2, 107m), await PublishedAsync(host));
    }

    [Fact]
    public async Task Quotas_PredecessorPurgedByAnEarlierVersion_IsRefusedAndChangesNothing()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Quota("ann", 1, 100))]);
        var bad = await host.LoadAsync(Some.Chunk(Some.Quota("ann", 1, 150)));
        await using (var db = host.CreateContext())
        {
            await db.Quotas.Where(q => db.PlanVersions.Any(v => v.PlanVersionKey == q.PlanVersionKey && v.Number == 1)).ExecuteDeleteAsync(Ct);
            await db.PlanVersions.Where(v => v.Number == 1 && v.PlanVersionKey != 0).ExecuteUpdateAsync(u => u.SetProperty(v => v.Status, PlanVersionStatus.Recalled), Ct);
        }

        var before = await host.DumpAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => host.RevertAsync(bad.LoadKey));

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Contains("were deleted by a purge of old runs", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(before, await host.DumpAsync());
    }

    /// <summary>Makes a version of quotas that of a run, and publishes the run again.</summary>
    private static async Task RepublishAsync(LoadHost host, int number)
    {
        await using (var db = host.CreateContext())
        {
            if (!await db.Runs.AnyAsync(r => r.RunKey == number, Ct))
                db.Runs.Add(new Data.Runs.Run { RunKey = number, Kind = RunKinds.Quotas, Status = Data.Runs.RunStatus.Succeeded, Parameters = "{}", CreatedAt = DateTime.UnixEpoch, ModifiedAt = DateTime.UnixEpoch });
            await db.SaveChangesAsync(Ct);
            await db.PlanVersions.Where(v => v.PlanKey == (int)Data.Plans.PlanKind.Quota && v.Number == number).ExecuteUpdateAsync(u => u.SetProperty(v => v.RunKey, number), Ct);
        }

        await host.Services.GetRequiredService<RunRepublication>().PublishAsync(new PublishRunRequest { RequestId = LoadHost.NewId(), RunKey = number }, "test", Ct);
    }

    private static async Task<(int Number, int Rows, decimal Amount)> PublishedAsync(LoadHost host)
    {
        await using var db = host.CreateContext();
        var version = await db.PublishedDefaults().SingleAsync(v => v.PlanKey == (int)Data.Plans.PlanKind.Quota, Ct);
        var amounts = await db.Quotas.Where(q => q.PlanVersionKey == version.PlanVersionKey).Select(q => q.Amount).ToListAsync(Ct);
        return (version.Number, amounts.Count, amounts.Sum());
    }
}
