using System.Globalization;
using Microsoft.Extensions.Options;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Hosting.Demo;

/// <summary>What a person sees who starts the server: the demo's progress and findings, and where to go next.</summary>
internal sealed class Welcome(IServiceProvider services, IOptions<DemoOptions> options, IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await HasStartedAsync(stoppingToken))
            return;
        if (options.Value.Enabled && !await ShowDemoAsync(stoppingToken))
            return;
        Console.WriteLine($"""

            Open {Url("Http")} in a browser, or connect:
              Excel, Power BI   {Url("Http")}/odata/
              gRPC              {Url("Grpc")}
            Stop with Ctrl-C.
            """);
    }

    private async Task<bool> ShowDemoAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("The demo company: four years of sales, loaded and planned like any other.");
        try
        {
            Console.WriteLine(Describe(await services.GetRequiredService<DemoCycle>().CompleteAsync(Console.WriteLine, stoppingToken)));
            return true;
        }
        catch (DemoException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return false;
        }
    }

    /// <summary>The figures of a run, a line each.</summary>
    internal static string Describe(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var served = summary.DemandQuantity > 0 ? summary.AllocatedQuantity / summary.DemandQuantity : 1;
        return string.Create(CultureInfo.InvariantCulture, $"""
              series     {summary.SeriesCount:N0} forecast
              accuracy   WAPE {summary.Wape:P1} against {summary.NaiveWape:P1} of seasonal naive, at origins that the choice did not see
              quotas     {summary.QuotaTotal?.ToClrDecimal() ?? 0:N2} in all, from a target of {summary.QuotaTarget?.ToClrDecimal() ?? 0:N2}
              supply     {served:P1} of {summary.DemandQuantity:N0} units served, {summary.UnmetQuantity:N0} short
              people     {summary.Hires:N0} to hire, who cost {summary.HeadcountCost?.ToClrDecimal() ?? 0:N0} with what stays uncarried
              accounts   {summary.AccountsMoved:N0} of {summary.AccountsAligned:N0} change hands for even shares of potential
              stock      {summary.UnitsToOrder:N0} units to order now, by {summary.PolicyCount:N0} policies
              KPIs       {summary.KpiCount:N0} values
            """);
    }

    private string Url(string endpoint) => configuration[$"Kestrel:Endpoints:{endpoint}:Url"] ?? "";

    /// <summary>Waits for the start; false where the server stops before it, such as on a port that is taken.</summary>
    private async Task<bool> HasStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var begun = lifetime.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var stopped = stoppingToken.Register(() => started.TrySetResult(false));
        return await started.Task;
    }
}
