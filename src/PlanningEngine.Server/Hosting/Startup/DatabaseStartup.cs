using System.Globalization;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>
/// Before the endpoints open: takes the database, brings it up to date, fills the calendar, and refuses to expose a
/// server that nobody protects.
/// </summary>
public sealed class DatabaseStartup(
    DatabaseInitializer initializer, CalendarWriter calendar, IOptions<CompanyOptions> company, ApiKeyStore keys, IConfiguration configuration)
{
    /// <summary>Prepares the database.</summary>
    /// <exception cref="StartupRefusedException">The configuration exposes an unprotected server.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await initializer.InitializeAsync(cancellationToken);
        var violations = ExposureGuard.Violations(configuration, await keys.AnyAsync(cancellationToken));
        if (violations.Count > 0)
            throw new StartupRefusedException(string.Join(Environment.NewLine, violations));
        await FillCalendarAsync(cancellationToken);
    }
    /// <summary>The calendar never shrinks: days that facts may point to stay.</summary>
    private async Task FillCalendarAsync(CancellationToken cancellationToken)
    {
        var range = await calendar.RangeAsync(cancellationToken);
        var first = Math.Min(company.Value.FirstYear, (range?.FirstDateKey ?? int.MaxValue) / 10_000);
        var last = Math.Max(company.Value.LastYear, (range?.LastDateKey ?? 0) / 10_000);
        var month = company.Value.FiscalYearStartMonth;
        await calendar.EnsureAsync(string.Create(CultureInfo.InvariantCulture, $"{month:00}-01"), [.. CalendarFill.Rows(first, last, month)], cancellationToken);
    }
}
