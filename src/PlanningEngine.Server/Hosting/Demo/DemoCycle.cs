using System.Diagnostics;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;
using PlanningEngine.Planning.Demo;
using PlanningEngine.Server.Loads;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Hosting.Demo;

/// <summary>
/// Loads the demo company, runs one planning cycle and plans people, accounts and stock on it, by the same steps as any user. Each step is durable: a second
/// start redoes nothing, and one after a crash goes on where the first one stopped.
/// </summary>
internal sealed class DemoCycle(
    LoadPipeline loads, DemoSalesPlan salesPlan, RunIntake runs, RunSignals signals, IDbContextFactory<PlanningContext> contexts, TimeProvider clock, IOptions<DemoOptions> options)
{
    /// <summary>Source of the demo's rows and author of its run.</summary>
    public const string Source = "demo";

    private static readonly Guid RequestId = new("8d6a3f6e-54c0-4b7e-9a51-0f2c5d1e7b01");
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>What is run, one after the other: each builds on what those before published.</summary>
    private static readonly (string Kind, RunParameters Parameters)[] Runs =
    [
        (RunKinds.Cycle, new()),
        (RunKinds.Headcount, new()),
        (RunKinds.Territories, new() { Territories = new() { Balance = TerritoryBalance.Potential } }),
        (RunKinds.Inventory, new() { Inventory = new() { CycleService = 0.95 } }),
    ];

    /// <summary>Loads and runs.</summary>
    /// <param name="report">Told of progress, a line at a time.</param>
    /// <param name="cancellationToken">Stops; the next start goes on.</param>
    /// <returns>What is published now: of each kind of run what the last one found, be it the demo's own or a later one.</returns>
    /// <exception cref="DemoException">The database holds other data, or a step failed.</exception>
    public async Task<RunSummary> CompleteAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var load = await LoadAsync(report, cancellationToken);
        // A plan of the day of the load, also where a later start goes on.
        await salesPlan.PublishAsync(() => Company(load.CreateTime.ToDateTime()).PlanLines, cancellationToken);
        foreach (var (kind, parameters) in Runs)
            await RunAsync(kind, parameters, report, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LatestSummary.ReadAsync(db, cancellationToken);
    }

    private async Task<Contracts.V1.Load> LoadAsync(Action<string> report, CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var foreign = await db.Loads.AsNoTracking().FirstOrDefaultAsync(l => l.LoadKey > 0 && l.Source != Source, cancellationToken);
            if (foreign is not null && !await db.Loads.AnyAsync(l => l.Source == Source, cancellationToken))
                throw new DemoException($"The database already holds data of the source ({foreign.Source}), and the demo does not mix with it. Maybe give the demo a folder of its own: --demo --Data:Folder=/tmp/planning-demo");
        }

        var last = "";
        var progress = new Inline<LoadProgress>(p =>
        {
            var tenth = p.TotalRows == 0 ? 10 : 10 * p.Rows / p.TotalRows;
            var line = FormattableString.Invariant($"  {Verb(p.Step)} {p.TotalRows:N0} rows: {tenth * 10} %");
            if (line != last)
                report(last = line);
        });
        try
        {
            var load = await loads.RunAsync(RequestId, Source, Source, "The demo company", Rows, progress, cancellationToken);
            if (load.State != LoadState.Committed)
                throw new DemoException($"The demo's load {load.LoadKey} is {load.State} with {load.ErrorCount} errors. Maybe look at: planctl load findings {load.LoadKey}");
            return load;
        }
        catch (RpcException refused)
        {
            throw new DemoException($"The demo's load was refused: {refused.Status.Detail}");
        }
    }

    private LoadRows Rows()
    {
        var company = Company(clock.GetUtcNow().UtcDateTime);
        return new LoadRows
        {
            Products = company.Products,
            Locations = company.Locations,
            Territories = company.Territories,
            Channels = company.Channels,
            Accounts = company.Accounts,
            SalesReps = company.SalesReps,
            Sales = company.Sales,
            Quotas = company.Quotas,
            Inventory = company.Inventory,
            Capacities = company.Capacities,
            Opportunities = company.Opportunities,
            Drivers = company.Drivers,
            DriverValues = company.DriverValues,
        };
    }

    private DemoData Company(DateTime now) => DemoCompany.Generate(Planning.Demo.DemoOptions.AsOf(DateOnly.FromDateTime(now)) with { Seed = options.Value.Seed });

    private async Task<Data.Runs.Run> RunAsync(string kind, RunParameters parameters, Action<string> report, CancellationToken cancellationToken)
    {
        // One server has the database to itself, so nobody queues a second run between the look and the queueing.
        var run = await FindAsync(kind, cancellationToken);
        var key = run?.RunKey ?? await runs.QueueAsync(kind, parameters, Source, cancellationToken);
        var last = "";
        while (true)
        {
            var change = signals.Next;
            run = await ReadAsync(key, cancellationToken);
            switch (run.Status)
            {
                case RunStatus.Succeeded:
                    return run;
                case RunStatus.Failed or RunStatus.Cancelled:
                    throw new DemoException($"The demo's run {key} ended as {run.Status}: {run.Error}");
                default:
                    var line = FormattableString.Invariant($"  planning, stage {run.Stage}: {Math.Floor(run.Progress * 20) * 5} %");
                    if (line != last && run.Stage.Length > 0)
                        report(last = line);
                    await signals.WaitAsync(change, LongestWait, cancellationToken);
                    break;
            }
        }
    }

    private async Task<Data.Runs.Run?> FindAsync(string kind, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Runs.AsNoTracking().Where(r => r.Author == Source && r.Kind == kind && r.Status != RunStatus.Failed && r.Status != RunStatus.Cancelled)
            .OrderBy(r => r.RunKey).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<Data.Runs.Run> ReadAsync(int key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Runs.AsNoTracking().SingleAsync(r => r.RunKey == key, cancellationToken);
    }

    private static string Verb(string step) => step switch
    {
        "stage" => "staging",
        "validate" => "checking",
        "commit" => "committing",
        _ => throw new UnreachableException($"A load has no step {step}."),
    };

    /// <summary>Reports in the caller's turn: the order of lines is the order of events.</summary>
    private sealed class Inline<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}

/// <summary>The demo cannot go on; the message says what to do.</summary>
internal sealed class DemoException(string message) : Exception(message);
