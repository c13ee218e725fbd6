using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace PlanningEngine.Data.Tests;

/// <summary>Runs the tests; with <see cref="ChildProcess.Argument"/> first, plays a server that a test kills.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        if (args is [ChildProcess.Argument, ..])
            return ChildProcess.RunAsync(args);
        return args.Any(a => a is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
