namespace PlanningEngine.Data.Plans;

/// <summary>A fact that belongs to a plan version. Once the version is published the fact never changes.</summary>
public abstract class PublishedFact
{
    /// <summary>First day of the period as yyyymmdd.</summary>
    public int DateKey { get; set; }

    /// <summary>Start of the period (UTC).</summary>
    public DateTime PeriodStart { get; set; }

    /// <summary>When the row was written (UTC).</summary>
    public DateTime ModifiedAt { get; set; }

    /// <summary>The territory the fact is about; 0 when it is about none.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>The scenario of the version.</summary>
    public int ScenarioKey { get; set; }

    /// <summary>The version the fact belongs to.</summary>
    public int PlanVersionKey { get; set; }

    /// <summary>The run that computed the fact; 0 when it was loaded or entered.</summary>
    public int RunKey { get; set; }
}
