namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A source with what it gives and when.</summary>
/// <param name="Source">The source; its <see cref="SupplySource.Period"/> says the period in words.</param>
/// <param name="Site">Where it is, to look freight up.</param>
/// <param name="Product">Product of a stock; empty for capacity that makes any product.</param>
/// <param name="Period">Number of the period in which its units are there.</param>
public sealed record DatedSource(SupplySource Source, string Site, string Product, int Period);

/// <summary>A demand with its due date.</summary>
/// <param name="Demand">The demand.</param>
/// <param name="Market">Where it is, to look freight up.</param>
/// <param name="Product">Product wanted.</param>
/// <param name="Due">Period in which it is due.</param>
/// <param name="LatestPeriod">Last period in which it still takes units; <paramref name="Due"/> or later.</param>
/// <param name="LateCost">Money per unit and period late, 0 .. 1e15.</param>
public sealed record DatedDemand(Demand Demand, string Market, string Product, int Due, int LatestPeriod, double LateCost = 0);

/// <summary>A way from a site to a market.</summary>
/// <param name="Site">Where units come from.</param>
/// <param name="Market">Where they go.</param>
/// <param name="UnitCost">Money per unit, 0 .. 1e15.</param>
/// <param name="Periods">Periods under way, at least 0.</param>
public sealed record FreightLane(string Site, string Market, double UnitCost, int Periods = 0);

/// <summary>Leave to serve a demand for one product with another, unit for unit.</summary>
/// <param name="Wanted">Product wanted.</param>
/// <param name="Given">Product given instead.</param>
/// <param name="UnitCost">Money per unit that it costs more, 0 .. 1e15: rebate, rework, goodwill.</param>
public sealed record Substitution(string Wanted, string Given, double UnitCost);

