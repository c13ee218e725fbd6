using CsCheck;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests.Writing;

public sealed class MoneyTests
{
    private const long LargestUnits = (long)(MoneyConverter.ExactRange * 10_000);

    [Fact]
    public void FromReal_AnyAmountInRange_ComesBackExactly() =>
        Gen.OneOf(Gen.Long[-LargestUnits, LargestUnits], Gen.Long[LargestUnits / 2, LargestUnits], Gen.Long[-100_000, 100_000])
            .Select(units => units / 10_000m)
            .Sample(money => MoneyConverter.FromReal((double)money) == money, iter: 200_000, seed: "0000Zmoney001");

    [Fact]
    public void FromReal_JustBeyondTheRange_AmountsShareADouble() =>
        Assert.Contains(Enumerable.Range(1, 10_000), i => (double)(MoneyConverter.ExactRange + i / 10_000m) == (double)(MoneyConverter.ExactRange + (i + 1) / 10_000m));

    [Fact]
    public void FromReal_NoiseOfASum_IsStripped() => Assert.Equal(0.3m, MoneyConverter.FromReal(0.1 + 0.2));

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Query_MoneyArithmetic_IsRightInSql(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        await BulkWriter.WriteAsync(db, Enumerable.Range(1, 1000).Select(i => new Product { ProductKey = i, Code = $"P{i}", Price = i + 0.1m, ModifiedAt = TestDatabase.Start.UtcDateTime }), TestDatabase.Ct);
        var products = db.Products.Where(p => p.ProductKey > 0);

        Assert.Equal(500_600m, await products.SumAsync(p => p.Price, TestDatabase.Ct));
        Assert.Equal(986, await products.CountAsync(p => p.Price * 2 > 30, TestDatabase.Ct));
        Assert.Equal(1000.1m, await products.MaxAsync(p => p.Price, TestDatabase.Ct));
        Assert.Equal(1, await products.CountAsync(p => p.Price == 77.1m, TestDatabase.Ct));
        Assert.Equal([1000, 999], await products.OrderByDescending(p => p.Price).Select(p => p.ProductKey).Take(2).ToListAsync(TestDatabase.Ct));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Query_Times_ComeBackAsUtcToTheTick(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        var time = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddTicks(1_234_567);
        var local = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Local);
        db.Add(new Product { ProductKey = 1, Code = "A", ModifiedAt = time, LaunchDate = local });
        await db.SaveChangesAsync(TestDatabase.Ct);

        var read = await db.Products.AsNoTracking().SingleAsync(p => p.ModifiedAt == time, TestDatabase.Ct);

        Assert.Equal((time, DateTimeKind.Utc), (read.ModifiedAt, read.ModifiedAt.Kind));
        Assert.Equal((local.ToUniversalTime(), DateTimeKind.Utc), (read.LaunchDate!.Value, read.LaunchDate.Value.Kind));
        Assert.Equal(1, await db.Products.CountAsync(p => p.ProductKey == 1 && p.ModifiedAt < time.AddTicks(1) && p.ModifiedAt > time.AddTicks(-1), TestDatabase.Ct));
    }
}
