using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Tests.Solving;
using static PlanningEngine.Contracts.V1.QuotaService;

namespace PlanningEngine.Server.Tests.Quotas;

public sealed class QuotaServiceTests
{
    [Fact]
    public async Task AllocateQuotas_BoundAndSeason_AddsUpAndSaysWhy()
    {
        await using var host = await SolverHost.StartAsync();
        var answer = await new QuotaServiceClient(host.Channel).AllocateQuotasAsync(Problem(), cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        Assert.InRange(answer.KktResidual, 0, 1e-8);
        Assert.True(answer.Bound <= answer.Objective && answer.RoundingError < 0.01);
        Assert.Equal(["1000.01", "330.00", "770.01"], answer.Quotas.Select(q => q.Amount.Value));
        Assert.Equal("1100.01", answer.Quotas[0].HandedDown.Value);
        Assert.All(answer.Quotas, q => Assert.Equal(Amount(q.Amount), q.Periods.Sum(Amount)));
        var held = answer.Quotas[1];
        Assert.Equal((QuotaLimit.MaximumChange, "330.00", true), (held.Limit, held.LimitAmount.Value, held.LimitPrice < 0));
        Assert.StartsWith("Quota of Rep A is 330.00: held at its upper bound 330.00 (110 % of the last version's 300.00); without it, it would be ", held.Reason, StringComparison.Ordinal);
        Assert.Equal("30.00", held.Change.Total.Value);
        Assert.Equal(30m, new[] { held.Change.Target, held.Change.Reference, held.Change.Fairness, held.Change.Limits, held.Change.Rounding, held.Change.AddingUp }.Sum(Amount));
    }

    [Fact]
    public async Task AllocateQuotas_LocksAboveTheTarget_InfeasibleWithTheSmallestRelaxation()
    {
        await using var host = await SolverHost.StartAsync();
        var problem = Problem();
        problem.Nodes[1].MaximumChange = 0;
        problem.Nodes[2].Maximum = new() { Value = "700" };
        var answer = await new QuotaServiceClient(host.Channel).AllocateQuotasAsync(problem, cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Infeasible, answer.State);
        Assert.Equal("ALL hands down 1,100.01, the nodes below can take at most 1,000.00: Rep A 300.00 (upper bound against the last version), B 700.00 (upper bound).", Assert.Single(answer.Conflicts).Conflict);
        Assert.Equal(["A", "B"], answer.Conflicts[0].MemberCodes);
        Assert.Equal(100.01m, answer.Relaxations.Sum(r => Amount(r.To) - Amount(r.From)));
        Assert.All(answer.Relaxations, r => Assert.NotEqual("ALL", r.Code));
    }

    [Fact]
    public async Task AllocateQuotas_BadInput_AllViolationsWithWireNames()
    {
        await using var host = await SolverHost.StartAsync();
        var bad = Problem();
        bad.Fairness = 2;
        bad.Nodes[0].OverAssignment = double.NaN;
        bad.Nodes[1].ParentCode = "nobody";
        bad.Nodes[1].History = double.NaN;
        bad.Nodes[2].Maximum = new() { Value = "1,5" };
        bad.Nodes[2].Last = new() { Value = "1.005" };
        var client = new QuotaServiceClient(host.Channel);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.AllocateQuotasAsync(bad, cancellationToken: SolverHost.Ct));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(
            ["fairness", "nodes[ALL].over_assignment", "nodes[A].history", "nodes[A].parent_code", "nodes[B].last", "nodes[B].maximum"],
            refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field).Order(StringComparer.Ordinal));
        var empty = await Assert.ThrowsAsync<RpcException>(async () => await client.AllocateQuotasAsync(new(), cancellationToken: SolverHost.Ct));
        Assert.Equal("nodes", Assert.Single(empty.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    private static decimal Amount(Google.Type.Decimal amount) => decimal.Parse(amount.Value, CultureInfo.InvariantCulture);

    private static AllocateQuotasRequest Problem() => new()
    {
        Nodes =
        {
            new QuotaTreeNode { Code = "ALL", Target = new() { Value = "1000.01" }, OverAssignment = 0.1 },
            new QuotaTreeNode { Code = "A", ParentCode = "ALL", Label = "Rep A", History = 500, Last = new() { Value = "300" }, MaximumChange = 0.1 },
            new QuotaTreeNode { Code = "B", ParentCode = "ALL", History = 500 },
        },
        Seasonality = { 1, 2, 3, 4 },
    };
}
