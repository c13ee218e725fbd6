using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Tests.Runs;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Which row of a driver holds for which series.</summary>
public sealed class RunDriversTests
{
    private const int Last = (2026 * 12) + 2;
    private const int First = Last - 11;
    private const int Horizon = 3;

    // World 1 [1-5]: North 2 [2-4] with N1 3 and N2 4, South 5.
    private static readonly Territory[] Tree = [Node(1, 1, 5), Node(2, 2, 4), Node(3, 3, 3), Node(4, 4, 4), Node(5, 5, 5)];

    [Fact]
    public async Task AddTo_ValuesOfManyScopes_TheMostSpecificHolds()
    {
        DriverValue[] values =
        [
            Open(1, 1), Open(2, 2, territory: 2), Open(3, 3, territory: 3), Open(4, 4, channel: 1), Open(5, 5, product: 1), Open(6, 6, product: 1, territory: 1),
            Open(7, 7, product: 1, territory: 1, channel: 1), Open(8, 8, territory: 3, channel: 2), Open(9, 9, product: 2, channel: 2),
        ];
        Assert.Equal(6, await ValueAsync(values, 1, 3, 2));
        Assert.Equal(7, await ValueAsync(values, 1, 3, 1));
        // Territory 0 lies in no tree: what is said of the world does not hold for it.
        Assert.Equal(5, await ValueAsync(values, 1, 0, 1));
        Assert.Equal(9, await ValueAsync(values, 2, 3, 2));
        Assert.Equal(3, await ValueAsync(values, 2, 3, 1));
        Assert.Equal(8, await ValueAsync(values, 3, 3, 2));
        Assert.Equal(2, await ValueAsync(values, 3, 4, 1));
        Assert.Equal(4, await ValueAsync(values, 3, 5, 1));
        Assert.Equal(1, await ValueAsync(values, 3, 5, 0));
        Assert.Equal(4, await ValueAsync(values, 0, 0, 1));
    }

    [Fact]
    public async Task AddTo_ValuesOfLevels_HoldForTheirProductsBeforeTerritories()
    {
        DriverValue Level(int key, string level1 = "", string level2 = "", string level3 = "", int territory = 0)
        {
            var value = Open(key, key, territory: territory);
            (value.ProductLevel1, value.ProductLevel2, value.ProductLevel3) = (level1, level2, level3);
            return value;
        }

        DriverValue[] values =
        [
            Open(1, 1), Open(2, 2, territory: 3), Level(3, "Tents"), Level(4, level2: "Peak"), Level(5, "Tents", "Peak"), Level(6, "Tents", territory: 3), Open(7, 7, product: 1), Level(8, level3: "Light"), Level(9, "tents"),
        ];
        // Product 1 Tents/Peak, 2 Tents/Valley, 3 Packs/Peak, 4 Tents/Peak, 5 without levels, 6 Packs/Valley/Light.
        Assert.Equal(7, await ValueAsync(values, 1, 3, 1));
        Assert.Equal(6, await ValueAsync(values, 2, 3, 1));
        Assert.Equal(3, await ValueAsync(values, 2, 4, 1));
        Assert.Equal(4, await ValueAsync(values, 3, 3, 1));
        Assert.Equal(5, await ValueAsync(values, 4, 3, 1));
        Assert.Equal(2, await ValueAsync(values, 5, 3, 1));
        Assert.Equal(1, await ValueAsync(values, 5, 4, 1));
        Assert.Equal(8, await ValueAsync(values, 6, 3, 1));
        Assert.Equal(2, await ValueAsync(values, 0, 3, 1));
    }

    [Fact]
    public async Task AddTo_OverlapsOfOneScope_TheLaterBeginsAndOfEqualsTheLaterCommit()
    {
        var day = SampleCompany.Day(2026, 6, 1);
        DriverValue[] values =
        [
            Open(1, 1), SampleCompany.Value(2, 1, day, null, 2), SampleCompany.Value(3, 1, day, day.AddDays(29), 3, knownFrom: 2), SampleCompany.Value(4, 1, day.AddDays(-400), day.AddDays(400), 4),
        ];
        var driver = Assert.Single((await SetAsync(values, [Series(1, 3, 1)])).Drivers);
        Assert.Equal([1.4, .. Enumerable.Repeat(4.0, 13), 3], driver.Values);
    }

