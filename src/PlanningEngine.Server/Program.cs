using System.Globalization;
using PlanningEngine.Data;
using PlanningEngine.Server.Allocations;
using PlanningEngine.Server.Budgets;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Headcount;
using PlanningEngine.Server.Hosting;
using PlanningEngine.Server.Hosting.Demo;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Observability;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Hosting.Startup;
using PlanningEngine.Server.Inventory;
using PlanningEngine.Server.Kpis;
using PlanningEngine.Server.Loads;
using PlanningEngine.Server.Overview;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Quotas;
using PlanningEngine.Server.Reporting;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Territories;

namespace PlanningEngine.Server;

/// <summary>The server: reads as a table of contents.</summary>
public sealed class Program
{
    private Program()
    {
    }

    /// <summary>Starts the server and serves until it is told to stop.</summary>
    /// <returns>0 after an orderly end, 1 when the server may not start as it is configured.</returns>
    public static async Task<int> Main(string[] args)
    {
        if (args.Contains("--help"))
            return Say(ServerArguments.Help);
        if (args.Contains("--version"))
            return Say(EngineVersion.Text);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        try
        {
            await using var app = Build(args);
            await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(app.Lifetime.ApplicationStopping);
            await app.RunAsync();
            return 0;
        }
        catch (Exception refusal) when (StartupRefusal.Explain(refusal) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    /// <summary>The application, not started; tests start it in process.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ServerArguments.ToSettings(args),
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        ExposureGuard.LimitHosts(builder.Configuration);

        builder.AddObservability(Path.Combine(DataFolder.Resolve(builder.Configuration), "logs"));
        builder.Services
            .AddHosting(builder.Configuration)
            .AddSecurity(builder.Configuration)
            .AddPlanningData(builder.Configuration)
            .AddLoads()
            .AddRuns(builder.Configuration)
            .AddForecasts()
            .AddPlans()
            .AddAllocations()
            .AddHeadcount()
            .AddBudgets()
            .AddInventory()
            .AddTerritories()
            .AddKpis()
            .AddReporting(builder.Configuration)
            .AddOverview()
            .AddDemo(builder.Configuration);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseRequestLogging();
        app.UseResponseCompression();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseCallFaults();
        app.MapHosting();
        app.MapLoads();
        app.MapRuns();
        app.MapForecasts();
        app.MapPlans();
        app.MapAllocations();
        app.MapTerritories();
        app.MapHeadcount();
        app.MapBudgets();
        app.MapQuotas();
        app.MapInventory();
        app.MapReporting();
        app.MapOverview();
        app.MapPages();
        return app;
    }

    private static int Say(string text)
    {
        Console.WriteLine(text);
        return 0;
    }
}
