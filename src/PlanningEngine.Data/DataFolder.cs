using Microsoft.Extensions.Configuration;

namespace PlanningEngine.Data;

/// <summary>
/// The one folder in which the engine keeps its files: <c>Data:Folder</c>, else the environment variable
/// <c>PLANNING_DATA</c>, else <c>PlanningEngine</c> in the user's local application data
/// (<c>~/.local/share/PlanningEngine</c> on Linux), else <c>/var/lib/planning-engine</c> where there is no home.
/// </summary>
public static class DataFolder
{
    /// <summary>The folder where a user without a home (a container, a service) keeps the data.</summary>
    public const string WithoutHome = "/var/lib/planning-engine";

    /// <summary>The configured folder, or the default one; it need not exist. Configured text comes back as it is.</summary>
    /// <param name="configuration">The application's configuration.</param>
    public static string Resolve(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var configured = configuration["Data:Folder"] ?? configuration["PLANNING_DATA"] ?? Environment.GetEnvironmentVariable("PLANNING_DATA");
        if (!string.IsNullOrWhiteSpace(configured))
            return configured;
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length == 0 ? WithoutHome : Path.Combine(local, "PlanningEngine");
    }

    /// <summary>Makes the folder and its parents where they are absent, readable by their owner alone; an existing folder is left as it is.</summary>
    /// <param name="folder">Absolute path.</param>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
