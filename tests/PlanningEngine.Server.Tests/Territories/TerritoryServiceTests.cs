using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Territories;
using PlanningEngine.Server.Tests.Solving;
using static PlanningEngine.Contracts.V1.TerritoryService;

namespace PlanningEngine.Server.Tests.Territories;

public sealed class TerritoryServiceTests
{
    [Fact]
    public async Task AlignTerritories_TwoReps_BalancedWithReasons()
    {
        await using var host = await SolverHost.StartAsync();
        var answer = await new TerritoryServiceClient(host.Channel).AlignTerritoriesAsync(Problem(), cancellationToken: SolverHost.Ct);
        Assert.Contains(answer.State, new[] { SolveState.Optimal, SolveState.Feasible });
        Assert.True(answer.Bound <= answer.Objective + 1e-9);
        Assert.Equal(["R", "R", "S", "S"], answer.Assignments.Select(a => a.RepId));
        Assert.Equal([false, false, true, false], answer.Assignments.Select(a => a.Moved));
        Assert.Equal("LOCKED", answer.Assignments[3].ReasonCode);
        Assert.All(answer.Assignments, a => Assert.NotEqual("", a.Reason));
        Assert.Equal([(2, 4.0, 4.0), (2, 4.0, 4.0)], answer.Loads.Select(l => (l.Accounts, l.Workload, l.WorkloadTarget)));
    }

    [Fact]
    public async Task AlignTerritories_LocksAboveTheBand_InfeasibleWithTolerance()
    {
        await using var host = await SolverHost.StartAsync();
        var locked = Problem();
        foreach (var account in locked.Accounts)
            account.LockedRepId = "R";
        var answer = await new TerritoryServiceClient(host.Channel).AlignTerritoriesAsync(locked, cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Infeasible, answer.State);
        Assert.False(answer.HasGap);
        Assert.Contains(answer.Conflicts, c => c.RepId == "R" && c.Tolerance == 1 && c.AccountIds.Count == 4);
    }

    [Fact]
    public void Answer_TimeIsUp_FeasibleWithBoundAndGap()
    {
        var request = new AlignTerritoriesRequest { WorkloadTolerance = 100 };
        request.Reps.AddRange(Enumerable.Range(0, 3).Select(i => new TerritoryRep { RepId = $"R{i}", X = 10 * i }));
        request.Accounts.AddRange(Enumerable.Range(0, 50).Select(i => new TerritoryAccount { AccountId = $"A{i}", Workload = 1 + i % 3, X = i % 20, Y = i % 7 }));
        var answer = StatelessTerritories.Answer(request, new CancellationToken(true));
        Assert.Contains(answer.State, new[] { SolveState.Optimal, SolveState.Feasible });
        Assert.True(answer.HasGap);
        Assert.True(answer.Bound <= answer.Objective);
        Assert.Equal("The workload_tolerance (100) is 10,000 %. Maybe it is in per cent: 100 % is 1.", Assert.Single(answer.Warnings));
    }

    [Fact]
    public async Task AlignTerritories_BadInput_AllViolationsWithWireNames()
    {
        await using var host = await SolverHost.StartAsync();
        var bad = Problem();
        bad.Accounts[0].Workload = double.NaN;
        bad.Accounts[1].CurrentRepId = "gone";
        bad.Reps[0].Share = -1;
        bad.WorkloadTolerance = -0.1;
        bad.Distances = (TerritoryDistance)9;
        bad.Links.Add(new TerritoryLink { FirstId = "a", SecondId = "nobody" });
        var client = new TerritoryServiceClient(host.Channel);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.AlignTerritoriesAsync(bad, cancellationToken: SolverHost.Ct));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(
            ["distances", "workload_tolerance", "reps[R].share", "accounts[a].workload", "accounts[b].current_rep_id", "links[a-nobody]"],
            refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field));
        var empty = await Assert.ThrowsAsync<RpcException>(async () => await client.AlignTerritoriesAsync(new(), cancellationToken: SolverHost.Ct));
        Assert.Equal(2, empty.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Count);
        var greedy = await Assert.ThrowsAsync<RpcException>(async () => await client.AlignTerritoriesAsync(new() { MovesPerAccount = -1 }, cancellationToken: SolverHost.Ct));
        Assert.Equal("moves_per_account", Assert.Single(greedy.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    private static AlignTerritoriesRequest Problem() => new()
    {
        Accounts =
        {
            new TerritoryAccount { AccountId = "a", Workload = 2, CurrentRepId = "R", X = 1 },
            new TerritoryAccount { AccountId = "b", Workload = 2, CurrentRepId = "R", X = 2 },
            new TerritoryAccount { AccountId = "c", Workload = 2, CurrentRepId = "R", X = 8, MoveCost = 1 },
            new TerritoryAccount { AccountId = "d", Workload = 2, LockedRepId = "S", X = 9 },
        },
        Reps = { new TerritoryRep { RepId = "R" }, new TerritoryRep { RepId = "S", X = 10 } },
        MovesPerAccount = 1000,
    };
}
