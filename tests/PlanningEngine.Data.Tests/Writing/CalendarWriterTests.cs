using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests.Writing;

public sealed class CalendarWriterTests
{
    private static CancellationToken Ct => TestDatabase.Ct;

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Ensure_SameThenWiderThenOtherFiscalYear_WritesOnlyWhatChanged(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var calendar = new CalendarWriter(database.Contexts, database.Gate);
        Assert.Null(await calendar.RangeAsync(Ct));

        Assert.True(await calendar.EnsureAsync("01-01", Days(2026, 2027, fiscalShift: 0), Ct));
        Assert.False(await calendar.EnsureAsync("01-01", Days(2026, 2027, fiscalShift: 0), Ct));
        Assert.True(await calendar.EnsureAsync("01-01", Days(2025, 2028, fiscalShift: 0), Ct));
        Assert.True(await calendar.EnsureAsync("02-01", Days(2025, 2028, fiscalShift: 1), Ct));
        Assert.False(await calendar.EnsureAsync("02-01", Days(2025, 2028, fiscalShift: 1), Ct));

        await using var db = database.Contexts.CreateDbContext();
        Assert.Equal((20250101, 20281231), await calendar.RangeAsync(Ct));
        Assert.Equal(4 * 365 + 1 + 1, await db.Dates.CountAsync(Ct));
        Assert.Equal(2027, (await db.Dates.SingleAsync(d => d.DateKey == 20260301, Ct)).FiscalYear);
        Assert.Equal("Unknown", (await db.Dates.SingleAsync(d => d.DateKey == 0, Ct)).DayName);
    }

    [Fact]
    public async Task Ensure_DaysMissingOrTwiceOrUnknown_ChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var calendar = new CalendarWriter(database.Contexts, database.Gate);
        await calendar.EnsureAsync("01-01", Days(2026, 2027, fiscalShift: 0), Ct);
        var before = await DatabaseContents.DumpAsync(database);

        Assert.Contains("365 of them", (await Assert.ThrowsAsync<ArgumentException>(() => calendar.EnsureAsync("01-01", Days(2026, 2026, 0), Ct))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => calendar.EnsureAsync("01-01", [.. Days(2026, 2027, 0), .. Days(2027, 2027, 0)], Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => calendar.EnsureAsync("01-01", [.. Days(2026, 2027, 0), new CalendarDate()], Ct));

        Assert.Equal(before, await DatabaseContents.DumpAsync(database));
    }

    private static List<CalendarDate> Days(int firstYear, int lastYear, int fiscalShift)
    {
        var days = new List<CalendarDate>();
        for (var day = new DateTime(firstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year <= lastYear; day = day.AddDays(1))
        {
            days.Add(new CalendarDate
            {
                DateKey = day.Year * 10_000 + day.Month * 100 + day.Day,
                Date = day,
                WeekStart = day,
                MonthStart = day,
                Year = day.Year,
                FiscalYear = day.Year + fiscalShift,
            });
        }

        return days;
    }
}
