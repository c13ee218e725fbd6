using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests.Writing;

public sealed class WriteGateTests
{
    [Fact]
    public async Task Enter_Sqlite_LetsTheNextInOnceTheFirstLeaves()
    {
        var gate = WriteGate.For(DatabaseProvider.Sqlite);
        var first = await gate.EnterAsync(TestDatabase.Ct);
        var second = gate.EnterAsync(TestDatabase.Ct).AsTask();
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();
        await first.DisposeAsync();
        await using var inside = await second;

        Assert.False(gate.EnterAsync(TestDatabase.Ct).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_DoesNotTakeATurn()
    {
        var gate = WriteGate.For(DatabaseProvider.Sqlite);
        using var stop = new CancellationTokenSource();
        var first = await gate.EnterAsync(TestDatabase.Ct);
        var second = gate.EnterAsync(stop.Token).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await first.DisposeAsync();

        await using var third = await gate.EnterAsync(TestDatabase.Ct);
    }

    [Fact]
    public async Task Enter_SqlServer_IsAlwaysOpen()
    {
        var gate = WriteGate.For(DatabaseProvider.SqlServer);
        await using var first = await gate.EnterAsync(TestDatabase.Ct);
        await using var second = await gate.EnterAsync(TestDatabase.Ct);
    }
}
