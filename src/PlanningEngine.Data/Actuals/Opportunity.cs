namespace PlanningEngine.Data.Actuals;

/// <summary>A deal in the pipeline, as last loaded. DateKey and PeriodStart are its expected close.</summary>
public sealed class Opportunity : VersionedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long OpportunityKey { get; set; }

    /// <summary>The source system's key.</summary>
    public string Code { get; set; } = "";

    /// <summary>What the deal is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>Stage of the deal in the source's words, such as Won, Lost, Negotiation.</summary>
    public string Stage { get; set; } = "";

    /// <summary>Value of the deal.</summary>
    public decimal Amount { get; set; }

    /// <summary>Probability to win, 0 to 1.</summary>
    public double Probability { get; set; }

    /// <summary>Day the deal was created, as yyyymmdd.</summary>
    public int CreateDateKey { get; set; }

    /// <summary>Day the deal closed, as yyyymmdd; 0 while it is open.</summary>
    public int CloseDateKey { get; set; }

    /// <summary>Who works on it.</summary>
    public int SalesRepKey { get; set; }

    /// <summary>The customer.</summary>
    public int AccountKey { get; set; }

    /// <summary>The product.</summary>
    public int ProductKey { get; set; }

    /// <summary>The rep's territory.</summary>
    public int TerritoryKey { get; set; }
}
