namespace PlanningEngine.Server.Hosting.Demo;

/// <summary>Whether the server fills an empty database with the demo company. Section <c>Demo</c>; the switch <c>--demo</c> sets it.</summary>
public sealed class DemoOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Demo";

    /// <summary>Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Seed of the company. Default: 7.</summary>
    public int Seed { get; set; } = 7;
}
