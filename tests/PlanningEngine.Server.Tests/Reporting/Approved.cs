namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Compares a text with its approved file, which a change must be reviewed in.</summary>
internal static class Approved
{
    public static async Task EqualAsync(string file, string actual)
    {
        await using var stream = typeof(Approved).Assembly.GetManifestResourceStream(file);
        var approved = stream is null ? "" : await new StreamReader(stream).ReadToEndAsync(FeedHost.Ct);
        if (Normal(approved) == Normal(actual))
            return;
        var received = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "received")).FullName, file);
        await File.WriteAllTextAsync(received, Normal(actual), FeedHost.Ct);
        Assert.Fail($"{file} differs from what was approved. Maybe compare it with {received} and copy that over Reporting/Approved/{file}.");
    }

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd() + "\n";
}
