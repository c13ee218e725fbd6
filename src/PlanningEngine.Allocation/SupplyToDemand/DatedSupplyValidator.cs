namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Finds everything that is wrong with a <see cref="DatedSupply"/> at once.</summary>
public static class DatedSupplyValidator
{
    /// <summary>Checks periods and costs, then sources and demands as <see cref="SupplyProblemValidator"/> does.</summary>
    /// <param name="supply">The problem to check.</param>
    /// <returns>All violations; empty when it can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static IReadOnlyList<Violation> Validate(DatedSupply supply)
    {
        ArgumentNullException.ThrowIfNull(supply);
        ArgumentNullException.ThrowIfNull(supply.Sources);
        ArgumentNullException.ThrowIfNull(supply.Demands);
        ArgumentNullException.ThrowIfNull(supply.Freight);
        ArgumentNullException.ThrowIfNull(supply.Substitutions);
        var check = new InputCheck();
        check.Number(supply.HoldingCost, "holding cost", "the problem", "HoldingCost");
        check.Require(supply.LongestHold is null or >= 0, "NEGATIVE", "LongestHold", $"The longest hold ({supply.LongestHold}) must not be negative. Maybe leave it out for no limit.");
        CheckEnds(supply, check);
        for (var i = 0; i < supply.Freight.Count; i++)
        {
            var lane = supply.Freight[i];
            if (!check.Require(lane is { Site: not null, Market: not null }, "EMPTY", $"Freight[{i}]", $"The freight lane at position {i} must have a site and a market. Maybe drop it."))
                continue;
            check.Number(lane!.UnitCost, "unit cost", $"freight ({lane.Site} -> {lane.Market})", $"Freight[{i}].UnitCost");
            check.Require(lane.Periods >= 0, "NEGATIVE", $"Freight[{i}].Periods", $"The periods ({lane.Periods}) of freight ({lane.Site} -> {lane.Market}) must not be negative. Maybe set them to 0.");
        }

        for (var i = 0; i < supply.Substitutions.Count; i++)
        {
            var substitution = supply.Substitutions[i];
            if (!check.Require(substitution is { Wanted: not null, Given: not null }, "EMPTY", $"Substitutions[{i}]", $"The substitution at position {i} must have a wanted and a given product. Maybe drop it."))
                continue;
            var owner = $"substitution ({substitution!.Wanted} by {substitution.Given})";
            check.Number(substitution.UnitCost, "unit cost", owner, $"Substitutions[{i}].UnitCost");
            check.Number(substitution.UnitsPerUnit, "units per unit", owner, $"Substitutions[{i}].UnitsPerUnit", SupplyProblemValidator.SmallestRatio, 1 / SupplyProblemValidator.SmallestRatio);
        }

        return [.. check.Found, .. SupplyProblemValidator.Validate(supply.With([]))];
    }

    private static void CheckEnds(DatedSupply supply, InputCheck check)
    {
        for (var i = 0; i < supply.Sources.Count; i++)
            check.Require(supply.Sources[i] is { Source: not null, Site: not null, Product: not null }, "EMPTY", $"Sources[{i}]", $"The source at position {i} must have a source, a site and a product. Maybe use an empty product for capacity.");
        for (var i = 0; i < supply.Demands.Count; i++)
        {
            var demand = supply.Demands[i];
            check.Require(demand is { Demand: not null, Market: not null, Product: not null }, "EMPTY", $"Demands[{i}]", $"The demand at position {i} must have a demand, a market and a product. Maybe drop it.");
            if (demand?.Demand is null)
                continue;
            check.Number(demand.LateCost, "late cost", $"demand ({demand.Demand.Id})", $"Demands[{demand.Demand.Id}].LateCost");
            check.Require(demand.LatestPeriod >= demand.Due, "OUT_OF_RANGE", $"Demands[{demand.Demand.Id}].LatestPeriod", $"The latest period ({demand.LatestPeriod}) of demand ({demand.Demand.Id}) must not be before it is due ({demand.Due}). Maybe use the due period where nothing may be late.");
        }
    }
}
