using PlanningEngine.Allocation;
using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Server.Hosting.Grpc;
using Core = PlanningEngine.Allocation.SupplyToDemand;
using Violation = PlanningEngine.Server.Hosting.Grpc.Violation;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Allocations;

/// <summary>A checked request as problems of the core.</summary>
/// <param name="Problem">Sources, demands and lanes.</param>
/// <param name="Splits">Split rules; empty where demands may be split at will.</param>
/// <param name="Weights">What may give way when minimum fills cannot be met.</param>
/// <param name="Dated">What the lanes were made from; null where they were given.</param>
internal sealed record SupplyRequest(SupplyProblem Problem, IReadOnlyList<SplitRule> Splits, RelaxationWeights Weights, DatedSupply? Dated)
{
    public const int LongestId = 128;
    private const int MostNodes = 100_000;
    private const int MostLanes = 5_000_000;
    private const int MostWays = 1_000_000;
    private const int MostRefusedLanes = 10_000;
    private const int MostLanePrices = 1_000;

    /// <summary>Lanes up to which a mixed-integer program is tried.</summary>
    private const int MostSplitLanes = 20_000;

    /// <summary>Lanes up to which a linear program is tried.</summary>
    private const int MostRatioLanes = 200_000;

    private const int MostRatioPrices = 100;

    /// <summary>Checks everything at once.</summary>
    /// <exception cref="ViolationException">The problem is bad: all violations, at most a hundred of them listed.</exception>
    public static SupplyRequest Read(Wire.AllocateRequest request, CancellationToken cancellationToken)
    {
        CheckSizes(request);
        var problem = new SupplyProblem([.. request.Sources.Select(Source)], [.. request.Demands.Select(Demand)], [.. request.Lanes.Select(Lane)], Rule(request));
        var splits = request.Demands.Where(d => d.Split is not null)
            .Select(d => new SplitRule(d.DemandId, d.Split.HasMostSources ? d.Split.MostSources : null, d.Split.SmallestShipment)).ToArray();
        var dated = request.OverTime is null ? null : OverTime(request, problem);
        List<Violation> violations =
        [
            .. OwnRules(request),
            .. BadWeights(request),
            .. Shapes(request),
            .. (dated is null ? SupplyProblemValidator.Validate(problem) : DatedSupplyValidator.Validate(dated)).Where(v => v.Subject != "demands").Select(v => CoreViolations.Of(v with { Subject = Path(v.Subject) })),
            .. SplitSolver.Validate(problem, splits).Where(v => v.Code is not ("UNKNOWN_DEMAND" or "DUPLICATE")).Select(v => CoreViolations.Of(v with { Subject = v.Subject.Replace("rules[", "demands[", StringComparison.Ordinal).Replace("].", "].split.", StringComparison.Ordinal) })),
        ];
        CoreViolations.ThrowIfAny(violations);
        return dated is null || problem.Demands.Count == 0
            ? new SupplyRequest(problem, splits, Giving(request, problem), dated)
            : new SupplyRequest(Lanes(dated, LaneLimit(request), cancellationToken), splits, Giving(request, problem), dated);
    }

    public static Violation TooLong(string list, string field, string id) =>
        new($"{list}[{id[..16]}...].{field}", "too-long", $"The {field} ({id[..16]}...) has {id.Length} characters and must have at most {LongestId}. Maybe use a key.");

    private static SupplyProblem Lanes(DatedSupply dated, int most, CancellationToken cancellationToken)
    {
        try
        {
            return dated.ToProblem(most, cancellationToken);
        }
        catch (InvalidProblemException bad)
        {
            throw new ViolationException([.. bad.Violations.Select(v => CoreViolations.Of(v with { Subject = Path(v.Subject) }))]);
        }
    }

    private static void CheckSizes(Wire.AllocateRequest request)
    {
        var found = new Violations();
        var mostLanes = LaneLimit(request);
        found.Require(request.Sources.Count <= MostNodes, "sources", "count", $"The sources ({request.Sources.Count}) must be at most {MostNodes}. Maybe group them.");
        found.Require(request.Demands.Count <= MostNodes, "demands", "count", $"The demands ({request.Demands.Count}) must be at most {MostNodes}. Maybe group them.");
        found.Require(request.Lanes.Count <= mostLanes, "lanes", "count", $"The lanes ({request.Lanes.Count}) must be at most {mostLanes}. Maybe leave out lanes that are never used.");
        found.Require((request.OverTime?.Freight.Count ?? 0) <= MostWays, "over_time.freight", "count", $"The freight lanes ({request.OverTime?.Freight.Count}) must be at most {MostWays}. Maybe leave out ways that are never used.");
        found.Require((request.OverTime?.Substitutions.Count ?? 0) <= MostWays, "over_time.substitutions", "count", $"The substitutions ({request.OverTime?.Substitutions.Count}) must be at most {MostWays}. Maybe leave out those that are never used.");
        found.ThrowIfAny();
    }

