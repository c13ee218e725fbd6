namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>The server's own switches, turned into configuration before the framework reads the command line.</summary>
public static class ServerArguments
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        PlanningEngine server: gRPC, an OData feed and a page over one planning database.

        Usage: dotnet run -c Release --project src/PlanningEngine.Server -- [switches] [Section:Name=value ...]

        Switches
          --demo       Fill an empty database with the demo company and run the planning cycle once.
          --version    Print the version.
          --help       Print this.

        Settings (command line, environment with __ for :, or appsettings.json)
          Kestrel:Endpoints:Http:Url=http://127.0.0.1:5080   OData, health, pages
          Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:5081   gRPC
          Database:Provider=Sqlite|SqlServer                 default Sqlite
          ConnectionStrings:Planning=...                     default: planning.db in the data folder
          Data:Folder=/absolute/path                         default: the user's local application data
          Company:TimeZone=Europe/Berlin  Company:FiscalYearStartMonth=7  Company:Currency=EUR
          Company:FiscalPattern=4-4-5  "Company:FiscalYearEnd=last Saturday of January"   fiscal years of whole weeks
          Security:BootstrapKey=...                          administrator's key; needed beyond loopback

        Examples
          dotnet run -c Release --project src/PlanningEngine.Server -- --demo
          dotnet run -c Release --project src/PlanningEngine.Server -- --Data:Folder=/srv/planning
        """;

    /// <summary>Replaces bare switches by settings.</summary>
    public static string[] ToSettings(IEnumerable<string> args) =>
        [.. args.Select(a => a == "--demo" ? "--Demo:Enabled=true" : a)];
}
