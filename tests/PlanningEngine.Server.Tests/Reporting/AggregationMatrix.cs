using System.Globalization;
using System.Text.Json;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Sums, groups and computed columns.</summary>
public abstract class AggregationMatrix(FeedHost host) : QueryMatrix(host)
{
    [Fact]
    public async Task Apply_GroupByNavigation_EqualsLinq()
    {
        Available();
        var rows = await Host.RowsAsync("Sales?$apply=groupby((Product/Level1,CurrencyCode),aggregate(Revenue with sum as R,Quantity with average as Q,Cost with min as Lo,Cost with max as Hi,ProductKey with countdistinct as D,$count as N))"
            + "&$orderby=N desc,R&$count=true");
        var expected = FeedData.CurrentSales.GroupBy(s => (Level: Level1(s), s.CurrencyCode))
            .Select(g => (g.Key, R: g.Sum(s => s.Revenue), Q: g.Average(s => s.Quantity), Lo: g.Min(s => s.Cost), Hi: g.Max(s => s.Cost), D: g.Select(s => s.ProductKey).Distinct().Count(), N: g.Count()))
            .OrderByDescending(g => g.N).ThenBy(g => g.R).ToArray();
        Assert.Equal(expected.Length, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(expected[i].Key, (rows[i].GetProperty("Product").GetProperty("Level1").GetString(), rows[i].GetProperty("CurrencyCode").GetString()!));
            Assert.Equal((expected[i].R, expected[i].Lo, expected[i].Hi), (Money(rows[i], "R"), Money(rows[i], "Lo"), Money(rows[i], "Hi")));
            Assert.Equal(expected[i].Q, rows[i].GetProperty("Q").GetDouble(), 1e-9);
            Assert.Equal((expected[i].D, expected[i].N), (rows[i].GetProperty("D").GetInt32(), rows[i].GetProperty("N").GetInt32()));
        }
    }

    /// <summary>Sum, mean, product, quotient, having and compute of money against exact decimals.</summary>
    [Fact]
    public async Task Money_EveryOperation_IsExact()
    {
        Available();
        var sales = FeedData.CurrentSales;
        var row = (await Host.RowsAsync("Sales?$apply=aggregate(Revenue with sum as S,Revenue with average as A,Revenue mul 3 with sum as M,Revenue div 4 with sum as D,Revenue sub Cost with min as Lo,Revenue mul Cost with max as P)")).Single();
        Assert.Equal(sales.Sum(s => s.Revenue), Money(row, "S"));
        Assert.Equal(Math.Round(sales.Average(s => s.Revenue), 8), Math.Round(Money(row, "A"), 8));
        Assert.Equal(sales.Sum(s => s.Revenue * 3), Money(row, "M"));
        Assert.Equal(sales.Sum(s => s.Revenue / 4), Money(row, "D"));
        Assert.Equal(sales.Min(s => s.Revenue - s.Cost), Money(row, "Lo"));
        Assert.Equal(sales.Max(s => s.Revenue * s.Cost), Money(row, "P"));

        var total = sales.Where(s => s.CurrencyCode == "SEK").Sum(s => s.Revenue).ToString(CultureInfo.InvariantCulture);
        Assert.Equal("SEK", (await Host.RowsAsync($"Sales?$apply=groupby((CurrencyCode),aggregate(Revenue with sum as S))/filter(S eq {total})")).Single().GetProperty("CurrencyCode").GetString());
        Assert.Equal("EUR", (await Host.RowsAsync($"Sales?$apply=groupby((CurrencyCode),aggregate(Revenue with sum as S))&$filter=S gt {total}")).Single().GetProperty("CurrencyCode").GetString());

        var computed = await Host.RowsAsync("Sales?$compute=Revenue sub Cost as Margin,(Revenue sub Cost) div Revenue as Share&$select=SaleKey,Margin,Share&$filter=Margin gt 2.5&$orderby=Margin desc,SaleKey&$top=20");
        var expected = sales.Where(s => s.Revenue - s.Cost > 2.5m).OrderByDescending(s => s.Revenue - s.Cost).ThenBy(s => s.SaleKey).Take(20).ToArray();
        Assert.Equal(expected.Select(s => (s.SaleKey, s.Revenue - s.Cost, Math.Round((s.Revenue - s.Cost) / s.Revenue, 10, MidpointRounding.AwayFromZero))),
            computed.Select(r => (r.GetProperty("SaleKey").GetInt64(), Money(r, "Margin"), Money(r, "Share"))));
    }