    private static IEnumerable<Violation> OwnRules(Wire.AllocateRequest request)
    {
        foreach (var source in request.Sources.Where(s => s.SourceId.Length > LongestId))
            yield return TooLong("sources", "source_id", source.SourceId);
        foreach (var demand in request.Demands.Where(d => d.DemandId.Length > LongestId))
            yield return TooLong("demands", "demand_id", demand.DemandId);
        foreach (var source in request.Sources.Where(s => !Enum.IsDefined(s.Kind)))
            yield return new Violation($"sources[{source.SourceId}].kind", "unknown-value", $"The kind ({(int)source.Kind}) of source ({source.SourceId}) is not known. Maybe leave it out for stock.");
        if (request.RefusedLaneLimit is < 0 or > MostRefusedLanes)
            yield return new Violation("refused_lane_limit", "out-of-range", $"The refused lane limit ({request.RefusedLaneLimit}) must lie between 0 and {MostRefusedLanes}. Maybe ask for the nearest few.");
        if (request.LanePriceLimit is < 0 or > MostLanePrices)
            yield return new Violation("lane_price_limit", "out-of-range", $"The lane price limit ({request.LanePriceLimit}) must lie between 0 and {MostLanePrices}. Maybe ask for the dearest few.");
        if (request.RatioPriceLimit is < 0 or > MostRatioPrices)
            yield return new Violation("ratio_price_limit", "out-of-range", $"The ratio price limit ({request.RatioPriceLimit}) must lie between 0 and {MostRatioPrices}. Maybe ask for the dearest few.");
        foreach (var demand in request.Demands.Where(d => d.UnitValue < 0))
            yield return new Violation($"demands[{demand.DemandId}].unit_value", "negative", FormattableString.Invariant($"The unit value ({demand.UnitValue}) of demand ({demand.DemandId}) must not be negative. Maybe set it to 0."));
        if (!Enum.IsDefined(request.PriorityRule))
            yield return new Violation("priority_rule", "unknown-value", $"The priority rule ({(int)request.PriorityRule}) is not known. Maybe leave it out for STRICT.");
        if (!Enum.IsDefined(request.FairShareRule))
            yield return new Violation("fair_share_rule", "unknown-value", $"The fair share rule ({(int)request.FairShareRule}) is not known. Maybe leave it out.");
    }

    private static IEnumerable<Violation> BadWeights(Wire.AllocateRequest request)
    {
        foreach (var source in request.Sources.Where(s => s.HasRelaxationWeight && !IsWeight(s.RelaxationWeight)))
            yield return Weight($"sources[{source.SourceId}]", $"source ({source.SourceId})", source.RelaxationWeight);
        foreach (var demand in request.Demands.Where(d => d.HasRelaxationWeight && !IsWeight(d.RelaxationWeight)))
            yield return Weight($"demands[{demand.DemandId}]", $"demand ({demand.DemandId})", demand.RelaxationWeight);
        foreach (var lane in request.Lanes.Where(l => l.HasRelaxationWeight))
        {
            if (!IsWeight(lane.RelaxationWeight))
                yield return Weight($"lanes[{lane.SourceId}->{lane.DemandId}]", $"lane ({lane.SourceId} -> {lane.DemandId})", lane.RelaxationWeight);
            else if (!lane.HasMaximum)
                yield return new Violation($"lanes[{lane.SourceId}->{lane.DemandId}].relaxation_weight", "not-supported", $"The relaxation weight of lane ({lane.SourceId} -> {lane.DemandId}) must be left out without a maximum. Maybe give the maximum.");
        }
    }

    private static bool IsWeight(double weight) => weight is >= 0 and <= SupplyProblemValidator.Largest;

    private static Violation Weight(string path, string owner, double weight) =>
        new($"{path}.relaxation_weight", "out-of-range", FormattableString.Invariant($"The relaxation weight ({weight}) of {owner} must lie between 0 and {SupplyProblemValidator.Largest}. Maybe leave it out where the limit must hold."));

    private static RelaxationWeights Giving(Wire.AllocateRequest request, SupplyProblem problem)
    {
        var weights = new RelaxationWeights(
            request.Demands.Where(d => d.HasRelaxationWeight).ToDictionary(d => d.DemandId, d => d.RelaxationWeight, StringComparer.Ordinal),
            request.Sources.Where(s => s.HasRelaxationWeight).ToDictionary(s => s.SourceId, s => s.RelaxationWeight, StringComparer.Ordinal),
            request.Lanes.Where(l => l.HasRelaxationWeight).ToDictionary(l => (l.SourceId, l.DemandId), l => l.RelaxationWeight));
        return weights.MinimumFills.Count + weights.Availabilities.Count + weights.LaneMaximums.Count > 0 ? weights : RelaxationWeights.OfMinimumFills(problem);
    }

