using System.Diagnostics;
using System.Globalization;

namespace PlanningEngine.Data.Tests;

/// <summary>This program started once more as a server on a database file, to be killed.</summary>
internal static class ChildProcess
{
    public const string Argument = "--child";

    /// <summary>Initializes the file and is killed by the system just before its n-th statement; with n = 0 it lives on, holding the lock, until its input ends.</summary>
    public static Process Start(string file, int killBeforeStatement)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PlanningEngine.Data.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { Argument, file, killBeforeStatement.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var statements = new StatementFaults { KillBefore = int.Parse(args[2], CultureInfo.InvariantCulture) };
        var database = TestDatabase.At(args[1], folder: null, statements);
        await database.Initializer.InitializeAsync();
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
