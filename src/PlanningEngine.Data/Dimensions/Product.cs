namespace PlanningEngine.Data.Dimensions;

/// <summary>A product that is sold, forecast and allocated.</summary>
public sealed class Product : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int ProductKey { get; set; }

    /// <summary>Top level of the product hierarchy, such as the category.</summary>
    public string Level1 { get; set; } = "";

    /// <summary>Middle level of the product hierarchy, such as the subcategory.</summary>
    public string Level2 { get; set; } = "";

    /// <summary>Lowest level of the product hierarchy, such as the model.</summary>
    public string Level3 { get; set; } = "";

    /// <summary>Unit of measure of quantities.</summary>
    public string Unit { get; set; } = "";

    /// <summary>List price per unit, in the company currency.</summary>
    public decimal? Price { get; set; }

    /// <summary>Standard cost per unit, in the company currency.</summary>
    public decimal? Cost { get; set; }

    /// <summary>First day of sale (UTC midnight).</summary>
    public DateTime? LaunchDate { get; set; }

    /// <summary>Last day of sale (UTC midnight); no forecast is made after it.</summary>
    public DateTime? EndDate { get; set; }

    /// <summary>The product that it replaces: runs let the demand for that one go on in this one; null where it replaces none.</summary>
    public int? PredecessorProductKey { get; set; }

    /// <summary>Share of the predecessor's demand that goes to it, above 0 and at most 1; null without a predecessor.</summary>
    public double? PredecessorShare { get; set; }
}
