using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Kpis;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Runs;
using AllocationFact = PlanningEngine.Data.Allocations.Allocation;
using BudgetAllocation = PlanningEngine.Data.Allocations.BudgetAllocation;
using HeadcountPlan = PlanningEngine.Data.Allocations.HeadcountPlan;
using InventoryPolicy = PlanningEngine.Data.Allocations.InventoryPolicy;
using TerritoryAssignment = PlanningEngine.Data.Allocations.TerritoryAssignment;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>
/// A small company with everything that breaks queries: nulls, accents, quotes, commas, keys that lead nowhere, returns, tenths that
/// no double holds, corrected rows, a draft, a superseded and a published version, another scenario.
/// </summary>
internal static class FeedData
{
    public const int LastCommit = 3;
    public const int Superseded = 10;
    public const int Published = 11;
    public const int Draft = 12;
    public const int OtherScenario = 13;

    public static readonly DateTime Stamp = Utc(2026, 1, 2).AddHours(3).AddMinutes(4).AddSeconds(5).AddMilliseconds(600);

    public static readonly Product[] Products =
    [
        Named(new Product { ProductKey = 1, Level1 = "Bikes", Level2 = "Road", Level3 = "R1", Unit = "pc", Price = 1999.99m, Cost = 0.1m, LaunchDate = Utc(2024, 2, 29) }, "P-1", "Éclair, \"fast\""),
        Named(new Product { ProductKey = 2, Level1 = "Bikes", Level2 = "Road", Level3 = "R2", Unit = "pc", Price = null, Cost = null, EndDate = Utc(2026, 3, 31) }, "P-2", "crème brûlée's"),
        Named(new Product { ProductKey = 3, Level1 = "Gear", Level2 = "Bags", Level3 = "B1", Unit = "kg", Price = 0.3m, Cost = 0.2m }, "p-3", "ÜBERGRÖSSE 100%_x"),
        Named(new Product { ProductKey = 4, Level1 = "", Level2 = "", Level3 = "", Unit = "", Price = 0m }, "P4", ""),
    ];

    public static readonly Territory[] Territories =
    [
        Named(new Territory { TerritoryKey = 1, Level1 = "World", Level2 = "World", Level3 = "World", PreorderFirst = 1, PreorderLast = 5 }, "W", "World"),
        Named(new Territory { TerritoryKey = 2, ParentTerritoryKey = 1, Level1 = "World", Level2 = "North", Level3 = "North", PreorderFirst = 2, PreorderLast = 4 }, "N", "North"),
        Named(new Territory { TerritoryKey = 3, ParentTerritoryKey = 2, Level1 = "World", Level2 = "North", Level3 = "Åland", PreorderFirst = 3, PreorderLast = 3, IsLeaf = true }, "N1", "Åland"),
        Named(new Territory { TerritoryKey = 4, ParentTerritoryKey = 2, Level1 = "World", Level2 = "North", Level3 = "Skåne", PreorderFirst = 4, PreorderLast = 4, IsLeaf = true }, "N2", "Skåne"),
        Named(new Territory { TerritoryKey = 5, ParentTerritoryKey = 1, Level1 = "World", Level2 = "South", Level3 = "South", PreorderFirst = 5, PreorderLast = 5, IsLeaf = true }, "S", "South"),
    ];

    public static readonly Account[] Accounts =
    [
        Named(new Account { AccountKey = 1, TerritoryKey = 3, SalesRepKey = 2, Potential = 100000.1234m }, "A1", "Ålands Cykel AB"),
        Named(new Account { AccountKey = 2, TerritoryKey = 5, SalesRepKey = 1, Potential = null }, "A2", "O'Hara & Söhne"),
    ];

    public static readonly SalesRep[] SalesReps =
    [
        Named(new SalesRep { SalesRepKey = 1, TerritoryKey = 5, Role = "Manager" }, "R1", "Zoë"),
        Named(new SalesRep { SalesRepKey = 2, ManagerSalesRepKey = 1, TerritoryKey = 3, Role = "Rep", HireDate = Utc(2020, 1, 1) }, "R2", "Ann"),
    ];

    public static readonly Channel[] Channels = [Named(new Channel { ChannelKey = 1 }, "D", "Direct"), Named(new Channel { ChannelKey = 2 }, "P", "Partner")];