    [Fact]
    public async Task AddTo_SeriesAlikeAndUnmoved_ShareOneCourseOrHaveNone()
    {
        DriverValue[] values = [Open(1, 0.5, territory: 2), SampleCompany.Value(2, 1, SampleCompany.Day(2026, 5, 1), SampleCompany.Day(2026, 5, 31), 1, product: 1, territory: 3)];

        var set = await SetAsync(values, [Series(1, 3, 1), Series(1, 3, 2), Series(1, 5, 1), Series(2, 3, 1), Series(1, 3, 3) with { Treatment = SeriesTreatment.Dead }]);

        var driver = Assert.Single(set.Drivers, d => d.Moves(First));
        Assert.Equal((First, First + 11 + Horizon), (driver.FirstPeriod, driver.FirstPeriod + driver.Values.Length - 1));
        Assert.Equal(1, driver.Values[^2]);
        var index = set.Drivers.ToList().IndexOf(driver);
        Assert.Equal([[index], [index], [], [], []], set.Series.Select(s => s.Drivers));
        var usual = set.Usual(set.Series[0]);
        Assert.Equal((12, 12 + Horizon), (usual.Length, Assert.Single(usual.Regressors).Values.Length));
    }

    [Fact]
    public async Task AddTo_Heir_WasDrivenByWhatItsPredecessorWas()
    {
        Product[] products = [new() { ProductKey = 1, Code = "old" }, new() { ProductKey = 2, Code = "heir", PredecessorProductKey = 1, PredecessorShare = 1 }];
        var successions = Successions.Of(products.ToDictionary(p => p.ProductKey), key => key == 2 ? Last - 1 : First);
        DriverValue[] values = [Month(1, Last - 7, 1, product: 1), Month(2, Last - 1, 0.5, product: 1), Month(3, Last + 1, 2, product: 2)];

        var driver = Assert.Single((await SetAsync(values, [Series(2, 3, 1) with { Lifecycle = ForecastLifecycle.Successor }], successions)).Drivers, d => d.Moves(First) && d.Values[^3] == 2);

        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0], driver.Values);
    }

    private static readonly Product[] Products =
    [
        new() { ProductKey = 0 }, new() { ProductKey = 1, Level1 = "Tents", Level2 = "Peak" }, new() { ProductKey = 2, Level1 = "Tents", Level2 = "Valley" }, new() { ProductKey = 3, Level1 = "Packs", Level2 = "Peak" },
        new() { ProductKey = 4, Level1 = "Tents", Level2 = "Peak" }, new() { ProductKey = 5 }, new() { ProductKey = 6, Level1 = "Packs", Level2 = "Valley", Level3 = "Light" },
    ];

    private static async Task<double> ValueAsync(DriverValue[] values, int product, int territory, int channel)
    {
        // A last value that ends the horizon makes each course move.
        var end = values.Select(v =>
        {
            var last = SampleCompany.Value((int)v.DriverValueKey + 100, 1, SampleCompany.Day(2026, 6, 1), null, -v.Value, v.ProductKey, v.TerritoryKey, v.ChannelKey);
            (last.ProductLevel1, last.ProductLevel2, last.ProductLevel3) = (v.ProductLevel1, v.ProductLevel2, v.ProductLevel3);
            return last;
        });
        var set = await SetAsync([.. values, .. end], [Series(product, territory, channel)]);
        var driver = set.Drivers[Assert.Single(set.Series[0].Drivers)];
        Assert.Equal(-driver.Values[0], driver.Values[^1]);
        return driver.Values[0];
    }

    private static async Task<SeriesSet> SetAsync(DriverValue[] values, RunSeries[] series, Successions? successions = null)
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var db = database.Engine().Open();
        db.Drivers.Add(new Driver { DriverKey = 1, Code = "driver", Name = "driver" });
        db.DriverValues.AddRange(values);
        await db.SaveChangesAsync(EngineDatabase.Ct);
        var drivers = await RunDrivers.ReadAsync(db, 2, await db.Drivers.ToListAsync(EngineDatabase.Ct), Products.ToDictionary(p => p.ProductKey), Tree.ToDictionary(t => t.TerritoryKey), EngineDatabase.Ct);
        return drivers.AddTo(new SeriesSet("Month", Last, series, [], [], 0, 8, [], ""), successions ?? Successions.Of(new Dictionary<int, Product>(), _ => null), Horizon);
    }

    private static RunSeries Series(int product, int territory, int channel) =>
        new(product, territory, channel, First, [.. Enumerable.Repeat(1.0, 12)], null, SeriesTreatment.Full, new SortedDictionary<string, string>(StringComparer.Ordinal));

    private static DriverValue Open(int key, double value, int product = 0, int territory = 0, int channel = 0) =>
        SampleCompany.Value(key, 1, SampleCompany.Day(2020, 1, 1), null, value, product, territory, channel);

    private static DriverValue Month(int key, int period, double value, int product)
    {
        var first = SampleCompany.Day(period / 12, (period % 12) + 1, 1);
        return SampleCompany.Value(key, 1, first, first.AddMonths(1).AddDays(-1), value, product);
    }

    private static Territory Node(int key, int first, int last) => new() { TerritoryKey = key, Code = $"T{key}", Name = $"T{key}", PreorderFirst = first, PreorderLast = last, IsLeaf = first == last };
}
