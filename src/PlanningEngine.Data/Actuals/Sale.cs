namespace PlanningEngine.Data.Actuals;

/// <summary>An order line, or a sales bucket where the source has no lines. Returns are negative.</summary>
public sealed class Sale : VersionedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long SaleKey { get; set; }

    /// <summary>What was sold.</summary>
    public int ProductKey { get; set; }

    /// <summary>Where it was sold (a leaf of the tree).</summary>
    public int TerritoryKey { get; set; }

    /// <summary>Through which channel.</summary>
    public int ChannelKey { get; set; }

    /// <summary>To whom.</summary>
    public int AccountKey { get; set; }

    /// <summary>By whom.</summary>
    public int SalesRepKey { get; set; }

    /// <summary>Units sold; negative for returns.</summary>
    public double Quantity { get; set; }

    /// <summary>Net sales value.</summary>
    public decimal Revenue { get; set; }

    /// <summary>Cost of what was sold; 0 where the source gives none.</summary>
    public decimal Cost { get; set; }

    /// <summary>ISO 4217 code of <see cref="Revenue"/> and <see cref="Cost"/>.</summary>
    public string CurrencyCode { get; set; } = "";
}
