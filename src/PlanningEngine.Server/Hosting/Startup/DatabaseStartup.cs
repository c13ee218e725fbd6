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
        var fiscal = company.Value.Calendar;
        var start = fiscal.Weeks?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{fiscal.FiscalYearStartMonth:00}-01");
        await calendar.EnsureAsync(start, [.. CalendarFill.Rows(first, last, fiscal)], cancellationToken);
    }
}
