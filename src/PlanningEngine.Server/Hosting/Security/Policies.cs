namespace PlanningEngine.Server.Hosting.Security;

/// <summary>Names of the roles and of the policies that ask for at least them. A planner may also do what a data scientist may.</summary>
public static class Policies
{
    /// <summary>May read everything in its territory scope.</summary>
    public const string Reader = "Reader";

    /// <summary>May also load data, plan, allocate and publish.</summary>
    public const string Planner = "Planner";

    /// <summary>May also create runs and handle models.</summary>
    public const string DataScientist = "DataScientist";

    /// <summary>May do everything, keys included.</summary>
    public const string Administrator = "Administrator";
}
