using PlanningEngine.Data.Plans;

namespace PlanningEngine.Server.Overview;

/// <summary>What the overview counts and adds up of one reporting set, over the very rows that the set shows.</summary>
/// <param name="Name">The reporting set.</param>
/// <param name="Visibility">Which rows of the table the set shows.</param>
/// <param name="Quantity">Column of units to add up; null where there is none.</param>
/// <param name="Amount">Column of money to add up; null where there is none.</param>
internal sealed record OverviewSet(string Name, RowVisibility Visibility, string? Quantity = null, string? Amount = null)
{
    /// <summary>The sets in the order they are shown.</summary>
    public static IReadOnlyList<OverviewSet> All { get; } =
    [
        new("Products", RowVisibility.Member),
        new("Locations", RowVisibility.Member),
        new("Territories", RowVisibility.Member),
        new("Channels", RowVisibility.Member),
        new("Accounts", RowVisibility.Member),
        new("SalesReps", RowVisibility.Member),
        new("Drivers", RowVisibility.Member),
        new("Sales", RowVisibility.Actual, "Quantity", "Revenue"),
        new("Inventory", RowVisibility.Actual),
        new("Capacities", RowVisibility.Actual, "Available"),
        new("Opportunities", RowVisibility.Actual, Amount: "Amount"),
        new("DriverValues", RowVisibility.Actual),
        Published("Forecasts", PlanKind.Demand, "Mean"),
        Published("ForecastAccuracies", PlanKind.Demand),
        Published("Quotas", PlanKind.Quota, amount: "Amount"),
        Published("PlanLines", PlanKind.Sales, "Quantity", "Amount"),
        Published("Allocations", PlanKind.Supply, "Quantity"),
        Published("KpiValues", PlanKind.Kpi),
        Published("TerritoryAssignments", PlanKind.Territory, amount: "Potential"),
        Published("HeadcountPlans", PlanKind.Headcount, amount: "HireCost"),
        Published("BudgetAllocations", PlanKind.Budget, amount: "Amount"),
        Published("InventoryPolicies", PlanKind.Inventory, "OrderNow"),
    ];

    /// <summary>Kind of the plan whose published version a set of published facts shows.</summary>
    public PlanKind Kind { get; private init; }

    /// <summary>Name of the column that holds the key of a dimension set's rows.</summary>
    public string KeyColumn => Name == "Territories" ? "TerritoryKey" : Name[..^1] + "Key";

    private static OverviewSet Published(string name, PlanKind kind, string? quantity = null, string? amount = null) =>
        new(name, RowVisibility.Published, quantity, amount) { Kind = kind };
}

/// <summary>Which rows of a table a set shows.</summary>
internal enum RowVisibility
{
    /// <summary>All but the Unknown member.</summary>
    Member,

    /// <summary>Known at the snapshot's commit.</summary>
    Actual,

    /// <summary>Of the published version of the set's kind of plan.</summary>
    Published,
}
