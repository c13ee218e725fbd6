namespace PlanningEngine.Server.Hosting.Security;

/// <summary>Names of the authorization policies; each includes those before it, except that Planner and DataScientist stand side by side.</summary>
public static class Policies
{
    /// <summary>May read everything in its territory scope.</summary>
    public const string Reader = "Reader";

    /// <summary>May also load data, plan, allocate and publish.</summary>
    public const string Planner = "Planner";

    /// <summary>May also run forecasts and handle models.</summary>
    public const string DataScientist = "DataScientist";

    /// <summary>May do everything, keys included.</summary>
    public const string Administrator = "Administrator";
}
