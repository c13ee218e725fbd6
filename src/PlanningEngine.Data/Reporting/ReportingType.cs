namespace PlanningEngine.Data.Reporting;

/// <summary>What a reported value is. Few on purpose: every type answers alike on both databases.</summary>
public enum ReportingType
{
    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A 32-bit whole number.</summary>
    Whole32,

    /// <summary>A 64-bit whole number.</summary>
    Whole64,

    /// <summary>A binary floating-point number: quantities and ratios.</summary>
    Real,

    /// <summary>Money, four decimal places where it is stored.</summary>
    Money,

    /// <summary>Text, compared byte by byte.</summary>
    Text,

    /// <summary>A moment in UTC.</summary>
    Moment,

    /// <summary>A calendar day; only computed, never stored.</summary>
    Day,
}
