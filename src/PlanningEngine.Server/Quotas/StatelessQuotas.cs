using System.Globalization;
using PlanningEngine.Allocation.Quotas;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Quotas;

/// <summary>Solves the caller's own quota problem.</summary>
internal static class StatelessQuotas
{
    private const int MostNodes = 200_000;
    private const int NoNode = -2;

    /// <summary>Checks and solves; a cancelled token ends the solve with a feasible plan and its gap.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static Wire.AllocateQuotasResponse Answer(Wire.AllocateQuotasRequest request, CancellationToken cancellationToken)
    {
        var sizes = new Violations();
        sizes.Require(request.Nodes.Count <= MostNodes, "nodes", "count", $"The nodes ({request.Nodes.Count}) must be at most {MostNodes}. Maybe divide the regions one by one.");
        sizes.ThrowIfAny();
        var (problem, unread) = Read(request);
        CoreViolations.ThrowIfAny([.. unread, .. QuotaProblemValidator.Validate(problem).Where(v => v.Code != "UNKNOWN_PARENT")], request.Nodes.Select(n => ("nodes", n.Code)));
        return Write(QuotaSolver.Solve(problem, cancellationToken: cancellationToken));
    }

    private static (QuotaProblem Problem, List<Core.Violation> Unread) Read(Wire.AllocateQuotasRequest request)
    {
        var unread = new List<Core.Violation>();
        var positions = new Dictionary<string, int>(request.Nodes.Count, StringComparer.Ordinal);
        foreach (var node in request.Nodes)
            positions.TryAdd(node.Code, positions.Count);
        var problem = new QuotaProblem([.. request.Nodes.Select(n => Read(n, positions, Math.Max(1, request.Seasonality.Count), unread))])
        {
            Fairness = request.Fairness,
            Seasonality = request.Seasonality.Count == 0 ? null : request.Seasonality,
        };
        if (request.Blend is { } blend)
            problem = problem with { Blend = new QuotaBlend(blend.History, blend.Potential, blend.Capacity) };
        if (request.Relaxation is { } weights)
            problem = problem with { Relaxation = new RelaxationWeights(weights.Bound, weights.Lock, weights.Target) };
        if (request.Unit is not null)
            problem = problem with { Unit = Amount(request.Unit, "unit", "unit", unread) ?? problem.Unit };
        return (problem, unread);
    }

    private static QuotaNode Read(Wire.QuotaTreeNode node, Dictionary<string, int> positions, int periods, List<Core.Violation> unread)
    {
        var parent = node.ParentCode.Length == 0 ? -1 : positions.GetValueOrDefault(node.ParentCode, NoNode);
        if (parent == NoNode)
            unread.Add(new("UNKNOWN_PARENT", $"nodes[{node.Code}].ParentCode", $"The parent ({node.ParentCode}) of node ({node.Code}) must be the code of a node. Maybe leave it out at the root."));
        decimal? Read(Google.Type.Decimal? given, string name, string field) => given is null ? null : Amount(given, name, $"nodes[{node.Code}].{field}", unread);
        return new QuotaNode(node.Code, parent)
        {
            Label = node.Label,
            History = node.History,
            Potential = node.Potential,
            Capacity = node.Capacity is { } c
                ? c.HasTenurePeriods ? new SellingCapacity(c.PerPeriod, c.TenurePeriods, c.RampPeriods, c.AttritionPerPeriod)
                    : new SellingCapacity(c.PerPeriod, RampPeriods: c.RampPeriods, AttritionPerPeriod: c.AttritionPerPeriod)
                : null,
            Weight = node.HasWeight ? node.Weight : 1,
            Target = Read(node.Target, "target", "Target"),
            Locked = Read(node.Locked, "locked amount", "Locked"),
            Minimum = Read(node.Minimum, "minimum", "Minimum"),
            Maximum = Read(node.Maximum, "maximum", "Maximum"),
            MinimumChange = node.HasMinimumChange ? node.MinimumChange : null,
            MaximumChange = node.HasMaximumChange ? node.MaximumChange : null,
            OverAssignment = double.IsFinite(node.OverAssignment) && Math.Abs(node.OverAssignment) < 1_000 ? decimal.Round((decimal)node.OverAssignment, 9) : -1,
            Last = Read(node.Last, "last amount", "Last"),
            Activity = node.Activity.Count == 0 ? null : node.Activity,
            LockedPeriods = node.LockedPeriods.Count == 0 ? null : LockedPeriods(node, periods, unread),
        };
    }

