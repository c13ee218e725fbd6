using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Plans;

/// <summary>A planning object with a horizon, such as "FY27 sales plan".</summary>
public sealed class Plan : Dimension
{
    /// <summary>The plans every database has, one per kind: their key is the kind's number, and published results belong to them.</summary>
    public static IReadOnlyList<(PlanKind Kind, string Code, string Name)> Defaults { get; } =
    [
        (PlanKind.Demand, "DEMAND", "Demand plan"),
        (PlanKind.Quota, "QUOTA", "Quota plan"),
        (PlanKind.Sales, "SALES", "Sales plan"),
        (PlanKind.Supply, "SUPPLY", "Supply plan"),
        (PlanKind.Kpi, "KPI", "KPI values"),
        (PlanKind.Territory, "TERRITORY", "Territory plan"),
        (PlanKind.Headcount, "HEADCOUNT", "Headcount plan"),
        (PlanKind.Budget, "BUDGET", "Budget plan"),
        (PlanKind.Inventory, "INVENTORY", "Inventory policies"),
    ];

    /// <summary>Key; 0 is the Unknown member.</summary>
    public int PlanKey { get; set; }

    /// <summary>What the plan holds.</summary>
    public PlanKind Kind { get; set; }

    /// <summary>True for the one plan of its kind whose published version the reporting sets show.</summary>
    public bool IsDefault { get; set; }

    /// <summary>First day of the horizon (UTC midnight).</summary>
    public DateTime? HorizonStart { get; set; }

    /// <summary>Last day of the horizon (UTC midnight).</summary>
    public DateTime? HorizonEnd { get; set; }

    /// <summary>Active or Archived.</summary>
    public string Status { get; set; } = "Active";

    /// <summary>Who made it.</summary>
    public string Author { get; set; } = "";

    /// <summary>When it was made (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}

/// <summary>What a plan holds, and so which reporting sets show its published version.</summary>
public enum PlanKind
{
    /// <summary>Unknown member.</summary>
    None = 0,

    /// <summary>Forecasts, their rollups, quantiles and accuracies.</summary>
    Demand = 1,

    /// <summary>Quotas and quota nodes.</summary>
    Quota = 2,

    /// <summary>Plan lines.</summary>
    Sales = 3,

    /// <summary>Allocations.</summary>
    Supply = 4,

    /// <summary>KPI values.</summary>
    Kpi = 5,

    /// <summary>Territory assignments.</summary>
    Territory = 6,

    /// <summary>Headcount plans.</summary>
    Headcount = 7,

    /// <summary>Budget allocations.</summary>
    Budget = 8,

    /// <summary>Inventory policies.</summary>
    Inventory = 9,
}