/// <summary>Supply and demand over periods: units may be early at a holding cost, late at the demand's, another product at the substitution's.</summary>
/// <remarks>
/// <see cref="ToProblem"/> writes each way a unit can take as one lane: a source of period p reaches a demand after its freight periods; before the due date it is held, after it the
/// unit is late, and after the latest period there is no lane. Costs add up along the way, so the plan of the lanes is the plan over periods: sources share no limit on holding or freight here.
/// </remarks>
/// <param name="Sources">Sources, ids unique.</param>
/// <param name="Demands">Demands, ids unique.</param>
/// <param name="Freight">Ways; the cheapest of several between the same two places counts, per arrival.</param>
/// <param name="Substitutions">Substitutions; the cheapest of several for the same pair counts.</param>
/// <param name="HoldingCost">Money per unit and period early, 0 .. 1e15.</param>
/// <param name="LongestHold">Most periods a unit may be early, at least 0; null is no limit.</param>
/// <param name="Rule">Who is served first.</param>
public sealed record DatedSupply(
    IReadOnlyList<DatedSource> Sources,
    IReadOnlyList<DatedDemand> Demands,
    IReadOnlyList<FreightLane> Freight,
    IReadOnlyList<Substitution> Substitutions,
    double HoldingCost = 0,
    int? LongestHold = null,
    PriorityRule Rule = PriorityRule.Strict)
{
    /// <summary>The same as sources, demands and lanes.</summary>
    /// <exception cref="InvalidProblemException">It breaks rules; holds all violations, those of the problem it becomes included.</exception>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    public SupplyProblem ToProblem()
    {
        var violations = Validate();
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
        var freight = Freight.ToLookup(lane => (lane.Site, lane.Market));
        var extra = Substitutions.GroupBy(substitution => (substitution.Wanted, substitution.Given)).ToDictionary(group => group.Key, group => group.Min(substitution => substitution.UnitCost));
        var lanes = new List<Lane>();
        foreach (var source in Sources)
        {
            foreach (var demand in Demands)
            {
                if (CostOf(source, demand, freight[(source.Site, demand.Market)], extra) is { } cost)
                    lanes.Add(new Lane(source.Source.Id, demand.Demand.Id, cost));
            }
        }

        var problem = new SupplyProblem([.. Sources.Select(source => source.Source)], [.. Demands.Select(demand => demand.Demand)], lanes, Rule);
        InputCheck.ThrowIfAny(SupplyProblemValidator.Validate(problem));
        return problem;
    }

    /// <summary>The cheapest way in time, null when there is none.</summary>
    private double? CostOf(DatedSource source, DatedDemand demand, IEnumerable<FreightLane> freight, Dictionary<(string, string), double> extra)
    {
        var other = 0.0;
        if (source.Product.Length > 0 && source.Product != demand.Product && !extra.TryGetValue((demand.Product, source.Product), out other))
            return null;
        double? cheapest = null;
        foreach (var lane in freight)
        {
            var early = (long)demand.Due - source.Period - lane.Periods;
            if (-early > demand.LatestPeriod - (long)demand.Due || early > (LongestHold ?? long.MaxValue))
                continue;
            var cost = lane.UnitCost + other + (early >= 0 ? early * HoldingCost : -early * demand.LateCost);
            cheapest = cheapest is { } known ? Math.Min(known, cost) : cost;
        }

        return cheapest;
    }

    private IReadOnlyList<Violation> Validate()
    {
        ArgumentNullException.ThrowIfNull(Sources);
        ArgumentNullException.ThrowIfNull(Demands);
        ArgumentNullException.ThrowIfNull(Freight);
        ArgumentNullException.ThrowIfNull(Substitutions);
        var check = new InputCheck();
        check.Number(HoldingCost, "holding cost", "the problem", "HoldingCost");
        check.Require(LongestHold is null or >= 0, "NEGATIVE", "LongestHold", $"The longest hold ({LongestHold}) must not be negative. Maybe leave it out for no limit.");
        for (var i = 0; i < Sources.Count; i++)
            check.Require(Sources[i] is { Source: not null, Site: not null, Product: not null }, "EMPTY", $"Sources[{i}]", $"The source at position {i} must have a source, a site and a product. Maybe use an empty product for capacity.");
        for (var i = 0; i < Demands.Count; i++)
        {
            var demand = Demands[i];
            check.Require(demand is { Demand: not null, Market: not null, Product: not null }, "EMPTY", $"Demands[{i}]", $"The demand at position {i} must have a demand, a market and a product. Maybe drop it.");
            if (demand?.Demand is null)
                continue;
            check.Number(demand.LateCost, "late cost", $"demand ({demand.Demand.Id})", $"Demands[{demand.Demand.Id}].LateCost");
            check.Require(demand.LatestPeriod >= demand.Due, "OUT_OF_RANGE", $"Demands[{demand.Demand.Id}].LatestPeriod", $"The latest period ({demand.LatestPeriod}) of demand ({demand.Demand.Id}) must not be before it is due ({demand.Due}). Maybe use the due period where nothing may be late.");
        }

        for (var i = 0; i < Freight.Count; i++)
        {
            if (!check.Require(Freight[i] is not null, "EMPTY", $"Freight[{i}]", $"The freight lane at position {i} must not be null. Maybe drop it."))
                continue;
            check.Number(Freight[i].UnitCost, "unit cost", $"freight ({Freight[i].Site} -> {Freight[i].Market})", $"Freight[{i}].UnitCost");
            check.Require(Freight[i].Periods >= 0, "NEGATIVE", $"Freight[{i}].Periods", $"The periods ({Freight[i].Periods}) of freight ({Freight[i].Site} -> {Freight[i].Market}) must not be negative. Maybe set them to 0.");
        }

        for (var i = 0; i < Substitutions.Count; i++)
        {
            if (check.Require(Substitutions[i] is not null, "EMPTY", $"Substitutions[{i}]", $"The substitution at position {i} must not be null. Maybe drop it."))
                check.Number(Substitutions[i].UnitCost, "unit cost", $"substitution ({Substitutions[i].Wanted} by {Substitutions[i].Given})", $"Substitutions[{i}].UnitCost");
        }

        return check.Found;
    }
}
