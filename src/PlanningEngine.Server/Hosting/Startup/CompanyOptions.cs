using System.ComponentModel.DataAnnotations;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>What holds for the whole company. Section <c>Company</c>.</summary>
public sealed class CompanyOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Company";

    /// <summary>Time zone in which days begin, as an IANA name: it decides which day it is. Days that come with the data are what they are. Default: UTC.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>First month of the fiscal year, 1 to 12; of whole weeks <see cref="FiscalYearEnd"/> says when it ends, and this stays 1. Default: 1.</summary>
    [Range(1, 12, ErrorMessage = "The Company:FiscalYearStartMonth must be a month from 1 to 12.")]
    public int FiscalYearStartMonth { get; set; } = 1;

    /// <summary>Weeks of the periods of a fiscal quarter: 4-4-5, 4-5-4 or 5-4-4. Default: empty, fiscal months are those of the calendar.</summary>
    public string FiscalPattern { get; set; } = "";

    /// <summary>When fiscal years of whole weeks end: "last Saturday of January" or "Saturday nearest end of January". Years have 53 weeks where that asks for it. Default: empty.</summary>
    public string FiscalYearEnd { get; set; } = "";

    /// <summary>Currency of money without one, ISO 4217. Default: EUR.</summary>
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "The Company:Currency must be an ISO 4217 code such as EUR.")]
    public string Currency { get; set; } = "EUR";

    /// <summary>First year of the Dates set. Default: 2005.</summary>
    [Range(1901, 2199, ErrorMessage = "The Company:FirstYear must be from 1901 to 2199.")]
    public int FirstYear { get; set; } = 2005;

    /// <summary>Last year of the Dates set. Default: 2035.</summary>
    [Range(1901, 2199, ErrorMessage = "The Company:LastYear must be from 1901 to 2199.")]
    public int LastYear { get; set; } = 2035;

    /// <summary>The fiscal calendar of whole weeks; null where fiscal months are those of the calendar.</summary>
    public FiscalWeeks? FiscalWeeks => FiscalPattern.Length > 0 ? FiscalWeeks.Read(FiscalPattern, FiscalYearEnd, []) : null;

    /// <summary>The fiscal calendar.</summary>
    public FiscalCalendar Calendar => FiscalWeeks is { } weeks ? new FiscalCalendar(weeks) : new FiscalCalendar(FiscalYearStartMonth);

    /// <summary>The company's day at an instant.</summary>
    /// <param name="instant">The instant.</param>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LastYear < FirstYear)
            yield return new ValidationResult($"The Company:LastYear ({LastYear}) must not be before Company:FirstYear ({FirstYear}).");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult($"The Company:TimeZone ({TimeZone}) is not known. Maybe use an IANA name such as Europe/Berlin.");
        if (FiscalPattern.Length == 0 && FiscalYearEnd.Length == 0)
            yield break;
        var found = new List<string>();
        FiscalWeeks.Read(FiscalPattern, FiscalYearEnd, found);
        foreach (var violation in found)
            yield return new ValidationResult($"Company:FiscalPattern and Company:FiscalYearEnd belong together. {violation}");
        if (FiscalYearStartMonth != 1)
            yield return new ValidationResult($"The Company:FiscalYearStartMonth ({FiscalYearStartMonth}) and Company:FiscalYearEnd ({FiscalYearEnd}) both say when the fiscal year begins. Maybe leave the month out.");
    }
}
