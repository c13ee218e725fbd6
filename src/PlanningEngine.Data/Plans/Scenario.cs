using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Plans;

/// <summary>A named set of assumptions; Base is one.</summary>
public sealed class Scenario : Dimension
{
    /// <summary>Code of the scenario that reporting shows by default.</summary>
    public const string BaseCode = "BASE";

    /// <summary>Key of that scenario.</summary>
    public const int BaseKey = 1;

    /// <summary>Key; 0 is the Unknown member, 1 is Base.</summary>
    public int ScenarioKey { get; set; }

    /// <summary>What is assumed.</summary>
    public string Description { get; set; } = "";

    /// <summary>Active or Archived.</summary>
    public string Status { get; set; } = "Active";

    /// <summary>Who made it.</summary>
    public string Author { get; set; } = "";

    /// <summary>When it was made (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}
