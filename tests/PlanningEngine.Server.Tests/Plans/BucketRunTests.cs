using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;
using static PlanningEngine.Contracts.V1.AllocationService;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Tests.Plans;

/// <summary>Stages after the forecast take the bucket from the run or the version: a first of the month is no month.</summary>
public sealed class BucketRunTests
{
    /// <summary>The actuals end on 28 February 2026: the first day ahead is the first of a month.</summary>
    [Fact]
    public async Task Run_Days_AllocationPromisesPoliciesAndKpisKnowThem()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 1, capacity: 3_100);
        await SellInTheLastWeekAsync(database);
        // One day ahead: who guesses from its day of the month takes it for one.
        await database.SucceedAsync(RunKinds.Forecast, Quick(RunBucket.Day, 1));
        await database.SucceedAsync(RunKinds.Allocation);

        var rows = (await new AllocationServiceClient(database.Channel).GetAllocationsAsync(new() { PageSize = 10_000 }, cancellationToken: PlanningDatabase.Ct)).Allocations;
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Equal((2026, 3, 1), (r.PeriodStart.Year, r.PeriodStart.Month, r.PeriodStart.Day)));
        // Of March's capacity one day's part.
        Assert.InRange(rows.Where(r => r.LocationCode == "PL").Sum(r => r.Quantity), 1, 100 + 1e-6);
        await using var db = database.Open();
        Assert.Equal(["Day", "Day"], [await BucketAsync(db, PlanKind.Demand), await BucketAsync(db, PlanKind.Supply)]);

        await database.SucceedAsync(RunKinds.Cycle, Quick(RunBucket.Day, 35));
        await database.SucceedAsync(RunKinds.Inventory, new() { Inventory = new() { LeadTimes = { 14 }, CycleService = 0.9 } });
        Assert.Equal(["Day", "Day", "Day"], [await BucketAsync(db, PlanKind.Demand), await BucketAsync(db, PlanKind.Supply), await BucketAsync(db, PlanKind.Inventory)]);
        var snapshot = await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct);
        var (demand, kpis) = (snapshot.VersionOf(PlanKind.Demand), snapshot.VersionOf(PlanKind.Kpi));
        var days = await db.Forecasts.Where(f => f.PlanVersionKey == demand).Select(f => f.DateKey).Distinct().OrderBy(k => k).ToListAsync(PlanningDatabase.Ct);
        Assert.Equal((35, 20260301, 20260404), (days.Count, days[0], days[^1]));
        var fill = await db.KpiValues.Where(k => k.PlanVersionKey == kpis && db.KpiDefinitions.Any(d => d.KpiDefinitionKey == k.KpiDefinitionKey && d.Code == "fill-rate")).ToListAsync(PlanningDatabase.Ct);
        Assert.Equal([20260301, 20260401], fill.Select(k => k.DateKey).Distinct().Order());
        double Sum(int month) => db.Forecasts.Where(f => f.PlanVersionKey == demand && f.DateKey / 100 == month).Sum(f => f.Mean);
        Assert.Equal(Sum(202603), fill.Where(k => k.DateKey == 20260301).Sum(k => k.Denominator), 1e-6);
        // Demand over two weeks of lead time and a day of review.
        var policies = await db.InventoryPolicies.Where(p => p.PlanVersionKey == snapshot.VersionOf(PlanKind.Inventory)).ToListAsync(PlanningDatabase.Ct);
        double Until(int product) => db.Forecasts.Where(f => f.PlanVersionKey == demand && f.TerritoryKey == 2 && f.ProductKey == product && f.Step <= 15).Sum(f => f.Mean);
        Assert.NotEmpty(policies);
        Assert.All(policies, p => Assert.InRange(p.ExpectedDemand, 0.7 * Until(p.ProductKey) - 0.5, 1.3 * Until(p.ProductKey) + 0.5));
    }

    [Fact]
    public async Task Run_FiscalPeriods_LieInTheMonthOfMostOfTheirDays()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 1_000);
        await SellInTheLastWeekAsync(database);
        var parameters = Quick(RunBucket.FiscalPeriod, 3);
        parameters.FiscalPeriods = new FiscalPeriods { Pattern = "4-4-5", YearEnd = "last Saturday of January" };

        await database.SucceedAsync(RunKinds.Cycle, parameters);

        await using var db = database.Open();
        Assert.Equal("4-4-5, last Saturday of January", await BucketAsync(db, PlanKind.Demand));
        Assert.Equal("4-4-5, last Saturday of January", await BucketAsync(db, PlanKind.Supply));
        var snapshot = await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct);
        var (demand, kpis) = (snapshot.VersionOf(PlanKind.Demand), snapshot.VersionOf(PlanKind.Kpi));
        // FY27 begins on 1 February 2026; its first period, of four weeks, is the last one known.
        Assert.Equal([20260301, 20260329, 20260503], await db.Forecasts.Where(f => f.PlanVersionKey == demand).Select(f => f.DateKey).Distinct().OrderBy(k => k).ToListAsync(PlanningDatabase.Ct));
        var fill = await db.KpiValues.Where(k => k.PlanVersionKey == kpis && db.KpiDefinitions.Any(d => d.KpiDefinitionKey == k.KpiDefinitionKey && d.Code == "fill-rate")).Select(k => k.DateKey).Distinct().OrderBy(k => k).ToListAsync(PlanningDatabase.Ct);
        Assert.Equal([20260301, 20260401, 20260501], fill);
    }

    [Fact]
    public async Task Run_FiscalWeeks_BeginOnTheWeekdayOfTheCalendarAndTheDatesAgree()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 1_000);
        await SellInTheLastWeekAsync(database);
        var parameters = Quick(RunBucket.Week, 5);
        var fiscal = parameters.FiscalPeriods = new FiscalPeriods { Pattern = "4-4-5", YearEnd = "last Saturday of January" };

        await database.SucceedAsync(RunKinds.Cycle, parameters);

        await using var db = database.Open();
        Assert.Equal("Week, 4-4-5, last Saturday of January", await BucketAsync(db, PlanKind.Demand));
        Assert.Equal("Week, 4-4-5, last Saturday of January", await BucketAsync(db, PlanKind.Supply));
        var demand = (await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct)).VersionOf(PlanKind.Demand);
        var weeks = RunBuckets.Parse("Week, 4-4-5, last Saturday of January");
        Assert.Equal(weeks, await RunBuckets.OfVersionAsync(db, demand, PlanningDatabase.Ct));
        // The actuals end on Saturday, 28 February 2026, the last day of week 4 of FY27, which began on 1 February.
        var starts = await db.Forecasts.Where(f => f.PlanVersionKey == demand).Select(f => f.PeriodStart).Distinct().OrderBy(d => d).ToListAsync(PlanningDatabase.Ct);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(7 * i)), starts);
        var calendar = new FiscalCalendar(FiscalWeeks.Read(fiscal.Pattern, fiscal.YearEnd, [])!);
        Assert.All(starts.Index(), start => Assert.All(
            calendar.Days(DateOnly.FromDateTime(start.Item), DateOnly.FromDateTime(start.Item).AddDays(6)), day => Assert.Equal((2027, 5 + start.Index), (day.FiscalYear, day.FiscalWeek))));
    }

    [Fact]
    public void Complete_CompanyWithFiscalCalendar_WeeksFollowIt()
    {
        var company = FiscalWeeks.Read("4-5-4", "Saturday nearest end of January", [])!;

        var complete = RunParameterRules.Complete(new RunParameters { Bucket = RunBucket.Week }, company);

        Assert.Equal("Week, 4-5-4, Saturday nearest end of January", RunBuckets.NameOf(RunBuckets.Of(complete)));
        Assert.Equal("Week", RunBuckets.NameOf(RunBuckets.Of(RunParameterRules.Complete(new RunParameters { Bucket = RunBucket.Week }, null))));
        Assert.Null(RunParameterRules.Complete(new RunParameters { Bucket = RunBucket.Day }, company).FiscalPeriods);
    }

    /// <summary>Before versions kept what their periods are there were months and weeks; the parameters of runs that divide the published forecasts say months whatever these are.</summary>
    [Theory]
    [InlineData(RunBucket.Week, "Week")]
    [InlineData(RunBucket.Month, "Month")]
    public async Task OfVersion_PublishedByAnEarlierVersion_IsThatOfTheForecasts(RunBucket bucket, string expected)
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 1_000);
        await database.SucceedAsync(RunKinds.Forecast, Quick(bucket, 4));
        await database.SucceedAsync(RunKinds.Allocation);
        await using var db = database.Open();
        var snapshot = await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct);
        int[] versions = [snapshot.VersionOf(PlanKind.Demand), snapshot.VersionOf(PlanKind.Supply)];
        await db.PlanVersions.ExecuteUpdateAsync(s => s.SetProperty(v => v.Bucket, ""), PlanningDatabase.Ct);

        Assert.Equal([expected, expected], await NamesAsync());
        // Copies that planners made belong to no run.
        await db.PlanVersions.ExecuteUpdateAsync(s => s.SetProperty(v => v.RunKey, 0), PlanningDatabase.Ct);
        Assert.Equal([expected, expected], await NamesAsync());

        async Task<string[]> NamesAsync() => [RunBuckets.NameOf(await RunBuckets.OfVersionAsync(db, versions[0], PlanningDatabase.Ct)), RunBuckets.NameOf(await RunBuckets.OfVersionAsync(db, versions[1], PlanningDatabase.Ct))];
    }

    private static RunParameters Quick(RunBucket bucket, int horizon) => new() { Bucket = bucket, Horizon = horizon, Methods = { "snaive" }, WithoutGlobalModel = true };

    /// <summary>Much on the 22nd, the weekday of 1 March, and something on the 28th.</summary>
    private static async Task SellInTheLastWeekAsync(PlanningDatabase database)
    {
        await using var db = database.Open();
        var last = await db.Sales.AsNoTracking().OrderByDescending(s => s.SaleKey).FirstAsync(PlanningDatabase.Ct);
        foreach (var (day, quantity) in new[] { (22, 500), (28, last.Quantity) })
        {
            var sale = await db.Sales.AsNoTracking().SingleAsync(s => s.SaleKey == last.SaleKey, PlanningDatabase.Ct);
            (sale.SaleKey, sale.RowKey, sale.DateKey, sale.PeriodStart) = (sale.SaleKey + day, [.. new byte[15], (byte)day], 20260200 + day, new DateTime(2026, 2, day, 0, 0, 0, DateTimeKind.Utc));
            sale.Quantity = quantity;
            db.Sales.Add(sale);
        }

        await db.SaveChangesAsync(PlanningDatabase.Ct);
    }

    private static async Task<string> BucketAsync(PlanningContext db, PlanKind kind)
    {
        var version = (await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct)).VersionOf(kind);
        return await db.PlanVersions.Where(v => v.PlanVersionKey == version).Select(v => v.Bucket).SingleAsync(PlanningDatabase.Ct);
    }
}
