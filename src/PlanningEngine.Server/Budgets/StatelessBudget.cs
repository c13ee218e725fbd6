using Google.Protobuf.Collections;
using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Budgets;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.Budgets;
using Violation = PlanningEngine.Allocation.Violation;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Budgets;

/// <summary>Divides the caller's own budget.</summary>
internal static class StatelessBudget
{
    private const int MostItems = 100_000;
    private const int MostGroups = 10_000;
    private const int MostPoints = 10_000;
    private const int MostFits = 1_000;

    /// <summary>Fits curves where asked to, checks and solves.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.AllocateBudgetResponse Answer(Wire.AllocateBudgetRequest request, CancellationToken cancellationToken)
    {
        CheckSizes(request);
        var found = new List<Violation>();
        var fits = Fit(request.Items, found, cancellationToken);
        var problem = new BudgetProblem(
            request.Budget,
            [.. request.Items.Select((item, i) => new Core.BudgetItem(item.ItemId, item.Label, fits[i]?.Curve ?? Curve(item.Curve)!, item.Least, item.HasMost ? item.Most : null, item.GroupId.Length == 0 ? null : item.GroupId))],
            [.. request.Groups.Select(group => new Core.BudgetGroup(group.GroupId, group.Label, group.Least, group.HasMost ? group.Most : null, group.ParentId.Length == 0 ? null : group.ParentId))]);
        found.AddRange(BudgetProblemValidator.Validate(problem));
        CoreViolations.ThrowIfAny(found, [.. problem.Items.Select(item => ("items", item.Id)), .. problem.Groups!.Select(group => ("groups", group.Id))]);
        return Write(BudgetSolver.Solve(problem, cancellationToken: cancellationToken), fits);
    }

    private static void CheckSizes(Wire.AllocateBudgetRequest request)
    {
        var sizes = new Violations();
        sizes.Require(request.Items.Count <= MostItems, "items", "count", $"The items ({request.Items.Count}) must be at most {MostItems}. Maybe group them.");
        sizes.Require(request.Groups.Count <= MostGroups, "groups", "count", $"The groups ({request.Groups.Count}) must be at most {MostGroups}. Maybe leave out groups without limits.");
        var fits = request.Items.Count(item => item.Curve?.FamilyCase == Wire.ResponseCurve.FamilyOneofCase.Fitted);
        sizes.Require(fits <= MostFits, "items", "count", $"The curves to fit ({fits}) must be at most {MostFits}. Maybe fit them once and send the curves.");
        foreach (var item in request.Items.Where(item => item.Curve?.PiecewiseLinear?.Points.Count > MostPoints))
            sizes.Require(false, $"items[{item.ItemId}].curve", "count", $"The points ({item.Curve.PiecewiseLinear.Points.Count}) of item ({item.ItemId}) must be at most {MostPoints}. Maybe leave out points on a straight line.");
        sizes.ThrowIfAny();
    }

    /// <summary>[item]: its fit, or null where the curve was given.</summary>
    private static FittedCurve?[] Fit(RepeatedField<Wire.BudgetItem> items, List<Violation> found, CancellationToken cancellationToken)
    {
        var fits = new FittedCurve?[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Curve?.Fitted is not { } fitted)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                fits[i] = ResponseFit.Best(Points(fitted.Observations));
            }
            catch (InvalidProblemException bad)
            {
                found.AddRange(bad.Violations.Select(violation => violation with { Subject = $"items[{items[i].ItemId}].Curve.Fitted.{violation.Subject}" }));
            }
        }

        return fits;
    }

    private static Core.ResponseCurve? Curve(Wire.ResponseCurve? curve) => curve?.FamilyCase switch
    {
        Wire.ResponseCurve.FamilyOneofCase.Power => new PowerCurve(curve.Power.Scale, curve.Power.Exponent),
        Wire.ResponseCurve.FamilyOneofCase.Logarithm => new LogCurve(curve.Logarithm.Scale, curve.Logarithm.Unit),
        Wire.ResponseCurve.FamilyOneofCase.Saturation => new SaturationCurve(curve.Saturation.Ceiling, curve.Saturation.Unit),
        Wire.ResponseCurve.FamilyOneofCase.Hill => new HillCurve(curve.Hill.Ceiling, curve.Hill.HalfSpend, curve.Hill.Shape == 0 ? 1 : curve.Hill.Shape),
        Wire.ResponseCurve.FamilyOneofCase.PiecewiseLinear => new PiecewiseLinearCurve(Points(curve.PiecewiseLinear.Points)),
        _ => null,
    };

    private static Core.ResponsePoint[] Points(RepeatedField<Wire.ResponsePoint> points) => [.. points.Select(point => new Core.ResponsePoint(point.Spend, point.Response))];

    private static Wire.AllocateBudgetResponse Write(BudgetResult result, FittedCurve?[] fits)
    {
        var response = new Wire.AllocateBudgetResponse { State = SolveStates.Of(result.Status), Conflicts = { result.Conflicts.Select(c => c.Sentence) } };
        if (result.Items.Count == 0)
            return response;
        (response.Objective, response.Bound, response.Spend) = (result.Response, result.Bound, result.Spend);
        var reasons = result.Reasons.ToDictionary(reason => reason.ItemId, reason => reason.Sentence, StringComparer.Ordinal);
        response.Items.AddRange(result.Items.Select((item, i) => Item(item, reasons.GetValueOrDefault(item.ItemId, ""), fits[i])));
        response.Groups.AddRange(result.Groups.Select(group => new Wire.GroupBudget { GroupId = group.GroupId, Spend = group.Spend, Binding = (Wire.BudgetBinding)group.Binding, LimitValue = group.LimitValue }));
        response.OneMore = Value(result.OneMore);
        response.OneLess = Value(result.OneLess);
        return response;
    }

    private static Wire.ItemBudget Item(Core.ItemBudget item, string reason, FittedCurve? fit)
    {
        var wire = new Wire.ItemBudget { ItemId = item.ItemId, Spend = item.Spend, Response = item.Response, NextReturn = item.Next, Price = item.Price, Binding = (Wire.BudgetBinding)item.Binding, Reason = reason };
        if (fit is not null)
            (wire.FittedFamily, wire.FitError, wire.HeldOutError) = (fit.Family.ToString(), fit.FitError, fit.HeldOutError);
        return wire;
    }

    private static Wire.BudgetValue? Value(Core.BudgetValue? value) => value is null ? null : new Wire.BudgetValue { PerUnit = value.PerUnit, HoldsFor = value.HoldsFor };
}
