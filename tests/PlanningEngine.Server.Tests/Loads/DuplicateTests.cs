using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class DuplicateTests
{
    [Theory]
    [InlineData(DuplicatePolicy.Sum, 113, 1130)]
    [InlineData(DuplicatePolicy.First, 11, 110)]
    [InlineData(DuplicatePolicy.Last, 102, 1020)]
    public async Task CommitLoad_EqualRowKeys_ResolvedByPolicyAndStableWhenLoadedAgain(DuplicatePolicy policy, double quantity, int revenue)
    {
        await using var host = await LoadHost.StartAsync();
        LoadChunk[] chunks =
        [
            .. Some.Masters(), Some.Chunk(Some.Sale("twice", 1, 10), Some.Sale("once", 10, 100)), Some.Chunk(Some.Sale("twice", 92, 920)),
            Some.Chunk(Some.Sale("twice", 10, 100)),
        ];
        if (policy == DuplicatePolicy.Last)
            chunks[^1].Sales.Rows[0] = Some.Sale("twice", 92, 920);

        var load = await host.CommitAsync((await host.StageAsync(r => r.DuplicatePolicies["Sales"] = policy, chunks)).LoadKey);

        Assert.Equal((2, quantity, (decimal)revenue), await host.SalesAsync());
        Assert.Equal(14, load.InsertedCount);
        var again = await host.CommitAsync((await host.StageAsync(r => r.DuplicatePolicies["Sales"] = policy, chunks)).LoadKey);
        Assert.Equal((0L, 0L, 14L), (again.InsertedCount, again.CorrectedCount, again.UnchangedCount));
    }

    [Fact]
    public async Task ValidateLoad_SumOfRowsWithOtherCodes_Rejected()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());
        var load = await host.OpenAsync(configure: r => r.DuplicatePolicies["Sales"] = DuplicatePolicy.Sum);
        await host.SendAsync(load.LoadKey, Some.Chunk(Some.Sale("1"), Some.Sale("1", product: "p2")));

        var (rejected, findings) = await host.ValidateAsync(load.LoadKey, 1);

        Assert.Equal((LoadState.Rejected, 1L), (rejected.State, rejected.ErrorCount));
        Assert.Equal("duplicate-row-key", findings.First().Rule);
    }

    [Fact]
    public async Task CommitLoad_LoweredSeverities_LoadsWhatCanBeAFact()
    {
        await using var host = await LoadHost.StartAsync();
        var chunk = Some.Chunk(Some.Sale("1"), Some.Sale("2", double.NaN), Some.Sale("3", product: "nope"), Some.Sale("1", 5));
        chunk.Sales.Rows[0].Date = Some.Day(2025, 2, 30);
        LoadChunk[] chunks = [.. Some.Masters(), chunk];

        var staged = await host.StageAsync(r =>
        {
            foreach (var rule in new[] { "not-a-number", "unknown-product", "unreadable-date", "duplicate-row-key" })
                r.RuleSeverities[rule] = Severity.Warning;
        }, chunks);
        await host.CommitAsync(staged.LoadKey);

        Assert.Equal(4, staged.WarningCount);
        Assert.Equal((2, 6d, 20m), await host.SalesAsync());
    }

    [Fact]
    public async Task SameKey_FromAnotherSource_IsAnotherRow()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync([.. Some.Masters(), Some.Chunk(Some.Sale("1"))]);
        var other = await host.OpenAsync("crm");
        await host.SendAsync(other.LoadKey, Some.Chunk(Some.Sale("1")));
        await host.ValidateAsync(other.LoadKey, 1);
        await host.CommitAsync(other.LoadKey);

        Assert.Equal((2, 2d, 20m), await host.SalesAsync());
    }

    [Fact]
    public async Task CommitLoad_TwoAtOnce_BothWholeAndInOrder()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());
        var staged = new[]
        {
            await host.StageAsync(null, Some.Chunk([.. Enumerable.Range(0, 3000).Select(i => Some.Sale($"{i}", 1, 1))])),
            await host.StageAsync(null, Some.Chunk([.. Enumerable.Range(1000, 3000).Select(i => Some.Sale($"{i}", 2, 2))])),
        };

        var loads = await Task.WhenAll(staged.Select(s => host.CommitAsync(s.LoadKey)));

        Assert.Equal([2, 3], loads.Select(l => l.CommitNumber).Order());
        var (first, last) = loads[0].CommitNumber < loads[1].CommitNumber ? (loads[0], loads[1]) : (loads[1], loads[0]);
        Assert.Equal((3000L, 1000L, 2000L), (first.InsertedCount, last.InsertedCount, last.CorrectedCount));
        var unit = last.LoadKey == loads[1].LoadKey ? 2 : 1;
        Assert.Equal((4000, (1000d * (3 - unit)) + (3000 * unit)), ((await host.SalesAsync()).Rows, (await host.SalesAsync()).Quantity));
    }
}
