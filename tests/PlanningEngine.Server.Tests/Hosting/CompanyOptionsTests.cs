using System.ComponentModel.DataAnnotations;
using PlanningEngine.Server.Hosting.Startup;

namespace PlanningEngine.Server.Tests.Hosting;

public sealed class CompanyOptionsTests
{
    [Fact]
    public void Validate_FiscalCalendarWrongInEveryWay_AllViolations()
    {
        var found = Violations(new CompanyOptions { FiscalPattern = "4-4-4", FiscalYearEnd = "end of January", FiscalYearStartMonth = 2 });

        Assert.Equal(3, found.Count);
        Assert.Contains(found, v => v.Contains("The fiscal pattern (4-4-4) is not known. Maybe use 4-4-5, 4-5-4 or 5-4-4.", StringComparison.Ordinal));
        Assert.Contains(found, v => v.Contains("The end of the fiscal year (end of January) cannot be read.", StringComparison.Ordinal));
        Assert.Contains(found, v => v.Contains("both say when the fiscal year begins. Maybe leave the month out.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4-4-5", "")]
    [InlineData("", "last Saturday of January")]
    public void Validate_HalfOfAFiscalCalendar_IsRefused(string pattern, string yearEnd) =>
        Assert.Contains("belong together", Assert.Single(Violations(new CompanyOptions { FiscalPattern = pattern, FiscalYearEnd = yearEnd })), StringComparison.Ordinal);

    [Fact]
    public void Calendar_WholeWeeks_IsThatOfTheDates()
    {
        var company = new CompanyOptions { FiscalPattern = "4-4-5", FiscalYearEnd = "last Saturday of January" };

        Assert.Empty(Violations(company));
        var days = CalendarFill.Rows(2026, 2026, company.Calendar).ToDictionary(d => d.DateKey);
        Assert.Equal((2026, 12, 53, 371, true), (days[20260131].FiscalYear, days[20260131].FiscalMonth, days[20260131].FiscalWeek, days[20260131].FiscalDay, days[20260131].IsLastDayOfFiscalYear));
        Assert.Equal((2027, 1, 1), (days[20260201].FiscalYear, days[20260201].FiscalMonth, days[20260201].FiscalDay));
        Assert.Equal(1, new CompanyOptions().Calendar.FiscalYearStartMonth);
    }

    private static List<string> Violations(CompanyOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return found.ConvertAll(v => v.ErrorMessage!);
    }
}
