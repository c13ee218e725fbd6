using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests.Writing;

public sealed class KeySequencesTests
{
    private static CancellationToken Ct => TestDatabase.Ct;

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Reserve_FromManyAtOnce_NeverGivesANumberTwiceAndLeavesNoGap(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var counts = Enumerable.Range(0, 48).Select(i => i % 7L).ToArray();

        var firsts = await Task.WhenAll(counts.Select(count => Task.Run(() => ReserveAsync(database, "Sales", count), Ct)));

        var taken = firsts.Zip(counts).SelectMany(r => Enumerable.Range((int)r.First, (int)r.Second)).Order();
        Assert.Equal(Enumerable.Range(1, (int)counts.Sum()), taken);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Reserve_RolledBack_GivesTheNumberAgain(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Contexts.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync(Ct))
            Assert.Equal(1, await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, Ct));

        Assert.Equal(1, await ReserveAsync(database, KeySequence.Commits, 1));
        Assert.Equal(2, await ReserveAsync(database, KeySequence.Commits, 1));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Reserve_SequenceThatIsNotThereYet_BeginsAtOne(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Contexts.CreateDbContext())
            await db.KeySequences.ExecuteDeleteAsync(Ct);

        Assert.Equal(1, await ReserveAsync(database, "Runs", 3));
        Assert.Equal(4, await ReserveAsync(database, "Runs", 1));
    }

    [Fact]
    public async Task Reserve_WronglyCalled_Throws()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Contexts.CreateDbContext();

        await Assert.ThrowsAsync<InvalidOperationException>(() => KeySequences.ReserveAsync(db, "Sales", 1, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => KeySequences.ReserveAsync(db, "sales", 1, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => KeySequences.ReserveAsync(db, "Dates", 1, Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => KeySequences.ReserveAsync(db, "Sales", -1, Ct));
    }

    private static async Task<long> ReserveAsync(TestDatabase database, string name, long count)
    {
        await using var pass = await database.Gate.EnterAsync(Ct);
        await using var db = database.Contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        var first = await KeySequences.ReserveAsync(db, name, count, Ct);
        await transaction.CommitAsync(Ct);
        return first;
    }
}
