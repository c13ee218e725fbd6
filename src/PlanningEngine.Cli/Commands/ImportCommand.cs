using System.CommandLine;
using PlanningEngine.Cli.Import;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl import</c>: brings files in by a mapping.</summary>
internal static class ImportCommand
{
    public static Verb Create(Screen screen, ServerOptions server)
    {
        var mapping = new Argument<string>("mapping") { Description = "The mapping file; deploy/mappings/README.md describes it." };
        var data = new Option<string?>("--data") { Description = "Folder of the files. Default: the folder of the mapping." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and report, but change nothing." };
        var stop = new Option<bool>("--stop-on-warnings") { Description = "Do not commit when there are warnings; the checked load waits for the same command without this option." };
        var patience = new Option<int>("--patience") { Description = "Seconds to wait for a server that goes away in the middle.", DefaultValueFactory = _ => 60 };
        var verb = new Verb("import", "Imports files by a mapping: reads everything, reports every finding, and commits all rows or none. The same command again goes on where it stopped.",
            "planctl import deploy/mappings/tidy-sales.yaml",
            "planctl import adventureworks.yaml --data ~/adventureworks --dry-run",
            "planctl import monthly.yaml --data /srv/export --stop-on-warnings --server https://planning.example.org")
        { mapping, data, dryRun, stop, patience };
        verb.SetAction((parse, cancellationToken) => Guard.RunAsync(screen, server, async () =>
        {
            var path = parse.GetValue(mapping)!;
            if (!File.Exists(path))
                throw new UsageException([$"There is no mapping ({path}). Maybe check the path."]);
            var folder = parse.GetValue(data) ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(folder))
                throw new UsageException([$"There is no folder ({folder}). Maybe check --data."]);
            var read = MappingReader.Read(path);
            using var client = server.Connect(parse);
            var options = new ImportOptions(folder, parse.GetValue(dryRun), parse.GetValue(stop), TimeSpan.FromSeconds(Math.Max(0, parse.GetValue(patience))));
            return await new ImportSession(client, read, options, screen, TimeProvider.System).RunAsync(cancellationToken);
        }));
        return verb;
    }
}
