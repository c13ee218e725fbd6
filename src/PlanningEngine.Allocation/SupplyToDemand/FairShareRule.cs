namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>How demands of one priority share what is scarce.</summary>
public enum FairShareRule
{
    /// <summary>All demands of a priority get the same share of their quantity, the largest that all of them can have; nothing beyond a minimum fill is given on top.</summary>
    Proportional,

    /// <summary>
    /// The smallest share is made as large as possible, then the next, and so on (water filling). Served quantities of a network form a polymatroid, in which this point also maximises every sum
    /// of <c>quantity x u(share)</c> with concave u (Fujishige 1980): it is the alpha-fair point for every alpha above 0, proportional fairness (alpha = 1, weighted by quantity) among them.
    /// </summary>
    MaxMin,
}
