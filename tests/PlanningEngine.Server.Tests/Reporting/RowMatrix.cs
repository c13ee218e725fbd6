using System.Text.Json;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Rows: their columns, what they are expanded by, and their order.</summary>
public abstract class RowMatrix(FeedHost host) : QueryMatrix(host)
{
    [Fact]
    public async Task Row_EveryColumn_IsWhatWasWritten()
    {
        Available();
        var row = (await Host.RowsAsync("Sales?$filter=SaleKey eq 1020&$expand=Product,Account($select=Name;$expand=SalesRep($select=Name;$expand=Manager)),Load")).Single();
        var sale = FeedData.Sales.Single(s => s.SaleKey == 1020);
        Assert.Equal(sale.Quantity, row.GetProperty("Quantity").GetDouble());
        Assert.Equal(sale.Revenue, row.GetProperty("Revenue").GetDecimal());
        Assert.Equal(sale.ModifiedAt, row.GetProperty("ModifiedAt").GetDateTime());
        Assert.Equal(DateTimeKind.Utc, row.GetProperty("ModifiedAt").GetDateTime().Kind);
        Assert.Equal("2026-01-21T00:00:00Z", row.GetProperty("PeriodStart").GetString());
        Assert.Equal("Unknown", row.GetProperty("Product").GetProperty("Name").GetString());
        var rep = row.GetProperty("Account").GetProperty("SalesRep");
        Assert.Equal(["Name", "SalesRep"], row.GetProperty("Account").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["Name", "Manager"], rep.EnumerateObject().Select(p => p.Name));
        var dangling = (await Host.RowsAsync("Sales?$filter=ProductKey eq 999&$expand=Product&$top=1")).Single();
        Assert.Equal(JsonValueKind.Null, dangling.GetProperty("Product").ValueKind);
    }

    [Fact]
    public async Task OrderBy_WithNullsTiesAndPaths_EqualsLinq()
    {
        Available();
        var rows = await Host.RowsAsync("Sales?$select=SaleKey&$orderby=Product/Price desc,Quantity,CurrencyCode desc&$skip=7&$top=40");
        var expected = FeedData.CurrentSales.OrderByDescending(s => Price(s) is not null).ThenByDescending(Price).ThenBy(s => s.Quantity)
            .ThenByDescending(s => s.CurrencyCode, StringComparer.Ordinal).ThenBy(s => s.SaleKey).Skip(7).Take(40).Select(s => s.SaleKey);
        Assert.Equal(expected, rows.Select(r => r.GetProperty("SaleKey").GetInt64()));
    }

    [Fact]
    public async Task History_AllVersions_ShowsPublishedAndSupersededOnly()
    {
        Available();
        var rows = await Host.RowsAsync("ForecastHistory?$apply=groupby((PlanVersionKey),aggregate($count as N))&$orderby=PlanVersionKey");
        Assert.Equal([(FeedData.Superseded, 40), (FeedData.Published, 40)], rows.Select(r => (r.GetProperty("PlanVersionKey").GetInt32(), r.GetProperty("N").GetInt32())));
    }
}

public sealed class SqliteRowTests(FeedHost host) : RowMatrix(host), IClassFixture<FeedHost>;

public sealed class SqlServerRowTests(SqlServerFeedHost host) : RowMatrix(host), IClassFixture<SqlServerFeedHost>;
