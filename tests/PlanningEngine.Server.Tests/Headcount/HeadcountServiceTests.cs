using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Tests.Solving;
using static PlanningEngine.Contracts.V1.HeadcountService;

namespace PlanningEngine.Server.Tests.Headcount;

public sealed class HeadcountServiceTests
{
    [Fact]
    public async Task PlanHeadcount_GapInMay_HiresInAprilAndSaysWhy()
    {
        await using var host = await SolverHost.StartAsync();
        var answer = await new HeadcountServiceClient(host.Channel).PlanHeadcountAsync(Problem(), cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        var hires = Assert.Single(answer.Hires);
        Assert.Equal(("AE", 0, 1), (hires.RoleId, hires.Month, hires.Count));
        Assert.Equal((answer.Objective, 2000), (answer.Bound, answer.Objective));
        Assert.Contains("mostly for May 2026", Assert.Single(answer.Reasons).Reason, StringComparison.Ordinal);
        Assert.Equal(2, answer.WorkMonths.Count);
        Assert.Contains(answer.Prices, price => price.HasOneMore);

        var hard = Problem();
        hard.MostHires.AddRange([0, 0]);
        var infeasible = await new HeadcountServiceClient(host.Channel).PlanHeadcountAsync(hard, cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Infeasible, infeasible.State);
        Assert.Equal("May 2026 cannot reach 30.0 of capacity: at most 20.0 since no hires are allowed.", Assert.Single(infeasible.Conflicts).Conflict);
    }

    [Fact]
    public async Task PlanHeadcount_BadInput_AllViolationsWithWireNames()
    {
        await using var host = await SolverHost.StartAsync();
        var bad = Problem();
        bad.Work[0].Required[1] = double.NaN;
        bad.Roles[0].MonthlyAttrition = 2;
        bad.Roles[0].MostHires.AddRange([-5, 3]);
        bad.Roles[0].Serves.Add(new HeadcountWorkRatio { WorkId = "nothing" });
        var client = new HeadcountServiceClient(host.Channel);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.PlanHeadcountAsync(bad, cancellationToken: SolverHost.Ct));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(
            ["work[W].required[1]", "roles[AE].monthly_attrition", "roles[AE].most_hires[0]", "roles[AE].serves[0]"],
            refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field));
        var empty = await Assert.ThrowsAsync<RpcException>(async () => await client.PlanHeadcountAsync(new(), cancellationToken: SolverHost.Ct));
        Assert.Equal(3, empty.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Count);
    }

    private static PlanHeadcountRequest Problem() => new()
    {
        Months = { "April 2026", "May 2026" },
        Work = { new HeadcountWork { WorkId = "W", Required = { 20, 30 } } },
        Roles = { new HeadcountRole { RoleId = "AE", Productivity = 10, Ramp = { 0.5, 1 }, HireCost = 1000, MonthlyCost = 500, Staff = { new HeadcountStaff { Count = 2, TenureMonths = 9 } } } },
    };
}
