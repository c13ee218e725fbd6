using System.Text.Json;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>A reader of the north (preorder 2 to 4: territories 2, 3 and 4) never learns anything of the south.</summary>
public sealed class ScopeTests(FeedHost host) : IClassFixture<FeedHost>
{
    private const string North = "2-4";

    public static TheoryData<string> SetNames => SetTests.SetNames;

    [Fact]
    public async Task North_Filter_CountAndApply_AreScoped()
    {
        var north = FeedData.CurrentSales.Where(s => s.TerritoryKey is 3 or 4).ToArray();
        Assert.Equal(north.Select(s => s.SaleKey).Order(), (await host.RowsAsync("Sales?$filter=SaleKey gt 0 or true", North)).Select(r => r.GetProperty("SaleKey").GetInt64()).Order());
        using var count = await host.SendAsync("Sales/$count", North);
        Assert.Equal(north.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), await count.Content.ReadAsStringAsync(FeedHost.Ct));
        Assert.Equal(north.Length, (await host.GetAsync("Sales?$count=true&$top=1", North)).GetProperty("@odata.count").GetInt32());
        Assert.Equal(north.Sum(s => s.Revenue), (await host.RowsAsync("Sales?$apply=aggregate(Revenue with sum as R)", North)).Single().GetProperty("R").GetDecimal());
        Assert.Equal([3, 4], (await host.RowsAsync("Sales?$apply=groupby((TerritoryKey))&$orderby=TerritoryKey", North)).Select(r => r.GetProperty("TerritoryKey").GetInt32()));
    }

    [Fact]
    public async Task North_Expand_HidesMembersOutside()
    {
        var rows = await host.RowsAsync("Sales?$filter=AccountKey eq 2&$expand=Account,Load,SalesRep($expand=Manager)", North);
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (r.GetProperty("Account").ValueKind, r.GetProperty("Load").ValueKind)));
        Assert.All(rows, r => Assert.Equal(r.GetProperty("SalesRepKey").GetInt32() == 1, r.GetProperty("SalesRep").ValueKind == JsonValueKind.Null));
        Assert.All(rows.Where(r => r.GetProperty("SalesRepKey").GetInt32() == 2), r => Assert.Equal(JsonValueKind.Null, r.GetProperty("SalesRep").GetProperty("Manager").ValueKind));
        Assert.Empty(await host.RowsAsync("Sales?$filter=Account/Name eq 'O''Hara %26 Söhne'", North));
        Assert.DoesNotContain("O'Hara", string.Concat((await host.RowsAsync("Sales?$apply=groupby((Account/Name))", North)).Select(r => r.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task North_NextLinkAndKey_AreScoped()
    {
        using var all = await host.SendAsync("Sales?$select=TerritoryKey", null, ("Prefer", "maxpagesize=5"));
        var next = JsonDocument.Parse(await all.Content.ReadAsStringAsync(FeedHost.Ct)).RootElement.GetProperty("@odata.nextLink").GetString()!;
        // A link taken over from a reader who sees more shows no more.
        Assert.All(await host.RowsAsync(next, North), r => Assert.InRange(r.GetProperty("TerritoryKey").GetInt32(), 3, 4));
        var south = FeedData.CurrentSales.First(s => s.TerritoryKey == 5).SaleKey;
        using var hidden = await host.SendAsync($"Sales({south})", North);
        Assert.Equal(404, (int)hidden.StatusCode);
        using var shown = await host.SendAsync($"Sales({south})");
        Assert.Equal(200, (int)shown.StatusCode);
    }

    [Fact]
    public async Task North_Dimensions_ShowOwnMembersAndOperationsNothing()
    {
        Assert.Equal([0, 1], (await host.RowsAsync("Accounts", North)).Select(r => r.GetProperty("AccountKey").GetInt32()));
        Assert.Equal(6, (await host.RowsAsync("Territories", North)).Length);
        Assert.Equal(5, (await host.RowsAsync("Products", North)).Length);
        foreach (var set in new[] { "Runs", "Loads", "DataQualityResults" })
            Assert.Empty(await host.RowsAsync(set, North));
        Assert.Empty(await host.RowsAsync("Quotas?$filter=TerritoryKey eq 5", North));
        Assert.NotEmpty(await host.RowsAsync("Quotas", "2-4,5-5"));
    }

    [Theory]
    [MemberData(nameof(SetNames))]
    public async Task Unset_EverySet_IsEmpty(string set)
    {
        Assert.Empty(await host.RowsAsync(set, "none"));
        using var count = await host.SendAsync(set + "/$count", "none");
        Assert.Equal("0", await count.Content.ReadAsStringAsync(FeedHost.Ct));
        Assert.Equal(0, (await host.RowsAsync(set + "?$apply=aggregate($count as N)", "none")).Single().GetProperty("N").GetInt32());
    }
}
