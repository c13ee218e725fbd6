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
        new("Sales", RowVisibility.Actual, "Quantity", "Revenue"),
        new("Inventory", RowVisibility.Actual),
        new("Capacities", RowVisibility.Actual, "Available"),
        new("Opportunities", RowVisibility.Actual, Amount: "Amount"),
        new("Forecasts", RowVisibility.Demand, "Mean"),
        new("ForecastAccuracies", RowVisibility.Demand),
        new("Quotas", RowVisibility.Quota, Amount: "Amount"),
        new("PlanLines", RowVisibility.Sales, "Quantity", "Amount"),
        new("Allocations", RowVisibility.Supply, "Quantity"),
        new("KpiValues", RowVisibility.Kpi),
    ];

    /// <summary>Name of the column that holds the key of a dimension set's rows.</summary>
    public string KeyColumn => Name == "Territories" ? "TerritoryKey" : Name[..^1] + "Key";
}

/// <summary>Which rows of a table a set shows.</summary>
internal enum RowVisibility
{
    /// <summary>All but the Unknown member.</summary>
    Member,

    /// <summary>Known at the snapshot's commit.</summary>
    Actual,

    /// <summary>Of the published demand plan.</summary>
    Demand,

    /// <summary>Of the published quota plan.</summary>
    Quota,

    /// <summary>Of the published sales plan.</summary>
    Sales,

    /// <summary>Of the published supply plan.</summary>
    Supply,

    /// <summary>Of the published KPI plan.</summary>
    Kpi,
}
