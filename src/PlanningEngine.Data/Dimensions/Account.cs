namespace PlanningEngine.Data.Dimensions;

/// <summary>A customer account.</summary>
public sealed class Account : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int AccountKey { get; set; }

    /// <summary>The territory the account belongs to.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>The rep who owns the account.</summary>
    public int SalesRepKey { get; set; }

    /// <summary>What the account could buy in a year, in the company currency.</summary>
    public decimal? Potential { get; set; }
}
