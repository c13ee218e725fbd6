using System.Diagnostics;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>Programs that a machine may or may not have.</summary>
internal static class Tools
{
    public static string? Find(params string[] names) => names
        .SelectMany(_ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), (name, folder) => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>A page's document as a browser shows it; the browser must be there.</summary>
    public static async Task<string> PageAsync(Uri address)
    {
        var (exitCode, dom, error) = await RunAsync(Find("chromium", "chromium-browser", "google-chrome")!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", $"--user-data-dir={ServerProcess.NewFolder()}", "--virtual-time-budget=20000", "--dump-dom", address.ToString(),
        ]);
        Assert.True(exitCode == 0, error);
        return dom;
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
