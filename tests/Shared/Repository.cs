namespace PlanningEngine.Tests;

/// <summary>The clone that the tests run in. It is found from the binaries: a compiler's paths are mapped away in builds of CI.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>PlanningEngine.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the repository, its parts parted by <c>/</c>.</summary>
    public static string PathOf(string relative) => Path.Combine([Root, .. relative.Split('/')]);

    /// <summary>A folder of the benchmark data, below <c>PLANNING_SHARED_DATA</c> or else <c>../shared/data</c>; null where it is missing.</summary>
    public static string? SharedData(string name)
    {
        var data = Environment.GetEnvironmentVariable("PLANNING_SHARED_DATA") is { Length: > 0 } set ? set : Path.Combine(Root, "..", "shared", "data");
        var folder = Path.GetFullPath(Path.Combine(data, name));
        return Directory.Exists(folder) ? folder : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PlanningEngine.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No PlanningEngine.sln above {AppContext.BaseDirectory}. Maybe run the tests where they were built, inside the repository.");
    }
}