    public static readonly Location[] Locations = [Named(new Location { LocationKey = 1, Kind = "Warehouse", TerritoryKey = 2 }, "L1", "Hub")];

    public static readonly KpiDefinition[] KpiDefinitions = [Named(new KpiDefinition { KpiDefinitionKey = 1, Unit = "ratio", Formula = "a / b", HigherIsBetter = true, Target = 1 }, "ATT", "Attainment")];

    public static readonly PlanVersion[] Versions =
    [
        Version(Superseded, PlanKind.Demand, 1, 1, PlanVersionStatus.Superseded),
        Version(Published, PlanKind.Demand, 1, 2, PlanVersionStatus.Published),
        Version(Draft, PlanKind.Demand, 1, 3, PlanVersionStatus.Draft),
        Version(OtherScenario, PlanKind.Demand, 2, 1, PlanVersionStatus.Published),
        Version(21, PlanKind.Quota, 1, 1, PlanVersionStatus.Published),
        Version(31, PlanKind.Sales, 1, 1, PlanVersionStatus.Published),
        Version(41, PlanKind.Supply, 1, 1, PlanVersionStatus.Published),
        Version(51, PlanKind.Kpi, 1, 1, PlanVersionStatus.Published),
        Version(61, PlanKind.Territory, 1, 1, PlanVersionStatus.Published),
        Version(71, PlanKind.Headcount, 1, 1, PlanVersionStatus.Published),
        Version(81, PlanKind.Budget, 1, 1, PlanVersionStatus.Published),
        Version(91, PlanKind.Inventory, 1, 1, PlanVersionStatus.Published),
    ];

    public static readonly Scenario OptimisticScenario = Named(new Scenario { ScenarioKey = 2, CreatedAt = Stamp }, "OPT", "Optimistic");

    public static readonly Run[] Runs =
    [
        new() { RunKey = 1, Kind = "Cycle", Status = RunStatus.Succeeded, CreatedAt = Stamp, ModifiedAt = Stamp, LeaseOwner = "secret-host" },
        new() { RunKey = 2, Kind = "Forecast", Status = RunStatus.Failed, CreatedAt = Stamp, ModifiedAt = Stamp, Error = "no, \"data\"" },
    ];

    public static readonly Load[] Loads = [new() { LoadKey = 1, Source = "erp", Status = LoadStatus.Committed, RowCount = 300, CommitNumber = 1, CreatedAt = Stamp, ModifiedAt = Stamp }];

    public static readonly CalendarDate[] Dates = [.. Enumerable.Range(0, 60).Select(i => Date(Utc(2026, 1, 1).AddDays(i)))];

    /// <summary>All sales that were ever known, corrected ones included.</summary>
    public static readonly Sale[] Sales = MakeSales();

    public static readonly Forecast[] Forecasts = [.. new[] { Superseded, Published, Draft, OtherScenario }.SelectMany(MakeForecasts)];

    public static readonly Quota[] Quotas = [.. Enumerable.Range(1, 12).Select(i => Fact(new Quota { QuotaKey = i, SalesRepKey = 1 + i % 2, PeriodMonths = 1, Amount = 1000.01m * i, Locked = i % 3 == 0, OverAssignment = 0.1 }, 21, i))];

    public static readonly PlanLine[] PlanLines = [.. Enumerable.Range(1, 12).Select(i => Fact(new PlanLine { PlanLineKey = i, ProductKey = 1 + i % 4, Quantity = i / 4.0, Amount = 0.1m * i }, 31, i))];

    public static readonly AllocationFact[] Allocations = [.. Enumerable.Range(1, 12).Select(i => Fact(new AllocationFact { AllocationKey = i, LocationKey = 1, Source = "Stock", ProductKey = 1 + i % 4, Quantity = i, Unmet = i % 5, ReasonCode = "Served", Reason = "", ShadowPrice = -0.5m * i }, 41, i))];

    public static readonly KpiValue[] KpiValues = [.. Enumerable.Range(1, 12).Select(i => Fact(new KpiValue { KpiValueKey = i, KpiDefinitionKey = 1, Numerator = i, Denominator = i % 4, Value = i % 4 == 0 ? null : (double)i / (i % 4), Status = "OnTrack" }, 51, i))];

