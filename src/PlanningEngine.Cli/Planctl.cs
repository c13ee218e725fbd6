using System.CommandLine;
using System.CommandLine.Help;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Database;
using PlanningEngine.Cli.Keys;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli;

/// <summary>The command line: its verbs in the order in which they are usually needed.</summary>
internal static class Planctl
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="screen">Where to write.</param>
    /// <param name="cancellationToken">Stops the work, beside Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Screen screen, CancellationToken cancellationToken = default)
    {
        var root = CreateRoot(screen);
        var parse = root.Parse(arguments);
        if (parse.Errors.Count > 0 && parse.Action is not HelpWithExamples)
        {
            foreach (var error in parse.Errors)
                screen.Error(error.Message);
            screen.Error($"Maybe see: {PathOf(parse.CommandResult.Command)} --help");
            return ExitCodes.Usage;
        }

        return await parse.InvokeAsync(new InvocationConfiguration { Output = screen.Output, Error = screen.Output, ProcessTerminationTimeout = TimeSpan.FromSeconds(5) }, cancellationToken);
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand CreateRoot(Screen screen)
    {
        var server = new ServerOptions();
        var database = new DatabaseAccess();
        var root = new RootCommand("""
            planctl works with a planning engine: it imports files, starts runs, and forecasts files on this machine.

            Exit codes: 0 done, 1 refused or with findings, 2 the command line or mapping cannot be used, 3 no server answered, 4 done in part: some series were refused and are named, 130 stopped.
            """)
        {
            ImportCommand.Create(screen, server),
            LoadCommands.Create(screen, server),
            RunCommands.Create(screen, server),
            AvailabilityCommand.Create(screen, server),
            ForecastCommand.Create(screen),
            EvaluateCommand.Create(screen),
            DatabaseCommands.Create(screen, database),
            DatabaseCommands.CreateRuns(screen, database),
            KeyCommands.Create(screen, database, TimeProvider.System),
        };
        foreach (var remote in root.Subcommands.Where(c => c.Name is "import" or "load" or "run" or "availability"))
            server.AddTo(remote);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static string PathOf(Command command)
    {
        var parents = command.Parents.OfType<Command>().FirstOrDefault();
        return parents is null ? "planctl" : $"{PathOf(parents)} {command.Name}";
    }
}
