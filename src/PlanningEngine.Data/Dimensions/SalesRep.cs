namespace PlanningEngine.Data.Dimensions;

/// <summary>A person who carries a quota or leads people who do.</summary>
public sealed class SalesRep : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int SalesRepKey { get; set; }

    /// <summary>The rep's manager; null at the top.</summary>
    public int? ManagerSalesRepKey { get; set; }

    /// <summary>The territory the rep works in.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>First working day (UTC midnight).</summary>
    public DateTime? HireDate { get; set; }

    /// <summary>Last working day (UTC midnight).</summary>
    public DateTime? LeaveDate { get; set; }

    /// <summary>The rep's role, such as account manager.</summary>
    public string Role { get; set; } = "";
}
