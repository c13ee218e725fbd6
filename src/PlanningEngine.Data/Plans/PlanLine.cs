namespace PlanningEngine.Data.Plans;

/// <summary>What is planned to be sold: product x territory x period x version.</summary>
public sealed class PlanLine : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long PlanLineKey { get; set; }

    /// <summary>The product.</summary>
    public int ProductKey { get; set; }

    /// <summary>Planned units.</summary>
    public double Quantity { get; set; }

    /// <summary>Planned sales value, in the company currency.</summary>
    public decimal Amount { get; set; }
}
