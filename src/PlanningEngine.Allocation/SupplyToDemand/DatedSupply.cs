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

/// <summary>Leave to serve a demand for one product with another.</summary>
/// <param name="Wanted">Product wanted.</param>
/// <param name="Given">Product given instead.</param>
/// <param name="UnitCost">Money per unit wanted that it costs more, 0 .. 1e15: rebate, rework, goodwill.</param>
/// <param name="UnitsPerUnit">Units given for one wanted, 1e-6 .. 1e6; freight and holding are paid for the units given.</param>
public sealed record Substitution(string Wanted, string Given, double UnitCost, double UnitsPerUnit = 1);

/// <summary>A shipment with when it arrives, and as what.</summary>
/// <param name="Shipment">The shipment.</param>
/// <param name="Arrives">Period in which its units reach the demand.</param>
/// <param name="PeriodsLate">Periods after the due one; below 0 the units are early and held.</param>
/// <param name="Product">Product given; another than the one wanted where it is substituted.</param>
public sealed record DatedShipment(Shipment Shipment, int Arrives, int PeriodsLate, string Product);

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
    /// <param name="mostLanes">Most lanes that may arise.</param>
    /// <param name="cancellationToken">Stops the search for lanes.</param>
    /// <exception cref="InvalidProblemException">It breaks rules, or more lanes arise; holds all violations, those of its sources and demands included.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    public SupplyProblem ToProblem(int mostLanes = int.MaxValue, CancellationToken cancellationToken = default)
    {
        InputCheck.ThrowIfAny(DatedSupplyValidator.Validate(this));
        var ways = new DatedWays(this);
        var lanes = new List<Lane>();
        foreach (var demand in Demands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (source, way) in ways.Into(demand))
            {
                if (lanes.Count == mostLanes)
                    throw new InvalidProblemException([new Violation("TOO_MANY_LANES", "Freight", $"The ways in time from {Sources.Count} sources to {Demands.Count} demands must be at most {mostLanes}. Maybe set a longest hold or group periods.")]);
                lanes.Add(new Lane(source.Source.Id, demand.Demand.Id, way.Cost, null, way.UnitsPerUnit));
            }
        }

        return With(lanes);
    }

    /// <summary>When the shipments of a plan arrive.</summary>
    /// <param name="plan">A plan of <see cref="ToProblem"/>.</param>
    /// <returns>In the order of the plan.</returns>
    public IReadOnlyList<DatedShipment> Arrivals(SupplyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ways = new DatedWays(this);
        var sources = Sources.ToDictionary(source => source.Source.Id, StringComparer.Ordinal);
        var demands = Demands.ToDictionary(demand => demand.Demand.Id, StringComparer.Ordinal);
        return [.. plan.Shipments.Select(shipment =>
        {
            var (source, demand) = (sources[shipment.SourceId], demands[shipment.DemandId]);
            var arrives = ways.Between(source, demand)!.Value.Arrives;
            return new DatedShipment(shipment, arrives, arrives - demand.Due, source.Product.Length > 0 ? source.Product : demand.Product);
        })];
    }

    /// <summary>The sources and demands that are there, with lanes.</summary>
    internal SupplyProblem With(IReadOnlyList<Lane> lanes) =>
        new([.. Sources.Where(source => source?.Source is not null).Select(source => source.Source)], [.. Demands.Where(demand => demand?.Demand is not null).Select(demand => demand.Demand)], lanes, Rule);
}
