using System.IO.Compression;
using System.Text;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli.Tests;

/// <summary>A folder of its own, and a command line in it.</summary>
public sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("planctl-tests-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Write(string name, string text, Encoding? encoding = null)
    {
        var path = Path(name);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
            return path;
        }

        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write((encoding ?? new UTF8Encoding(false)).GetBytes(text));
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs planctl in this process.</summary>
    public static async Task<Answer> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Planctl.RunAsync(arguments, new Screen(output, error, isInteractive: false), TestContext.Current.CancellationToken);
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>A folder of the benchmark data; null where it is missing.</summary>
    public static string? SharedData(string name)
    {
        var root = Environment.GetEnvironmentVariable("PLANNING_SHARED_DATA") ?? System.IO.Path.Combine(Repository, "..", "shared", "data");
        var folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, name));
        return Directory.Exists(folder) ? folder : null;
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "PlanningEngine.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must lie below the repository.");
        return folder;
    }
}

/// <summary>What planctl answered.</summary>
public sealed record Answer(int Code, string Output, string Error);