    public static readonly TerritoryAssignment[] TerritoryAssignments = [.. Enumerable.Range(1, 2).Select(i => Fact(new TerritoryAssignment { TerritoryAssignmentKey = i, AccountKey = i, SalesRepKey = 1, CurrentSalesRepKey = 2, Moved = i == 1, Workload = i * 1.5, Potential = i * 10.01m, ReasonCode = "Balance", Reason = "Ann, 5 % less" }, 61, i))];

    public static readonly HeadcountPlan[] HeadcountPlans = [.. Enumerable.Range(1, 6).Select(i => Fact(new HeadcountPlan { HeadcountPlanKey = i, Role = "Rep", Hires = i % 3, People = i * 1.25, Capacity = i * 100, Required = i * 110, Shortfall = i * 10, HireCost = 1000.01m * i, ShadowPrice = 0.25m, Reason = "" }, 71, i))];

    public static readonly BudgetAllocation[] BudgetAllocations = [.. Enumerable.Range(1, 6).Select(i => Fact(new BudgetAllocation { BudgetAllocationKey = i, Item = $"I{i}", Label = "Été, \"promo\"", Amount = 99.9999m * i, Response = i * 3.5, MarginalResponse = 1.0 / i, ReasonCode = "None", Reason = "" }, 81, i))];

    public static readonly InventoryPolicy[] InventoryPolicies = [.. Enumerable.Range(1, 6).Select(i => Fact(new InventoryPolicy { InventoryPolicyKey = i, ProductKey = 1 + i % 4, LocationKey = 1, ExpectedDemand = i * 10, SafetyStock = i * 2.5, ReorderPoint = i * 12.5, OrderQuantity = 40, OnHand = i, OrderNow = i % 2 * 40, CycleService = 0.95, FillRate = 0.99, Reason = "" }, 91, i))];

    public static readonly InventoryLevel[] Inventory = [.. Enumerable.Range(1, 6).Select(i => Known(new InventoryLevel { InventoryKey = i, LocationKey = 1, ProductKey = i % 4, TerritoryKey = 2, OnHand = i * 10 }, i, i, 1))];

    public static readonly Capacity[] Capacities = [.. Enumerable.Range(1, 6).Select(i => Known(new Capacity { CapacityKey = i, LocationKey = 1, Resource = "Dock", TerritoryKey = 2, Available = i * 1.5 }, i, i, 1))];

    public static readonly Opportunity[] Opportunities = [.. Enumerable.Range(1, 6).Select(i => Known(new Opportunity { OpportunityKey = i, Code = $"O{i}", Name = "Deal", Stage = "Won", Amount = i * 33.3333m, Probability = 0.5, CreateDateKey = 20260101, SalesRepKey = 1, AccountKey = 2, ProductKey = 1, TerritoryKey = 5 }, i, i, 1))];

    public static readonly Driver[] Drivers = [Named(new Driver { DriverKey = 1 }, "PROMO", "Promotion"), Named(new Driver { DriverKey = 2, Form = DriverForm.Logarithmic, Default = DriverDefault.LastKnown }, "PRICE", "Price")];

    public static readonly DriverValue[] DriverValues = [.. Enumerable.Range(1, 6).Select(i => Known(new DriverValue { DriverValueKey = i, DriverKey = 1 + i % 2, ProductKey = i % 4, TerritoryKey = i % 3, EndDateKey = i % 2 * 20260115, Value = i / 10.0 }, i, i, 1))];

    /// <summary>Sales as they are after the last commit.</summary>
    public static Sale[] CurrentSales => [.. Sales.Where(s => s.KnownFrom <= LastCommit && s.KnownTo > LastCommit)];

    public static Forecast[] PublishedForecasts => [.. Forecasts.Where(f => f.PlanVersionKey == Published)];

    public static IEnumerable<object> Everything => [OptimisticScenario, .. Products, .. Territories, .. Accounts, .. SalesReps, .. Channels, .. Drivers, .. Locations, .. KpiDefinitions,
        .. Versions, .. Runs, .. Loads, .. Dates, .. Sales, .. Forecasts, .. Quotas, .. PlanLines, .. Allocations, .. KpiValues, .. TerritoryAssignments, .. HeadcountPlans, .. BudgetAllocations, .. InventoryPolicies, .. Inventory, .. Capacities, .. Opportunities, .. DriverValues];

