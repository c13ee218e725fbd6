using System.Reflection;

namespace PlanningEngine.Server.Hosting;

/// <summary>The version of the engine, as built.</summary>
public static class EngineVersion
{
    /// <summary>The version, such as 0.1.0.</summary>
    public static string Text { get; } = typeof(EngineVersion).Assembly.GetName().Version?.ToString(3)
        ?? typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