    [Fact]
    public async Task Apply_ChainedSteps_EqualsLinq()
    {
        Available();
        var rows = await Host.RowsAsync("Sales?$apply=filter(Quantity gt 0)/compute(Revenue sub Cost as Margin)/groupby((Product/Level1,Date/Year,ChannelKey),aggregate(Margin with sum as M))"
            + "/filter(M gt 5.5)/groupby((Date/Year),aggregate(M with max as Top,$count as N))/compute(Top mul 2 as Twice)&$filter=Twice gt 1&$orderby=Date/Year");
        var groups = FeedData.CurrentSales.Where(s => s.Quantity > 0).GroupBy(s => (Level1(s), s.PeriodStart.Year, s.ChannelKey))
            .Select(g => (g.Key, M: g.Sum(s => s.Revenue - s.Cost))).Where(g => g.M > 5.5m).ToArray();
        var row = Assert.Single(rows);
        Assert.Equal((2026, groups.Max(g => g.M), groups.Length), (row.GetProperty("Date").GetProperty("Year").GetInt32(), Money(row, "Top"), row.GetProperty("N").GetInt32()));
        Assert.Equal(groups.Max(g => g.M) * 2, Money(row, "Twice"));
        var months = await Host.RowsAsync("Sales?$apply=compute(month(PeriodStart) as M)/groupby((M),aggregate($count as N))&$orderby=M");
        Assert.Equal(FeedData.CurrentSales.GroupBy(s => s.PeriodStart.Month).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())), months.Select(r => (r.GetProperty("M").GetInt32(), r.GetProperty("N").GetInt32())));
    }

    [Fact]
    public async Task Apply_EmptyInput_AnswersNullSumsAndNoGroups()
    {
        Available();
        var row = (await Host.RowsAsync("Sales?$apply=filter(SaleKey lt 0)/aggregate(Revenue with sum as S,$count as N)")).Single();
        Assert.Equal((JsonValueKind.Null, 0), (row.GetProperty("S").ValueKind, row.GetProperty("N").GetInt32()));
        Assert.Empty(await Host.RowsAsync("Sales?$apply=filter(SaleKey lt 0)/groupby((CurrencyCode),aggregate(Revenue with sum as S))"));
        Assert.Equal(["Draft", "Published", "Superseded"], (await Host.RowsAsync("PlanVersions?$apply=groupby((Status))&$orderby=Status")).Select(r => r.GetProperty("Status").GetString()));
    }

    /// <summary>Every additive column of every fact, summed without a filter, against the rows that the set should show.</summary>
    [Fact]
    public async Task Sums_EveryAdditiveColumnUnfiltered_AreRight()
    {
        Available();
        var facts = new Dictionary<string, IEnumerable<object>>(StringComparer.Ordinal)
        {
            ["Sales"] = FeedData.CurrentSales,
            ["Capacities"] = FeedData.Capacities,
            ["Opportunities"] = FeedData.Opportunities,
            ["Forecasts"] = FeedData.PublishedForecasts,
            ["Quotas"] = FeedData.Quotas,
            ["PlanLines"] = FeedData.PlanLines,
            ["Allocations"] = FeedData.Allocations,
            ["TerritoryAssignments"] = FeedData.TerritoryAssignments,
            ["HeadcountPlans"] = FeedData.HeadcountPlans,
            ["BudgetAllocations"] = FeedData.BudgetAllocations,
            ["InventoryPolicies"] = FeedData.InventoryPolicies,
        };
        foreach (var set in SetTests.Catalogue().Sets.Where(s => s.Columns.Any(c => c.IsAdditive)))
            foreach (var column in set.Columns.Where(c => c.IsAdditive))
            {
                var expected = facts[set.Name].Sum(f => Convert.ToDecimal(f.GetType().GetProperty(column.Name)!.GetValue(f), CultureInfo.InvariantCulture));
                var row = (await Host.RowsAsync($"{set.Name}?$apply=aggregate({column.Name} with sum as S)")).Single();
                Assert.Equal(expected, Math.Round(Money(row, "S"), 6));
                Assert.Equal(expected, Math.Round((await Host.RowsAsync($"{set.Name}?$select={column.Name}")).Sum(r => Money(r, column.Name)), 6));
            }
    }
}

public sealed class SqliteAggregationTests(FeedHost host) : AggregationMatrix(host), IClassFixture<FeedHost>;

public sealed class SqlServerAggregationTests(SqlServerFeedHost host) : AggregationMatrix(host), IClassFixture<SqlServerFeedHost>;