    public static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    public static Sale NewSale(long key, int row, int knownFrom) => Known(new Sale
    {
        SaleKey = key,
        ProductKey = row % 37 == 0 ? 999 : row % 5,
        TerritoryKey = 3 + row % 3,
        ChannelKey = row % 3,
        AccountKey = row / 2 % 3,
        SalesRepKey = row / 3 % 3,
        Quantity = row % 11 == 0 ? -1.5 : row % 7 + 0.1,
        Revenue = row % 11 == 0 ? -12.3456m : Math.Round(row * 0.1m + 0.3m, 4),
        Cost = Math.Round(row * 0.07m, 4),
        CurrencyCode = row % 2 == 0 ? "EUR" : "SEK",
    }, row % 60, row, knownFrom);

    private static Sale[] MakeSales()
    {
        var sales = Enumerable.Range(1, 300).Select(i => NewSale(i, i, i <= 200 ? 1 : 2)).ToList();
        // The third commit corrects every tenth row of the first.
        foreach (var old in sales.Where(s => s.SaleKey % 10 == 0 && s.KnownFrom == 1).ToArray())
        {
            old.KnownTo = 3;
            old.SupersededByLoadKey = 3;
            var corrected = NewSale(1000 + old.SaleKey, (int)old.SaleKey, 3);
            corrected.Revenue = old.Revenue + 100.0001m;
            sales.Add(corrected);
        }

        return [.. sales];
    }

    private static IEnumerable<Forecast> MakeForecasts(int version) => Enumerable.Range(1, 40).Select(i => Fact(new Forecast
    {
        ForecastKey = version * 1000 + i,
        ProductKey = i % 5,
        ChannelKey = i % 3,
        Step = 1 + i % 4,
        Mean = version + i * 0.25,
        BaseMean = version + i * 0.125,
        Q50 = i,
        Q95 = i * 2,
        Method = i % 2 == 0 ? "ets" : "théta",
        N = i,
        Wape = i % 4 == 0 ? null : i / 10.0,
        Bias = i % 5 == 0 ? null : -i / 10.0,
    }, version, i));

    private static T Named<T>(T member, string code, string name)
        where T : Dimension
    {
        (member.Code, member.Name, member.ModifiedAt) = (code, name, Stamp);
        return member;
    }

    private static T Fact<T>(T fact, int version, int row)
        where T : PublishedFact
    {
        var day = Utc(2026, 1 + row % 3, 1);
        (fact.PlanVersionKey, fact.DateKey, fact.PeriodStart, fact.ModifiedAt) = (version, Key(day), day, Stamp);
        (fact.TerritoryKey, fact.ScenarioKey, fact.RunKey) = (3 + row % 3, 1, 1 + row % 2);
        return fact;
    }

    private static T Known<T>(T fact, int day, int row, int knownFrom)
        where T : VersionedFact
    {
        var date = Utc(2026, 1, 1).AddDays(day);
        (fact.DateKey, fact.PeriodStart, fact.ModifiedAt, fact.LoadKey, fact.KnownFrom) = (Key(date), date, Stamp.AddTicks(row * 1234567L), knownFrom, knownFrom);
        fact.RowKey = [.. BitConverter.GetBytes(row), .. new byte[12]];
        return fact;
    }

    private static PlanVersion Version(int key, PlanKind kind, int scenario, int number, PlanVersionStatus status) =>
        Named(new PlanVersion { PlanVersionKey = key, PlanKey = (int)kind, ScenarioKey = scenario, Number = number, Status = status, CreatedAt = Stamp }, $"V{key}", $"Version {key}");

    private static CalendarDate Date(DateTime day) => new()
    {
        DateKey = Key(day),
        Date = day,
        Day = day.Day,
        Month = day.Month,
        Year = day.Year,
        Quarter = (day.Month + 2) / 3,
        YearMonth = day.Year * 100 + day.Month,
        MonthStart = Utc(day.Year, day.Month, 1),
        WeekStart = day,
        DayName = day.DayOfWeek.ToString(),
        MonthName = "M",
        IsLastDayOfMonth = day.AddDays(1).Day == 1,
    };

    private static int Key(DateTime day) => (day.Year * 100 + day.Month) * 100 + day.Day;
}
