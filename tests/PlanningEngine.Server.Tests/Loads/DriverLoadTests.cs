using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Drivers;
using StoredDefault = PlanningEngine.Data.Drivers.DriverDefault;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class DriverLoadTests
{
    private static CancellationToken Ct => LoadHost.Ct;

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task Load_DriversCorrectedAndReverted_AreAsTheyWere(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Drivers(
            new DriverRow { Code = "promotion", Name = "Aktion, été" }, new DriverRow { Code = "price", Form = RegressorForm.Logarithmic }, new DriverRow { Code = "weather", Default = Contracts.V1.DriverDefault.LastKnown })]);
        var first = await host.LoadAsync(Values(
            Value("promotion", "p1", (2027, 3, 1), 0.2, end: (2027, 3, 14)), Value("promotion", "p1", (2027, 5, 3), 0.1, days: 7), Value("price", "p1", (2026, 1, 1), 9.99),
            Value("price", "", (2026, 1, 1), 5, territory: "N", channel: "web"), Value("promotion", "p2", (2027, 1, 1), 0.3, end: (2027, 1, 2), key: "A-17")));
        Assert.Equal(5, first.InsertedCount);
        string[] before =
        [
            "price//N/web 20260101-0 5", "price/p1// 20260101-0 9.99", "promotion/p1// 20270301-20270314 0.2", "promotion/p1// 20270503-20270509 0.1", "promotion/p2// 20270101-20270102 0.3",
        ];
        Assert.Equal(before, await CurrentAsync(host));

        // The same rows, one deeper promotion, and one that moves: its number says that it is the same.
        var second = await host.LoadAsync(
            Drivers(new DriverRow { Code = "promotion", Name = "Other" }),
            Values(Value("promotion", "p1", (2027, 3, 1), 0.4, end: (2027, 3, 14)), Value("price", "p1", (2026, 1, 1), 9.99), Value("promotion", "p2", (2027, 2, 1), 0.3, end: (2027, 2, 2), key: "A-17")));
        Assert.Equal((0L, 3L, 1L), (second.InsertedCount, second.CorrectedCount, second.UnchangedCount));
        Assert.Equal(["promotion/p1// 20270301-20270314 0.4", "promotion/p1// 20270503-20270509 0.1", "promotion/p2// 20270201-20270202 0.3"], (await CurrentAsync(host)).Where(v => v.StartsWith("promotion", StringComparison.Ordinal)));

        var reverted = await host.RevertAsync(second.LoadKey);

        Assert.Equal((2L, 2L), (reverted.RemovedCount, reverted.RestoredCount));
        Assert.Equal(before, await CurrentAsync(host));
        await using var db = host.CreateContext();
        var drivers = await db.Drivers.Where(d => d.DriverKey > 0).OrderBy(d => d.Code).ToListAsync(Ct);
        Assert.Equal(
            [("price", "price", DriverForm.Logarithmic, StoredDefault.LastKnown), ("promotion", "Aktion, été", DriverForm.Linear, StoredDefault.Zero), ("weather", "weather", DriverForm.Linear, StoredDefault.LastKnown)],
            drivers.Select(d => (d.Code, d.Name, d.Form, d.Default)));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task Load_ValuesOfLevels_AreKeptAndCorrectedAsRowsOfTheirOwn(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        var product = new ProductRow { Code = "t1", Level1 = "Tents", Level2 = "Peak" };
        await host.LoadAsync([.. Some.Masters(), new LoadChunk { Products = new ProductRows { Rows = { product } } }, Drivers(new DriverRow { Code = "promotion" })]);
        var (all, tents, peak) = (Value("promotion", "", (2027, 3, 1), 0.1, days: 7), Value("promotion", "", (2027, 3, 1), 0.2, days: 7), Value("promotion", "", (2027, 3, 1), 0.3, days: 7));
        tents.ProductLevel1 = "Tents";
        (peak.ProductLevel1, peak.ProductLevel2) = ("Tents", "Peak");
        Assert.Equal(3, (await host.LoadAsync(Values(all, tents, peak))).InsertedCount);

        peak.Value = 0.4;
        var second = await host.LoadAsync(Values(all, tents, peak));

        Assert.Equal((0L, 1L, 2L), (second.InsertedCount, second.CorrectedCount, second.UnchangedCount));
        await using var db = host.CreateContext();
        var current = await db.DriverValues.Where(v => v.KnownTo == VersionedFact.StillKnown).OrderBy(v => v.Value).ToListAsync(Ct);
        Assert.Equal([("", "", "", 0.1), ("Tents", "", "", 0.2), ("Tents", "Peak", "", 0.4)], current.Select(v => (v.ProductLevel1, v.ProductLevel2, v.ProductLevel3, v.Value)));
    }

    [Fact]
    public async Task ValidateLoad_BadDrivers_RejectedWithFileLineAndValue()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());
        var load = await host.OpenAsync();
        var drivers = Drivers(new DriverRow { Code = "price", Form = RegressorForm.Logarithmic, Default = Contracts.V1.DriverDefault.Zero }, new DriverRow { Code = "odd", Form = (RegressorForm)9 });
        var values = Values(
            Value("price", "p1", (2026, 1, 1), 0), Value("price", "p9", (2026, 1, 1), 1), Value("ghost", "", (2026, 1, 1), 1), Value("price", "p1", (2026, 2, 31), 1),
            Value("price", "UNKNOWN", (2026, 1, 1), 1), Value("price", "p1", (2026, 3, 1), double.NaN), Value("price", "p1", (2026, 5, 1), 1, end: (2026, 4, 1)),
            Value("price", "p1", (2026, 6, 1), 1, days: -7), Value("price", "p2", (2026, 1, 1), 1), Value("price", "p2", (2026, 1, 1), 2));
        (values.File, drivers.File) = ("prices.csv", "drivers.csv");
        values.Lines.AddRange(Enumerable.Range(2, 10).Select(i => (long)i));
        drivers.Lines.AddRange([2, 3]);
        await host.SendAsync(load.LoadKey, Some.Numbered([drivers, values]));

        var (checkedLoad, findings) = await host.ValidateAsync(load.LoadKey, 2);

        Assert.Equal(LoadState.Rejected, checkedLoad.State);
        Assert.Equal(
            [
                ("drivers.csv", 2L, "driver-default-zero", "zero"), ("drivers.csv", 3L, "unreadable-number", "9"), ("prices.csv", 2L, "driver-value-out-of-range", "0"), ("prices.csv", 3L, "unknown-product", "p9"),
                ("prices.csv", 4L, "unknown-driver", "ghost"), ("prices.csv", 5L, "unreadable-date", "2026-02-31"), ("prices.csv", 6L, "reserved-code", "UNKNOWN"), ("prices.csv", 7L, "not-a-number", "NaN"),
                ("prices.csv", 8L, "driver-ends-before-start", "2026-04-01"), ("prices.csv", 9L, "driver-ends-before-start", "-7"), ("prices.csv", 11L, "duplicate-row-key", "price|p2|||2026-01-01"),
            ],
            findings.Select(f => (f.File, f.Line, f.Rule, f.Value)).Order());
        await using var db = host.CreateContext();
        Assert.Equal((0, 1), (await db.DriverValues.CountAsync(Ct), await db.Drivers.CountAsync(Ct)));
    }

    [Theory]
    [MemberData(nameof(LoadHost.Providers), MemberType = typeof(LoadHost))]
    public async Task ValidateLoad_BesideWhatIsCurrent_WarnsOfOverlapsAndOfValuesFarOff(DatabaseProvider provider)
    {
        await using var host = await LoadHost.StartAsync(provider);
        await host.LoadAsync([.. Some.Masters(), Drivers(new DriverRow { Code = "promotion" })]);
        var first = await host.LoadAsync(Values(Value("promotion", "p1", (2027, 3, 1), 0.2, end: (2027, 3, 14), key: "A-1"), Value("promotion", "", (2027, 5, 1), 0.1, end: (2027, 5, 9), territory: "N", channel: "web")));
        var load = await host.OpenAsync();
        var values = Values(
            Value("promotion", "p1", (2027, 3, 8), 0.3, days: 14, key: "B-1"), Value("promotion", "", (2027, 5, 9), 0.15, days: 2, territory: "N", channel: "web", key: "B-2"),
            Value("promotion", "p2", (2027, 3, 8), 20, days: 14, key: "B-3"), Value("promotion", "p1", (2027, 3, 15), 0.2, days: 1, key: "A-1"));
        values.File = "promotions.csv";
        values.Lines.AddRange([2, 3, 4, 5]);
        await host.SendAsync(load.LoadKey, Some.Numbered([values]));

        var (validated, findings) = await host.ValidateAsync(load.LoadKey, 1);

        // A-1 moves, so that what it said before does not overlap any more; it begins inside B-1.
        Assert.Equal((LoadState.Validated, 3L), (validated.State, validated.WarningCount));
        Assert.Equal(
            [("promotions.csv", 3L, "driver-overlap"), ("promotions.csv", 4L, "driver-value-far-off"), ("promotions.csv", 5L, "driver-overlap")],
            findings.Select(f => (f.File, f.Line, f.Rule)).Order());
        Assert.Contains($"the value (0.1) from 2027-05-01 to 2027-05-09 of load {first.LoadKey}", findings.Single(f => f.Line == 3).Reason, StringComparison.Ordinal);
        Assert.Contains("row (B-1), promotions.csv line 2", findings.Single(f => f.Line == 5).Reason, StringComparison.Ordinal);
    }

    private static async Task<List<string>> CurrentAsync(LoadHost host)
    {
        await using var db = host.CreateContext();
        var rows = await (
            from v in db.DriverValues
            join d in db.Drivers on v.DriverKey equals d.DriverKey
            join p in db.Products on v.ProductKey equals p.ProductKey
            join t in db.Territories on v.TerritoryKey equals t.TerritoryKey
            join c in db.Channels on v.ChannelKey equals c.ChannelKey
            where v.KnownTo == VersionedFact.StillKnown
            select new { Driver = d.Code, Product = p.Code, Territory = t.Code, Channel = c.Code, v.DateKey, v.EndDateKey, v.Value }).ToListAsync(Ct);
        return [.. rows.Select(r => FormattableString.Invariant($"{r.Driver}/{r.Product}/{r.Territory}/{r.Channel} {r.DateKey}-{r.EndDateKey} {r.Value}").Replace("UNKNOWN", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static LoadChunk Drivers(params DriverRow[] rows) => new() { Drivers = new DriverRows { Rows = { rows } } };

    private static LoadChunk Values(params DriverValueRow[] rows) => new() { DriverValues = new DriverValueRows { Rows = { rows } } };

    private static DriverValueRow Value(
        string driver, string product, (int Year, int Month, int Day) from, double value, (int Year, int Month, int Day)? end = null, int days = 0, string territory = "", string channel = "", string key = "") => new()
        {
            DriverCode = driver,
            ProductCode = product,
            TerritoryCode = territory,
            ChannelCode = channel,
            Date = Some.Day(from.Year, from.Month, from.Day),
            EndDate = end is { } last ? Some.Day(last.Year, last.Month, last.Day) : null,
            Days = days,
            Value = value,
            RowKey = key,
        };
}
