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
}
