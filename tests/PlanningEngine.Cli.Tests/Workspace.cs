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
}

/// <summary>What planctl answered.</summary>
public sealed record Answer(int Code, string Output, string Error);
