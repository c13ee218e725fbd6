using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Allocations;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Kpis;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Runs;

namespace PlanningEngine.Data.Reporting;

/// <summary>The list of sets, in the order in which readers find them. A new set is one entry here.</summary>
internal static class ReportingSets
{
    /// <summary>Columns that belong to the writing side and are never shown.</summary>
    public static readonly IReadOnlySet<string> Hidden = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(Dimension.Version), nameof(VersionedFact.RowKey), nameof(VersionedFact.PayloadHash),
        nameof(VersionedFact.KnownFrom), nameof(VersionedFact.KnownTo), nameof(VersionedFact.SupersededByLoadKey),
        nameof(Run.FencingToken), nameof(Run.LeaseOwner), nameof(Run.LeaseExpiresAt),
    };

    /// <summary>Navigations whose name is not their key's name without "Key".</summary>
    public static readonly IReadOnlyDictionary<string, string> NavigationNames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(SalesRep.ManagerSalesRepKey)] = "Manager",
        [nameof(TerritoryAssignment.CurrentSalesRepKey)] = "CurrentSalesRep",
        [nameof(Territory.ParentTerritoryKey)] = "Parent",
        [nameof(Product.PredecessorProductKey)] = "Predecessor",
    };

    public static readonly IReadOnlyList<ReportingSetDefinition> All =
    [
        Members<CalendarDate>("Dates"),
        Members<Product>("Products"),
        Members<Location>("Locations"),
        Members<Territory>("Territories"),
        Members<Channel>("Channels"),
        Members<Account>("Accounts"),
        Members<SalesRep>("SalesReps"),
        Members<Driver>("Drivers"),
        Members<Scenario>("Scenarios"),
        Members<Plan>("Plans"),
        Members<PlanVersion>("PlanVersions"),
        Members<KpiDefinition>("KpiDefinitions"),
        Members<Model>("Models"),
        Loaded<Sale>("Sales", nameof(Sale.Quantity), nameof(Sale.Revenue), nameof(Sale.Cost)),
        Loaded<InventoryLevel>("Inventory"),
        Loaded<Capacity>("Capacities", nameof(Capacity.Available)),
        Loaded<Opportunity>("Opportunities", nameof(Opportunity.Amount)),
        Loaded<DriverValue>("DriverValues"),
        Published<Forecast>("Forecasts", PlanKind.Demand, nameof(Forecast.Mean), nameof(Forecast.BaseMean)),
        new("ForecastHistory", typeof(Forecast), ReportingVisibility.PublishedHistory)
        {
            PlanKind = PlanKind.Demand,
            KeyName = "ForecastHistoryKey",
            Description = "A leaf forecast (product x territory x channel x period) of any published or superseded version: filter one version before you sum.",
        },
        Published<ForecastRollup>("ForecastRollups", PlanKind.Demand),
        Published<ForecastQuantile>("ForecastQuantiles", PlanKind.Demand),
        Published<ForecastAccuracy>("ForecastAccuracies", PlanKind.Demand),
        Published<Quota>("Quotas", PlanKind.Quota, nameof(Quota.Amount)),
        Published<QuotaNode>("QuotaNodes", PlanKind.Quota),
        Published<PlanLine>("PlanLines", PlanKind.Sales, nameof(PlanLine.Quantity), nameof(PlanLine.Amount)),
        Published<Allocation>("Allocations", PlanKind.Supply, nameof(Allocation.Quantity), nameof(Allocation.Unmet)),
        Published<KpiValue>("KpiValues", PlanKind.Kpi),
        Published<TerritoryAssignment>("TerritoryAssignments", PlanKind.Territory, nameof(TerritoryAssignment.Workload), nameof(TerritoryAssignment.Potential)),
        Published<HeadcountPlan>("HeadcountPlans", PlanKind.Headcount, nameof(HeadcountPlan.Hires), nameof(HeadcountPlan.HireCost), nameof(HeadcountPlan.Capacity), nameof(HeadcountPlan.Required), nameof(HeadcountPlan.Shortfall)),
        Published<BudgetAllocation>("BudgetAllocations", PlanKind.Budget, nameof(BudgetAllocation.Amount), nameof(BudgetAllocation.Response)),
        Published<InventoryPolicy>("InventoryPolicies", PlanKind.Inventory, nameof(InventoryPolicy.SafetyStock), nameof(InventoryPolicy.OnHand), nameof(InventoryPolicy.OrderNow)),
        Operations<Run>("Runs"),
        Operations<Load>("Loads"),
        Operations<DataQualityResult>("DataQualityResults"),
    ];

    private static ReportingSetDefinition Members<T>(string name) => new(name, typeof(T), ReportingVisibility.Dimension);

    private static ReportingSetDefinition Operations<T>(string name) => new(name, typeof(T), ReportingVisibility.Operations);

    private static ReportingSetDefinition Loaded<T>(string name, params string[] additive)
        where T : VersionedFact => new(name, typeof(T), ReportingVisibility.VersionedFact) { Additive = additive };

    private static ReportingSetDefinition Published<T>(string name, PlanKind kind, params string[] additive)
        where T : PublishedFact => new(name, typeof(T), ReportingVisibility.PublishedFact) { PlanKind = kind, Additive = additive };
}
