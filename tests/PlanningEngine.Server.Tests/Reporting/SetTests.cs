using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>All sets answer, and their sums are those of the rows they should show.</summary>
public sealed class SetTests(FeedHost host) : IClassFixture<FeedHost>
{
    public static TheoryData<string> SetNames => [.. Catalogue().Sets.Select(s => s.Name)];

    [Fact]
    public void Catalogue_Names_AreTheLaw() => Assert.Equal(
        "Dates Products Locations Territories Channels Accounts SalesReps Drivers Scenarios Plans PlanVersions KpiDefinitions Models Sales Inventory Capacities Opportunities DriverValues Forecasts "
        + "ForecastHistory ForecastRollups ForecastQuantiles ForecastAccuracies Quotas QuotaNodes PlanLines Allocations KpiValues TerritoryAssignments HeadcountPlans BudgetAllocations InventoryPolicies Runs Loads DataQualityResults",
        string.Join(' ', Catalogue().Sets.Select(s => s.Name)));

    [Fact]
    public void Catalogue_Columns_AllHaveDescriptions() => Assert.All(Catalogue().Sets, set =>
    {
        Assert.NotEmpty(set.Description);
        Assert.All(set.Columns, c => Assert.True(c.Description.Length > 5, $"{set.Name}.{c.Name}"));
    });

    [Fact]
    public async Task Service_Root_ListsEverySet()
    {
        var root = await host.GetAsync("");
        Assert.EndsWith("/odata/$metadata", root.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        Assert.Equal(Catalogue().Sets.Select(s => s.Name), root.GetProperty("value").EnumerateArray().Select(s => s.GetProperty("url").GetString()));
    }

    [Theory]
    [MemberData(nameof(SetNames))]
    public async Task Set_PlainFilteredPagedExpandedCounted_Answers(string name)
    {
        var set = Catalogue().Find(name)!;
        var all = await host.RowsAsync(name);
        Assert.All(all, row => Assert.Equal(set.Columns.Select(c => c.Name), row.EnumerateObject().Select(p => p.Name)));
        using var count = await host.SendAsync($"{name}/$count");
        Assert.Equal(all.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), await count.Content.ReadAsStringAsync(FeedHost.Ct));
        Assert.Equal(all.Length, (await host.RowsAsync($"{name}?$filter={set.Key.Name} ge 0&$orderby={set.Key.Name} desc")).Length);
        var expanded = await host.RowsAsync($"{name}?$expand=*&$top=3");
        Assert.All(expanded, row => Assert.All(set.Navigations, n => Assert.True(row.TryGetProperty(n.Name, out _), n.Name)));
        if (all.Length > 1)
        {
            using var page = await host.SendAsync($"{name}?$count=true", null, ("Prefer", "odata.maxpagesize=1"));
            var text = await page.Content.ReadAsStringAsync(FeedHost.Ct);
            Assert.Contains($"\"@odata.count\":{all.Length},", text, StringComparison.Ordinal);
            Assert.Contains("@odata.nextLink", text, StringComparison.Ordinal);
        }

        Assert.Empty(host.Errors.Lines);
    }

    internal static ReportingCatalogue Catalogue()
    {
        using var db = new SqlitePlanningContext(new DbContextOptionsBuilder<SqlitePlanningContext>().UseSqlite("Data Source=:memory:").Options);
        return ReportingCatalogue.Build(db.Model);
    }
}
