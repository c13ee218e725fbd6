using Microsoft.EntityFrameworkCore;
using PlanningEngine.Allocation.Territories;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using CoreAccount = PlanningEngine.Allocation.Territories.Account;
using CoreRep = PlanningEngine.Allocation.Territories.Rep;
using CoreTravel = PlanningEngine.Allocation.Territories.TravelCost;

namespace PlanningEngine.Server.Territories;

/// <summary>The accounts of the database as a territory problem.</summary>
/// <remarks>
/// Reps are those at work on the last day of actuals who have accounts or lead nobody. There are no coordinates: the way from a rep to an account is the number of steps between their territories in
/// the sales tree, and taking an account from its rep costs as much as the run says in the same unit.
/// </remarks>
/// <param name="FirstDay">Day from which the alignment counts.</param>
/// <param name="Accounts">Accounts, in the order of the problem.</param>
/// <param name="RepKeys">Keys of the reps by their id in the problem.</param>
/// <param name="Problem">The problem; null where there is nobody or nothing to align.</param>
/// <param name="Notes">What was assumed.</param>
internal sealed record SalesTerritories(
    DateOnly FirstDay, IReadOnlyList<Data.Dimensions.Account> Accounts, IReadOnlyDictionary<string, int> RepKeys, TerritoryProblem? Problem, IReadOnlyList<string> Notes)
{
    private const double UsualTolerance = 0.1;
    private const double UsualMoveCost = 1;
    private const long MostPairs = 5_000_000;

    /// <summary>Reads it.</summary>
    /// <exception cref="RunFailedException">There are too many pairs.</exception>
    public static async Task<SalesTerritories> ReadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var terms = run.Parameters.Territories ?? new TerritoryRunParameters();
        var today = await ActualsScope.Of(run).LastDayAsync(db, TimeBucket.Month, cancellationToken) ?? await ActualsScope.AskedForOnAsync(run, db, cancellationToken);
        var masterData = await run.MasterDataAsync(cancellationToken);
        var accounts = masterData.Accounts.Where(a => a.AccountKey != 0).ToList();
        var everybody = masterData.SalesReps.Where(r => r.SalesRepKey != 0).ToList();
        var (owners, leaders) = (accounts.Select(a => a.SalesRepKey).ToHashSet(), everybody.Select(r => r.ManagerSalesRepKey ?? 0).ToHashSet());
        var reps = everybody.Where(r => IsThere(r, today) && (owners.Contains(r.SalesRepKey) || !leaders.Contains(r.SalesRepKey))).ToList();
        if (accounts.Count == 0 || reps.Count == 0)
            return new SalesTerritories(today.AddDays(1), [], new Dictionary<string, int>(), null, ["There are no accounts, or no reps at work to serve them: nothing was aligned. Maybe load both."]);
        if ((long)accounts.Count * reps.Count > MostPairs)
            throw new RunFailedException(FormattableString.Invariant($"{accounts.Count} accounts and {reps.Count} reps are more than {MostPairs} pairs. Maybe align one region at a time with AlignTerritories."));

        var tree = masterData.Territories.Where(t => t.TerritoryKey != 0).ToDictionary(t => t.TerritoryKey);
        var work = await WorkloadAsync(db, ActualsScope.Of(run), today, terms.Balance, accounts, cancellationToken);
        var working = reps.ToDictionary(r => r.SalesRepKey, r => r.Code);
        var problem = new TerritoryProblem(
            [.. accounts.Select(a => new CoreAccount(
                a.Code, work.GetValueOrDefault(a.AccountKey), Math.Max(0, (double)(a.Potential ?? 0)), CurrentRepId: working.GetValueOrDefault(a.SalesRepKey),
                MoveCost: terms.HasMoveCost ? terms.MoveCost : UsualMoveCost, Label: a.Name))],
            [.. reps.Select(r => new CoreRep(r.Code, Label: r.Name))],
            terms.HasTolerance ? terms.Tolerance : UsualTolerance,
            terms.HasPotentialTolerance ? terms.PotentialTolerance : null,
            [.. accounts.SelectMany(a => reps.Select(r => new CoreTravel(a.Code, r.Code, Steps(tree, a.TerritoryKey, r.TerritoryKey))))]);
        return new SalesTerritories(today.AddDays(1), accounts, reps.ToDictionary(r => r.Code, r => r.SalesRepKey, StringComparer.Ordinal), problem,
            [FormattableString.Invariant($"Balanced: {Words(terms.Balance)}. The way to an account is counted in steps of the sales tree.")]);
    }

    private static bool IsThere(SalesRep rep, DateOnly day) =>
        (rep.HireDate is null || DateOnly.FromDateTime(rep.HireDate.Value) <= day) && (rep.LeaveDate is null || DateOnly.FromDateTime(rep.LeaveDate.Value) > day);

    private static string Words(TerritoryBalance balance) => balance switch
    {
        TerritoryBalance.Orders => "order lines of the last twelve months",
        TerritoryBalance.Potential => "the accounts' potential",
        _ => "revenue of the last twelve months",
    };

    private static async Task<Dictionary<int, double>> WorkloadAsync(
        PlanningContext db, ActualsScope scope, DateOnly today, TerritoryBalance balance, List<Data.Dimensions.Account> accounts, CancellationToken cancellationToken)
    {
        if (balance == TerritoryBalance.Potential)
            return accounts.ToDictionary(a => a.AccountKey, a => Math.Max(0, (double)(a.Potential ?? 0)));
        var sales = await scope.Sales(db, today.AddDays(1).AddYears(-1), today).GroupBy(s => s.AccountKey)
            .Select(g => new { g.Key, Revenue = g.Sum(s => s.Revenue), Lines = g.Count() }).ToListAsync(cancellationToken);
        return sales.ToDictionary(s => s.Key, s => balance == TerritoryBalance.Orders ? s.Lines : Math.Max(0, (double)s.Revenue));
    }

    /// <summary>Steps from one node of the tree to another over the nearest node above both; where one is unknown, to the root and back.</summary>
    private static int Steps(Dictionary<int, Territory> tree, int from, int to)
    {
        var above = new Dictionary<int, int>();
        var steps = 0;
        for (var node = tree.GetValueOrDefault(from); node is not null; node = tree.GetValueOrDefault(node.ParentTerritoryKey ?? 0))
            above[node.TerritoryKey] = steps++;
        var down = 0;
        for (var node = tree.GetValueOrDefault(to); node is not null; node = tree.GetValueOrDefault(node.ParentTerritoryKey ?? 0), down++)
            if (above.TryGetValue(node.TerritoryKey, out var up))
                return up + down;
        return steps + down;
    }
}
