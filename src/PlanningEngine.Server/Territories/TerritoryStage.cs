using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Territories;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;
using AssignmentRow = PlanningEngine.Data.Allocations.TerritoryAssignment;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Territories;

/// <summary>The alignment of a run before it is published.</summary>
/// <param name="DateKey">Day from which it counts.</param>
/// <param name="Rows">Accounts in the order of their keys.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record RunTerritories(int DateKey, IReadOnlyList<AlignedAccount> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>The output of the stage <c>territories</c>.</summary>
    public static RunOutput<RunTerritories> Output { get; } = new("territories");
}

/// <summary>Who shall serve an account.</summary>
/// <param name="AccountKey">Account.</param>
/// <param name="TerritoryKey">Its territory.</param>
/// <param name="SalesRepKey">The rep who shall serve it.</param>
/// <param name="CurrentSalesRepKey">The rep who serves it now; 0 for nobody.</param>
/// <param name="Workload">Work it takes.</param>
/// <param name="Potential">What it could buy in a year.</param>
/// <param name="ReasonCode">Why, as a code.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record AlignedAccount(
    int AccountKey, int TerritoryKey, int SalesRepKey, int CurrentSalesRepKey, double Workload, decimal Potential, string ReasonCode, string Reason);

/// <summary>Aligns accounts and reps, and publishes who serves whom, and why.</summary>
internal sealed class TerritoryStage : IPublishingStage
{
    public string Name => RunTerritories.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var territories = await run.ReadAsync(RunTerritories.Output, 0, cancellationToken);
        await publication.WriteAsync(PlanKind.Territory, territories.Rows.Select(row => ToRow(row, territories.DateKey)), cancellationToken);
        publication.Summary.AccountsAligned = territories.Rows.Count;
        publication.Summary.AccountsMoved = territories.Rows.Count(IsMoved);
        publication.Summary.Notes.AddRange(territories.Notes);
    }

    private static async Task<RunTerritories> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var sales = await SalesTerritories.ReadAsync(run, cancellationToken);
        var day = FiscalCalendar.DateKey(sales.FirstDay);
        if (sales.Problem is not { } problem)
            return new RunTerritories(day, [], sales.Notes);
        RunFailedException.ThrowIfAny(TerritoryProblemValidator.Validate(problem));
        var result = await Task.Run(() => TerritorySolver.Solve(problem, new TerritorySolverOptions { Seed = (int)run.Seed }, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Status is not (SolveStatus.Optimal or SolveStatus.Feasible) || result.Plan is not { } plan)
            throw new RunFailedException($"{string.Join(" ", result.Conflicts.Take(3).Select(c => c.Sentence).DefaultIfEmpty("No alignment within the tolerance was found."))} Maybe allow a larger tolerance.");
        List<string> notes = [.. sales.Notes, FormattableString.Invariant($"The alignment costs {plan.Cost:0.##}, at most {result.Gap:P2} more than the cheapest one.")];
        return new RunTerritories(day, [.. sales.Accounts.Select((account, i) => new AlignedAccount(
            account.AccountKey, account.TerritoryKey, sales.RepKeys[plan.Assignments[i].RepId], account.SalesRepKey, problem.Accounts[i].Workload, account.Potential ?? 0,
            result.Reasons[i].Code.ToString(), result.Reasons[i].Sentence))], notes);
    }

    private static bool IsMoved(AlignedAccount row) => row.CurrentSalesRepKey != 0 && row.SalesRepKey != row.CurrentSalesRepKey;

    private static AssignmentRow ToRow(AlignedAccount row, int dateKey) => new()
    {
        DateKey = dateKey,
        PeriodStart = DateKeys.StartOf(DateKeys.ToDate(dateKey)),
        TerritoryKey = row.TerritoryKey,
        AccountKey = row.AccountKey,
        SalesRepKey = row.SalesRepKey,
        CurrentSalesRepKey = row.CurrentSalesRepKey,
        Moved = IsMoved(row),
        Workload = row.Workload,
        Potential = row.Potential,
        ReasonCode = row.ReasonCode,
        Reason = ReasonText.Fit(row.Reason),
    };
}