    /// <summary>Parts of a request that only go together, or not at all.</summary>
    private static IEnumerable<Violation> Shapes(Wire.AllocateRequest request)
    {
        var dated = request.OverTime is not null;
        if (dated && request.Lanes.Count > 0)
            yield return new Violation("lanes", "not-supported", $"The lanes ({request.Lanes.Count}) must be left out with over_time, which makes them. Maybe pass them as freight.");
        if (request.FairShareRule != Wire.FairShareRule.Unspecified && request.Demands.Any(d => d.Split is not null))
            yield return new Violation("fair_share_rule", "not-supported", $"The fair share rule ({request.FairShareRule}) must be left out where demands limit their split. Maybe share first and pass what each demand got as its quantity.");
        if (request.FairShareRule != Wire.FairShareRule.Unspecified && HasRatios(request))
            yield return new Violation("fair_share_rule", "not-supported", $"The fair share rule ({request.FairShareRule}) must be left out where lanes take other than unit for unit. Maybe state sources in the units of the demands.");
        foreach (var source in request.Sources.Where(s => s.Timing is null == dated))
            yield return Timing($"sources[{source.SourceId}]", "source", source.SourceId, dated);
        foreach (var demand in request.Demands.Where(d => d.Timing is null == dated))
            yield return Timing($"demands[{demand.DemandId}]", "demand", demand.DemandId, dated);
    }

    private static Violation Timing(string path, string kind, string id, bool dated) => dated
        ? new Violation($"{path}.timing", "missing", $"The timing of {kind} ({id}) must be given with over_time. Maybe the period is the first one.")
        : new Violation($"{path}.timing", "not-supported", $"The timing of {kind} ({id}) must be left out without over_time. Maybe pass over_time with the freight.");

    /// <summary>Where the request has what the core names.</summary>
    private static string Path(string subject) => subject switch
    {
        "HoldingCost" or "LongestHold" or "Freight" => "over_time." + subject,
        _ when subject.StartsWith("Freight[", StringComparison.Ordinal) || subject.StartsWith("Substitutions[", StringComparison.Ordinal) => "over_time." + subject,
        _ when subject.EndsWith("].LateCost", StringComparison.Ordinal) || subject.EndsWith("].LatestPeriod", StringComparison.Ordinal) => subject.Insert(subject.LastIndexOf(']') + 1, ".Timing"),
        _ => subject,
    };

    private static DatedSupply OverTime(Wire.AllocateRequest request, SupplyProblem problem)
    {
        var time = request.OverTime;
        return new DatedSupply(
            [.. request.Sources.Zip(problem.Sources, (wire, source) => new DatedSource(source, wire.Timing?.Site ?? "", wire.Timing?.Product ?? "", wire.Timing?.Period ?? 0))],
            [.. request.Demands.Zip(problem.Demands, (wire, demand) => Due(demand, wire.Timing ?? new Wire.DemandTiming()))],
            [.. time.Freight.Select(f => new Core.FreightLane(f.Site, f.Market, f.UnitCost, f.Periods))],
            [.. time.Substitutions.Select(s => new Core.Substitution(s.Wanted, s.Given, s.UnitCost, Ratio(s.UnitsPerUnit)))],
            time.HoldingCost,
            time.HasLongestHold ? time.LongestHold : null,
            problem.Rule);
    }

    private static DatedDemand Due(Core.Demand demand, Wire.DemandTiming timing) =>
        new(demand, timing.Market, timing.Product, timing.DuePeriod, timing.HasLatestPeriod ? timing.LatestPeriod : timing.DuePeriod, timing.LateCost);

    private static Core.SupplySource Source(Wire.SupplySource s) => new(s.SourceId, s.Label, s.Kind == Wire.SourceKind.Capacity ? Core.SourceKind.Capacity : Core.SourceKind.Stock, s.Available);

    private static Core.Demand Demand(Wire.Demand d) => new(d.DemandId, d.Label, d.Quantity, d.Priority == 0 ? 1 : d.Priority, d.UnitValue, d.MinimumFill);

    private static Core.Lane Lane(Wire.Lane l) => new(l.SourceId, l.DemandId, l.UnitCost, l.HasMaximum ? l.Maximum : null, Ratio(l.UnitsPerUnit));

    private static double Ratio(double unitsPerUnit) => unitsPerUnit == 0 ? 1 : unitsPerUnit;

    public static bool HasRatios(Wire.AllocateRequest request) =>
        request.Lanes.Any(l => Ratio(l.UnitsPerUnit) != 1) || (request.OverTime?.Substitutions.Any(s => Ratio(s.UnitsPerUnit) != 1) ?? false);

    private static int LaneLimit(Wire.AllocateRequest request) =>
        request.Demands.Any(d => d.Split is not null) ? MostSplitLanes : HasRatios(request) ? MostRatioLanes : MostLanes;

    private static Core.PriorityRule Rule(Wire.AllocateRequest request) => request.PriorityRule == Wire.PriorityRule.ByValue ? Core.PriorityRule.ByValue : Core.PriorityRule.Strict;
}
