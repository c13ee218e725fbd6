namespace PlanningEngine.Data.Writing;

/// <summary>A fact about the database itself, such as the fiscal-year start that its Dates were made for.</summary>
public sealed class Setting
{
    /// <summary>The fiscal-year start that the Dates were made for.</summary>
    public const string FiscalYearStart = "FiscalYearStart";

    /// <summary>SHA-256 of the Dates that were written last.</summary>
    public const string CalendarHash = "CalendarHash";

    /// <summary>Name of the setting.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    public string Value { get; set; } = "";
}
