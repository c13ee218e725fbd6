using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Tests.Runs;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over products that decline to a planned end, as earlier ones did: their truth is known.</summary>
public sealed class PhaseOutRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const int OfEachKind = 40;

    /// <summary>Months after the first one; products end at the end of the month.</summary>
    private const int EndOfLeaving = Months + 2;
    private static readonly double[] Decline = [0.9, 0.8, 0.65, 0.5, 0.35, 0.2];
    private static readonly DateTime Start = new(2022, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Execute_ProductsThatEnd_DeclineAsEarlierOnesDid()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        var engine = database.Engine();
        var truth = 0.0;
        await using (var db = engine.Open())
        {
            var sales = new List<Sale>();
            for (var product = 1; product <= 3 * OfEachKind; product++)
            {
                // A third stays, a third has ended, a third is on its way out.
                int? end = (product % 3) switch { 0 => null, 1 => 18 + (product % 26), _ => EndOfLeaving };
                db.Products.Add(new Product { ProductKey = product, Code = $"P{product}", Name = $"P{product}", Level1 = "All", EndDate = end is { } last ? Start.AddMonths(last + 1).AddDays(-1) : null });
                var demand = new GeneratedDemand(product);
                var expected = demand.Expectation(Months + Horizon, 12, 0.1).Select((e, t) => e * Share(t, end)).ToArray();
                truth += end == EndOfLeaving ? expected[Months..].Sum() : 0;
                sales.AddRange(demand.Counts(expected)[..Months].Select((quantity, t) => Sold(product, t, quantity)).Where(s => s.Quantity > 0));
            }

            db.Territories.Add(new Territory { TerritoryKey = 1, Code = "T", Name = "T", PreorderFirst = 1, PreorderLast = 1, IsLeaf = true });
            db.Channels.Add(new Channel { ChannelKey = 1, Code = "C", Name = "C" });
            await db.SaveChangesAsync(EngineDatabase.Ct);
            await using var transaction = await db.Database.BeginTransactionAsync(EngineDatabase.Ct);
            await KeySequences.ReserveAsync(db, "Sales", (3 * OfEachKind * Months) + Months, EngineDatabase.Ct);
            await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, EngineDatabase.Ct);
            await BulkWriter.WriteAsync(db, sales, EngineDatabase.Ct);
            await transaction.CommitAsync(EngineDatabase.Ct);
        }

        var run = await engine.SucceedAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        await using var published = engine.Open();
        var forecasts = await published.Forecasts.AsNoTracking().Where(f => f.ProductKey % 3 == 2).ToListAsync(EngineDatabase.Ct);
        Assert.All(forecasts, f => Assert.InRange(f.Step, 1, EndOfLeaving - Months + 1));
        Assert.Equal(OfEachKind * (EndOfLeaving - Months + 1), forecasts.Count);
        Assert.InRange(forecasts.Sum(f => f.Mean) / truth, 0.98, 1.02);
        Assert.Contains(RunSummary.Parser.ParseJson(run.Summary).Notes, n => n.StartsWith($"{OfEachKind} series decline to the end of their product as earlier ones did", StringComparison.Ordinal));
    }

    private static double Share(int month, int? end) =>
        end is not { } last ? 1 : month > last ? 0 : last - month < Decline.Length ? Decline[Decline.Length - 1 - (last - month)] : 1;

    private static Sale Sold(int product, int month, double quantity)
    {
        var key = (product * 1_000L) + month;
        var rowKey = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(rowKey, key);
        var day = Start.AddMonths(month);
        return new Sale
        {
            SaleKey = key,
            RowKey = rowKey,
            PayloadHash = key,
            KnownFrom = 1,
            CurrencyCode = "EUR",
            ProductKey = product,
            TerritoryKey = 1,
            ChannelKey = 1,
            DateKey = (day.Year * 10_000) + (day.Month * 100) + 15,
            PeriodStart = day.AddDays(14),
            ModifiedAt = day,
            Quantity = quantity,
            Revenue = (decimal)quantity,
        };
    }
}
