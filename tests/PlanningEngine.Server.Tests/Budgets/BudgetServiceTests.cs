using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Tests.Solving;
using static PlanningEngine.Contracts.V1.BudgetService;

namespace PlanningEngine.Server.Tests.Budgets;

public sealed class BudgetServiceTests
{
    [Fact]
    public async Task AllocateBudget_EveryFamily_EqualMarginalReturn()
    {
        await using var host = await SolverHost.StartAsync();
        var request = new AllocateBudgetRequest
        {
            Budget = 100,
            Items =
            {
                new BudgetItem { ItemId = "power", Curve = new ResponseCurve { Power = new PowerResponse { Scale = 4, Exponent = 0.5 } } },
                new BudgetItem { ItemId = "log", Curve = new ResponseCurve { Logarithm = new LogarithmResponse { Scale = 10, Unit = 5 } }, GroupId = "G" },
                new BudgetItem { ItemId = "saturation", Curve = new ResponseCurve { Saturation = new SaturationResponse { Ceiling = 20, Unit = 10 } } },
                new BudgetItem { ItemId = "hill", Curve = new ResponseCurve { Hill = new HillResponse { Ceiling = 30, HalfSpend = 10 } }, Most = 9 },
                new BudgetItem { ItemId = "fitted", Curve = new ResponseCurve { Fitted = new FittedResponse { Observations = { Enumerable.Range(0, 12).Select(i => new ResponsePoint { Spend = i * 4, Response = 12 * Math.Log(1 + (i * 4 / 8.0)) }) } } } },
                new BudgetItem { ItemId = "lines", Curve = new ResponseCurve { PiecewiseLinear = new PiecewiseLinearResponse { Points = { new ResponsePoint(), new ResponsePoint { Spend = 5, Response = 10 } } } } },
            },
            Groups = { new BudgetGroup { GroupId = "G", Most = 10 } },
        };
        var answer = await new BudgetServiceClient(host.Channel).AllocateBudgetAsync(request, cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        Assert.Equal(100, answer.Spend, 1e-9);
        Assert.Equal(BudgetBinding.Most, answer.Groups.Single().Binding);
        Assert.Equal((9.0, BudgetBinding.Most), (answer.Items[3].Spend, answer.Items[3].Binding));
        Assert.All(new[] { answer.Items[0], answer.Items[2] }, item => Assert.Equal(answer.OneMore.PerUnit, item.NextReturn, 1e-6));
        Assert.True(answer.Items[4].HasFitError && answer.Items[4].FittedFamily.Length > 0);
        Assert.All(answer.Items, item => Assert.NotEqual("", item.Reason));
    }

    [Fact]
    public async Task AllocateBudget_Bad_AllViolations()
    {
        await using var host = await SolverHost.StartAsync();
        var client = new BudgetServiceClient(host.Channel);
        var request = new AllocateBudgetRequest
        {
            Budget = -1,
            Items =
            {
                new BudgetItem { ItemId = "A" },
                new BudgetItem { ItemId = "B", Curve = new ResponseCurve { Hill = new HillResponse { Ceiling = 1, HalfSpend = 0 } }, GroupId = "none" },
                new BudgetItem { ItemId = "C", Curve = new ResponseCurve { Fitted = new FittedResponse { Observations = { new ResponsePoint() } } } },
            },
        };
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.AllocateBudgetAsync(request, cancellationToken: SolverHost.Ct));
        var fields = refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field).ToList();
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(["items[C].curve.fitted.points", "budget", "items[A].curve", "items[B].curve.half_spend", "items[B].group_id"], fields.Take(5));
        request = new AllocateBudgetRequest { Budget = 1, Items = { new BudgetItem { ItemId = "A", Least = 2, Curve = new ResponseCurve { Power = new PowerResponse { Scale = 1, Exponent = 0.5 } } } } };
        Assert.NotEmpty((await client.AllocateBudgetAsync(request, cancellationToken: SolverHost.Ct)).Conflicts);
    }
}
