using PlanningEngine.Data.Allocations;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Kpis;
using PlanningEngine.Data.Quotas;

namespace PlanningEngine.Data.Plans;

/// <summary>Does the same with facts of every kind.</summary>
public interface IFactVisitor
{
    /// <summary>Does it with one kind.</summary>
    /// <typeparam name="T">The kind of fact, a table of its own.</typeparam>
    /// <param name="cancellationToken">Ends the work.</param>
    Task VisitAsync<T>(CancellationToken cancellationToken)
        where T : PublishedFact;
}

/// <summary>Which facts a version of each kind of plan holds. A new kind of fact is one entry here.</summary>
public static class PlanFacts
{
    private delegate Task Visit(IFactVisitor visitor, CancellationToken cancellationToken);

    private static readonly Dictionary<PlanKind, Visit[]> ByKind = new()
    {
        [PlanKind.Demand] = [Of<Forecast>, Of<ForecastRollup>, Of<ForecastQuantile>, Of<ForecastAccuracy>],
        [PlanKind.Quota] = [Of<Quota>, Of<QuotaNode>],
        [PlanKind.Sales] = [Of<PlanLine>],
        [PlanKind.Supply] = [Of<Allocation>],
        [PlanKind.Kpi] = [Of<KpiValue>],
        [PlanKind.Territory] = [Of<TerritoryAssignment>],
        [PlanKind.Headcount] = [Of<HeadcountPlan>],
        [PlanKind.Budget] = [Of<BudgetAllocation>],
        [PlanKind.Inventory] = [Of<InventoryPolicy>],
    };

    /// <summary>Visits the facts of a kind of plan, in a fixed order; none of a kind that holds none.</summary>
    /// <param name="kind">Kind of the plan.</param>
    /// <param name="visitor">What is done with them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task VisitAsync(PlanKind kind, IFactVisitor visitor, CancellationToken cancellationToken)
    {
        foreach (var visit in ByKind.GetValueOrDefault(kind, []))
            await visit(visitor, cancellationToken);
    }

    /// <summary>Visits the facts of all kinds of plans.</summary>
    /// <param name="visitor">What is done with them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task VisitAllAsync(IFactVisitor visitor, CancellationToken cancellationToken)
    {
        foreach (var kind in ByKind.Keys.Order())
            await VisitAsync(kind, visitor, cancellationToken);
    }

    private static Task Of<T>(IFactVisitor visitor, CancellationToken cancellationToken)
        where T : PublishedFact => visitor.VisitAsync<T>(cancellationToken);
}
