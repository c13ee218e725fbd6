using PlanningEngine.Contracts.V1;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using BudgetRow = PlanningEngine.Data.Allocations.BudgetAllocation;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Budgets;

/// <summary>The division of a budget before it is published.</summary>
/// <param name="DateKey">First day that the budget is for: the day after the last actuals.</param>
/// <param name="Rows">Items in the order they were given.</param>
/// <param name="Notes">What there is to say about it.</param>
public sealed record RunBudget(int DateKey, IReadOnlyList<BudgetedItem> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>The output of the stage <c>budget</c>.</summary>
    public static RunOutput<RunBudget> Output { get; } = new("budget");
}

/// <summary>What an item gets.</summary>
/// <param name="Item">Item.</param>
/// <param name="Label">What planners call it.</param>
/// <param name="Spend">Money.</param>
/// <param name="Response">What it brings.</param>
/// <param name="NextReturn">Return of its next unit.</param>
/// <param name="Binding">The bound it stands at.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BudgetedItem(string Item, string Label, double Spend, double Response, double NextReturn, string Binding, string Reason);

/// <summary>Divides the budget of a run over its response curves and publishes who gets what, and why.</summary>
internal sealed class BudgetStage : IPublishingStage
{
    private const int LongestLabel = 256;

    public string Name => RunBudget.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var budget = await run.ReadAsync(RunBudget.Output, 0, cancellationToken);
        await publication.WriteAsync(PlanKind.Budget, budget.Rows.Select(row => ToRow(row, budget.DateKey)), cancellationToken);
        publication.Summary.BudgetSpend = Money.ToMessage(Money.Of(budget.Rows.Sum(r => r.Spend)));
        publication.Summary.BudgetResponse = budget.Rows.Sum(r => r.Response);
        publication.Summary.Notes.AddRange(budget.Notes);
    }

    private static async Task<RunBudget> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var request = run.Parameters.Budget ?? throw new RunFailedException("A run over a budget needs the budget and its items. Maybe set parameters.budget.");
        var lastDay = await ActualsScope.LastDayAsync(run, db, TimeBucket.Month, cancellationToken);
        var start = (lastDay ?? await ActualsScope.AskedForOnAsync(run, db, cancellationToken)).AddDays(1);
        var response = await Task.Run(() => Solve(request, cancellationToken), cancellationToken);
        var rows = request.Items.Zip(response.Items, (item, got) => new BudgetedItem(
            item.ItemId, item.Label.Length > 0 ? item.Label : item.ItemId, got.Spend, got.Response, double.IsFinite(got.NextReturn) ? got.NextReturn : double.MaxValue, got.Binding.ToString(), got.Reason));
        List<string> notes = [.. response.Conflicts];
        if (response.OneMore is { } next)
            notes.Add(FormattableString.Invariant($"One more unit of budget brings {next.PerUnit:#,##0.##}."));
        if (response.Bound - response.Objective > 1e-9 * Math.Abs(response.Bound))
            notes.Add(FormattableString.Invariant($"No division brings more than {response.Bound:#,##0.##}; this one brings {response.Objective:#,##0.##}."));
        return new RunBudget(FiscalCalendar.DateKey(start), [.. rows], notes);
    }

    private static AllocateBudgetResponse Solve(AllocateBudgetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var response = StatelessBudget.Answer(request, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return response.State is SolveState.Optimal or SolveState.Feasible
                ? response
                : throw new RunFailedException(string.Join(" ", response.Conflicts.DefaultIfEmpty("No division was found.")));
        }
        catch (ViolationException bad)
        {
            throw new RunFailedException(bad.Message);
        }
    }

    private static BudgetRow ToRow(BudgetedItem row, int dateKey) => new()
    {
        DateKey = dateKey,
        PeriodStart = DateKeys.StartOf(DateKeys.ToDate(dateKey)),
        Item = row.Item,
        Label = row.Label.Length <= LongestLabel ? row.Label : row.Label[..LongestLabel],
        Amount = Money.Of(row.Spend),
        Response = row.Response,
        MarginalResponse = row.NextReturn,
        ReasonCode = row.Binding,
        Reason = ReasonText.Fit(row.Reason),
    };
}