    private static decimal?[] LockedPeriods(Wire.QuotaTreeNode node, int periods, List<Core.Violation> unread)
    {
        var locked = new decimal?[periods];
        for (var i = 0; i < node.LockedPeriods.Count; i++)
        {
            var (given, subject) = (node.LockedPeriods[i], $"nodes[{node.Code}].LockedPeriods[{i}]");
            if (given.Period < 0 || given.Period >= periods || locked[given.Period] is not null)
                unread.Add(new("OUT_OF_RANGE", subject, $"The period ({given.Period}) of a lock of node ({node.Code}) must be from 0 to {periods - 1} and come once. Maybe periods were counted from 1."));
            else
                locked[given.Period] = Amount(given.Amount ?? new Google.Type.Decimal(), "locked amount", subject, unread);
        }

        return locked;
    }

    private static decimal? Amount(Google.Type.Decimal given, string name, string subject, List<Core.Violation> unread)
    {
        if (decimal.TryParse(given.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
            return amount;
        unread.Add(new("NOT_A_NUMBER", subject, $"The {name} ({given.Value}) of {subject} must be a decimal number. Maybe a separator of thousands was left in."));
        return null;
    }

    private static Wire.AllocateQuotasResponse Write(QuotaResult result)
    {
        var response = new Wire.AllocateQuotasResponse
        {
            State = SolveStates.Of(result.Status),
            Conflicts =
            {
                result.Conflicts.Select(c => new Wire.QuotaConflict { Code = c.Code, HandedDown = Exact(c.HandedDown), Needed = Exact(c.Needed), MemberCodes = { c.Members }, Conflict = c.Sentence }),
            },
            Relaxations = { result.Relaxations.Select(r => new Wire.QuotaRelaxation { Code = r.Code, Limit = (Wire.QuotaLimit)r.Limit, From = Exact(r.From), To = Exact(r.To) }) },
        };
        if (result.Certificate is { } proof)
            (response.Objective, response.Bound, response.KktResidual, response.RoundingError) = (proof.Objective, proof.Bound, proof.KktResidual, proof.RoundingError);
        for (var i = 0; i < result.Plan.Nodes.Count; i++)
            response.Quotas.Add(Write(result.Plan.Nodes[i], i < result.Reasons.Count ? result.Reasons[i] : null));
        return response;
    }

    private static Wire.AllocatedQuota Write(NodeQuota quota, QuotaReason? reason)
    {
        var message = new Wire.AllocatedQuota
        {
            Code = quota.Code,
            Amount = Exact(quota.Amount),
            HandedDown = Exact(quota.HandedDown),
            Periods = { quota.Periods.Select(Exact) },
        };
        if (reason is null)
            return message;
        (message.Limit, message.LimitPrice, message.Reason) = ((Wire.QuotaLimit)reason.Limit, reason.Price, reason.Sentence);
        message.LimitAmount = reason.LimitAmount is { } limit ? Exact(limit) : null;
        message.WithoutLimit = reason.Without is { } without ? Exact(without) : null;
        message.Reference = Exact(reason.Reference);
        var change = reason.Change;
        message.Change = new Wire.QuotaChange
        {
            Total = Exact(change.Total),
            Target = Exact(change.Target),
            Reference = Exact(change.Reference),
            Fairness = Exact(change.Fairness),
            Limits = Exact(change.Limits),
            Rounding = Exact(change.Rounding),
            AddingUp = Exact(change.AddingUp),
        };
        return message;
    }

    /// <summary>All decimals, so that parts still add up.</summary>
    private static Google.Type.Decimal Exact(decimal amount) => new() { Value = amount.ToString("0.00############", CultureInfo.InvariantCulture) };
}
