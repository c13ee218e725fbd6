using System.Globalization;
using System.Text.Json;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Forecasts;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Queries against answers that LINQ computes over the same rows in memory; one and the same list for both databases.</summary>
public abstract class QueryMatrix(FeedHost host)
{
    private static readonly Dictionary<int, Product> ProductOf = new[] { Unknown() }.Concat(FeedData.Products).ToDictionary(p => p.ProductKey);

    private static readonly Dictionary<string, Func<Sale, bool>> SaleFilters = new(StringComparer.Ordinal)
    {
        ["true"] = _ => true,
        ["SaleKey eq 5"] = s => s.SaleKey == 5,
        ["5 eq SaleKey"] = s => s.SaleKey == 5,
        ["10 lt SaleKey and 20 ge SaleKey"] = s => s.SaleKey is > 10 and <= 20,
        ["Quantity lt 0"] = s => s.Quantity < 0,
        ["Quantity eq 3.1"] = s => s.Quantity == 3.1,
        ["not (Quantity lt 0 or SaleKey le 100)"] = s => !(s.Quantity < 0 || s.SaleKey <= 100),
        ["not (Quantity lt 0) and not (CurrencyCode eq 'EUR')"] = s => s.Quantity >= 0 && s.CurrencyCode != "EUR",
        ["Revenue eq 0.4"] = s => s.Revenue == 0.4m,
        ["Revenue gt 10.3 and Revenue le 100.4001"] = s => s.Revenue > 10.3m && s.Revenue <= 100.4001m,
        ["Revenue mul 2 gt 30"] = s => s.Revenue * 2 > 30,
        ["Revenue sub Cost eq 3.3"] = s => s.Revenue - s.Cost == 3.3m,
        ["Revenue add Cost ge 17.3"] = s => s.Revenue + s.Cost >= 17.3m,
        ["Revenue div 3 lt 0.2"] = s => s.Revenue / 3 < 0.2m,
        ["Revenue mul Quantity gt 50"] = s => (double)s.Revenue * s.Quantity > 50,
        ["-Revenue gt 12"] = s => -s.Revenue > 12,
        ["SaleKey div 7 eq 3"] = s => s.SaleKey / 7 == 3,
        ["SaleKey mod 7 eq 3"] = s => s.SaleKey % 7 == 3,
        ["SaleKey mul 2147483647 gt 2147483647"] = s => s.SaleKey > 1,
        ["SaleKey in (1,2,3,1010)"] = s => s.SaleKey is 1 or 2 or 3 or 1010,
        ["not (SaleKey in (1,2,3))"] = s => s.SaleKey is not (1 or 2 or 3),
        ["DateKey ge 20260110 and DateKey lt 20260201"] = s => s.DateKey is >= 20260110 and < 20260201,
        ["PeriodStart ge 2026-01-10T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z"] = s => s.DateKey is >= 20260110 and < 20260201,
        ["PeriodStart ge 2026-01-10 and PeriodStart lt 2026-02-01"] = s => s.DateKey is >= 20260110 and < 20260201,
        ["PeriodStart ge 2026-01-10T01:00:00+01:00 and PeriodStart lt 2026-01-31T19:00:00-05:00"] = s => s.DateKey is >= 20260110 and < 20260201,
        ["PeriodStart ge 2026-01-10T01:00:00%2B01:00 and PeriodStart lt 2026-01-31T19:00:00-05:00"] = s => s.DateKey is >= 20260110 and < 20260201,
        ["PeriodStart eq 2026-01-10T00:00:00Z"] = s => s.DateKey == 20260110,
        ["not (PeriodStart lt 2026-02-01T00:00:00Z)"] = s => s.DateKey >= 20260201,
        ["PeriodStart ne 2026-01-10T00:00:00Z"] = s => s.DateKey != 20260110,
        ["ModifiedAt gt 2026-01-02T03:04:10.5Z"] = s => s.ModifiedAt > FeedData.Utc(2026, 1, 2).AddHours(3).AddMinutes(4).AddSeconds(10.5),
        ["year(PeriodStart) eq 2026 and month(PeriodStart) eq 2 and day(PeriodStart) le 3"] = s => s.PeriodStart is { Year: 2026, Month: 2, Day: <= 3 },
        ["year(PeriodStart) ne 2026"] = s => s.PeriodStart.Year != 2026,
        ["year(PeriodStart) lt 2026 or year(PeriodStart) gt 2026"] = _ => false,
        ["date(PeriodStart) le 2026-01-05"] = s => s.DateKey <= 20260105,
        ["date(PeriodStart) gt 2026-02-05"] = s => s.DateKey > 20260205,
        ["hour(ModifiedAt) eq 3 and minute(ModifiedAt) eq 4 and second(ModifiedAt) eq 6"] = s => s.ModifiedAt.Second == 6 && s.ModifiedAt.Minute == 4,
        ["PeriodStart lt now()"] = s => s.PeriodStart < DateTime.Parse("2026-11-01", CultureInfo.InvariantCulture),
        ["round(Quantity) eq 3"] = s => Math.Round(s.Quantity, MidpointRounding.AwayFromZero) == 3,
        ["floor(Quantity) eq 3"] = s => Math.Floor(s.Quantity) == 3,
        ["ceiling(Quantity) eq 3"] = s => Math.Ceiling(s.Quantity) == 3,
        ["ceiling(Revenue) eq 12"] = s => Math.Ceiling(s.Revenue) == 12,
        // Through navigations; product 999 leads nowhere and products 0 and 2 have no price.
        ["Product/Level1 eq 'Bikes'"] = s => Level1(s) == "Bikes",
        ["Product/Level1 ne 'Bikes'"] = s => Level1(s) != "Bikes",
        ["Product/Level1 eq null"] = s => Level1(s) is null,
        ["Product/Level1 ne null"] = s => Level1(s) is not null,
        ["Product/Price gt 0.25"] = s => Price(s) > 0.25m,
        ["not (Product/Price gt 0.25)"] = s => !(Price(s) > 0.25m),
        ["Product/Price le 0.3"] = s => Price(s) <= 0.3m,
        ["not (Product/Price ne 0.3)"] = s => Price(s) == 0.3m,
        ["Product/Price eq Product/Cost"] = s => Price(s) == Cost(s),
        ["Product/Price ne Product/Cost"] = s => Price(s) != Cost(s),
        ["Product/Price in (0.3,null)"] = s => Price(s) is 0.3m or null,
        ["not (Product/Price in (0.3))"] = s => Price(s) != 0.3m,
        ["not (Product/Price in (0.3,null))"] = s => Price(s) is not (0.3m or null),
        ["contains(Product/Name,'100%25_x')"] = s => Name(s)?.Contains("100%_x", StringComparison.Ordinal) == true,
        ["not contains(Product/Name,'r')"] = s => Name(s)?.Contains('r', StringComparison.Ordinal) == false,
        ["contains(Product/Name,'')"] = s => Name(s) is not null,
        ["contains(Product/Name,'R')"] = s => Name(s)?.Contains('R', StringComparison.Ordinal) == true,
        ["startswith(Product/Code,'P')"] = s => Code(s)?.StartsWith('P') == true,
        ["startswith(Product/Code,'')"] = s => Code(s) is not null,
        ["endswith(Product/Code,'-3')"] = s => Code(s)?.EndsWith("-3", StringComparison.Ordinal) == true,
        ["endswith(Product/Code,'')"] = s => Code(s) is not null,
        ["contains(Product/Name,'r') eq false"] = s => Name(s)?.Contains('r', StringComparison.Ordinal) == false,
        ["tolower(Product/Name) eq 'übergrösse 100%25_x'"] = s => Name(s) == "ÜBERGRÖSSE 100%_x",
        ["toupper(Product/Name) eq 'ÉCLAIR, \"FAST\"'"] = s => s.ProductKey == 1,
        ["Product/Name eq 'crème brûlée''s'"] = s => s.ProductKey == 2,
        ["Product/Name eq ''"] = s => s.ProductKey == 4,
        ["length(Product/Name) eq 0"] = s => s.ProductKey == 4,
        ["length(Product/Name) gt 15"] = s => Name(s)?.Length > 15,
        ["indexof(Product/Name,'br') eq 6"] = s => s.ProductKey == 2,
        ["indexof(Product/Name,'zzz') eq -1"] = s => Name(s) is not null,
        ["substring(Product/Name,0,2) eq 'Éc'"] = s => s.ProductKey == 1,
        ["substring(Product/Name,6) eq 'brûlée''s'"] = s => s.ProductKey == 2,
        ["concat(Product/Code,concat('/',CurrencyCode)) eq 'p-3/EUR'"] = s => s.ProductKey == 3 && s.CurrencyCode == "EUR",
        ["trim(concat(' ',concat(CurrencyCode,'  '))) eq 'SEK'"] = s => s.CurrencyCode == "SEK",
        ["Territory/IsLeaf"] = _ => true,
        ["not Territory/IsLeaf"] = _ => false,
        ["Territory/IsLeaf eq true and Territory/Parent/Code eq 'N'"] = s => s.TerritoryKey is 3 or 4,
        ["Account/Territory/Name eq 'Åland' or Account/SalesRep/Manager/Name eq 'Zoë'"] = s => s.AccountKey == 1,
        ["(Quantity gt 0) eq (Revenue gt 10)"] = s => s.Quantity > 0 == s.Revenue > 10,
        ["null eq null and not (null ne null)"] = _ => true,
        ["Quantity gt null or Quantity eq null"] = _ => false,
        ["not (Quantity gt null)"] = _ => true,
        ["Quantity div 0 eq null"] = _ => true,
        ["CurrencyCode eq @c and SaleKey lt @k&@c='SEK'&@k=50"] = s => s.CurrencyCode == "SEK" && s.SaleKey < 50,
    };

    private static readonly Dictionary<string, Func<Forecast, bool>> ForecastFilters = new(StringComparer.Ordinal)
    {
        ["Wape eq null"] = f => f.Wape is null,
        ["Wape ne 0.3"] = f => f.Wape != 0.3,
        ["Wape gt 1"] = f => f.Wape > 1,
        ["not (Wape gt 1)"] = f => !(f.Wape > 1),
        ["not (Wape gt 1 and Bias lt -2)"] = f => !(f.Wape > 1 && f.Bias < -2),
        ["Wape eq Bias"] = f => f.Wape == f.Bias,
        ["Wape add Bias eq 0"] = f => f.Wape + f.Bias == 0,
        ["Wape add Bias ne 0"] = f => f.Wape + f.Bias != 0,
        ["Method eq 'théta'"] = f => f.Method == "théta",
        ["PlanVersion/Status eq 'Published' and Scenario/Code eq 'BASE'"] = _ => true,
        ["PlanVersion/Status ne 'Published' or PlanVersion/Status eq 'NoSuchLabel'"] = _ => false,
        ["PlanVersion/Status in ('Draft','Published')"] = _ => true,
        ["contains(PlanVersion/Status,'ubli') and tolower(PlanVersion/Status) eq 'published'"] = _ => true,
        ["PlanVersion/Plan/Kind eq 'Demand'"] = _ => true,
        ["Run/Status eq 'Failed'"] = f => f.RunKey == 2,
        ["PeriodStart ge 2026-02-01 and PeriodStart le 2026-02-28"] = f => f.DateKey is >= 20260201 and <= 20260228,
    };

    [Fact]
    public async Task Filter_OverSales_EqualsLinq()
    {
        Available();
        await Assert.AllAsync(SaleFilters, async filter =>
        {
            var expected = FeedData.CurrentSales.Where(filter.Value).Select(s => s.SaleKey).Order().ToArray();
            var rows = await host.RowsAsync($"Sales?$select=SaleKey&$filter={filter.Key}");
            Assert.Equal(expected, rows.Select(r => r.GetProperty("SaleKey").GetInt64()).Order());
            using var count = await host.SendAsync($"Sales/$count?$filter={filter.Key}");
            Assert.Equal(expected.Length.ToString(CultureInfo.InvariantCulture), await count.Content.ReadAsStringAsync(FeedHost.Ct));
        });
    }

    [Fact]
    public async Task Filter_OverForecasts_EqualsLinq()
    {
        Available();
        await Assert.AllAsync(ForecastFilters, async filter =>
        {
            var rows = await host.RowsAsync($"Forecasts?$select=ForecastKey&$filter={filter.Key}");
            Assert.Equal(FeedData.PublishedForecasts.Where(filter.Value).Select(f => f.ForecastKey).Order(), rows.Select(r => r.GetProperty("ForecastKey").GetInt64()).Order());
        });
    }

    [Fact]
    public async Task Row_EveryColumn_IsWhatWasWritten()
    {
        Available();
        var row = (await host.RowsAsync("Sales?$filter=SaleKey eq 1020&$expand=Product,Account($select=Name;$expand=SalesRep($select=Name;$expand=Manager)),Load")).Single();
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
        var dangling = (await host.RowsAsync("Sales?$filter=ProductKey eq 999&$expand=Product&$top=1")).Single();
        Assert.Equal(JsonValueKind.Null, dangling.GetProperty("Product").ValueKind);
    }

    [Fact]
    public async Task OrderBy_WithNullsTiesAndPaths_EqualsLinq()
    {
        Available();
        var rows = await host.RowsAsync("Sales?$select=SaleKey&$orderby=Product/Price desc,Quantity,CurrencyCode desc&$skip=7&$top=40");
        var expected = FeedData.CurrentSales.OrderByDescending(s => Price(s) is not null).ThenByDescending(Price).ThenBy(s => s.Quantity)
            .ThenByDescending(s => s.CurrencyCode, StringComparer.Ordinal).ThenBy(s => s.SaleKey).Skip(7).Take(40).Select(s => s.SaleKey);
        Assert.Equal(expected, rows.Select(r => r.GetProperty("SaleKey").GetInt64()));
    }

    [Fact]
    public async Task Apply_GroupByNavigation_EqualsLinq()
    {
        Available();
        var rows = await host.RowsAsync("Sales?$apply=groupby((Product/Level1,CurrencyCode),aggregate(Revenue with sum as R,Quantity with average as Q,Cost with min as Lo,Cost with max as Hi,ProductKey with countdistinct as D,$count as N))"
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
        var row = (await host.RowsAsync("Sales?$apply=aggregate(Revenue with sum as S,Revenue with average as A,Revenue mul 3 with sum as M,Revenue div 4 with sum as D,Revenue sub Cost with min as Lo,Revenue mul Cost with max as P)")).Single();
        Assert.Equal(sales.Sum(s => s.Revenue), Money(row, "S"));
        Assert.Equal(Math.Round(sales.Average(s => s.Revenue), 8), Math.Round(Money(row, "A"), 8));
        Assert.Equal(sales.Sum(s => s.Revenue * 3), Money(row, "M"));
        Assert.Equal(sales.Sum(s => s.Revenue / 4), Money(row, "D"));
        Assert.Equal(sales.Min(s => s.Revenue - s.Cost), Money(row, "Lo"));
        Assert.Equal(sales.Max(s => s.Revenue * s.Cost), Money(row, "P"));

        var total = sales.Where(s => s.CurrencyCode == "SEK").Sum(s => s.Revenue).ToString(CultureInfo.InvariantCulture);
        Assert.Equal("SEK", (await host.RowsAsync($"Sales?$apply=groupby((CurrencyCode),aggregate(Revenue with sum as S))/filter(S eq {total})")).Single().GetProperty("CurrencyCode").GetString());
        Assert.Equal("EUR", (await host.RowsAsync($"Sales?$apply=groupby((CurrencyCode),aggregate(Revenue with sum as S))&$filter=S gt {total}")).Single().GetProperty("CurrencyCode").GetString());

        var computed = await host.RowsAsync("Sales?$compute=Revenue sub Cost as Margin,(Revenue sub Cost) div Revenue as Share&$select=SaleKey,Margin,Share&$filter=Margin gt 2.5&$orderby=Margin desc,SaleKey&$top=20");
        var expected = sales.Where(s => s.Revenue - s.Cost > 2.5m).OrderByDescending(s => s.Revenue - s.Cost).ThenBy(s => s.SaleKey).Take(20).ToArray();
        Assert.Equal(expected.Select(s => (s.SaleKey, s.Revenue - s.Cost, Math.Round((s.Revenue - s.Cost) / s.Revenue, 10, MidpointRounding.AwayFromZero))),
            computed.Select(r => (r.GetProperty("SaleKey").GetInt64(), Money(r, "Margin"), Money(r, "Share"))));
    }

    [Fact]
    public async Task Apply_ChainedSteps_EqualsLinq()
    {
        Available();
        var rows = await host.RowsAsync("Sales?$apply=filter(Quantity gt 0)/compute(Revenue sub Cost as Margin)/groupby((Product/Level1,Date/Year,ChannelKey),aggregate(Margin with sum as M))"
            + "/filter(M gt 5.5)/groupby((Date/Year),aggregate(M with max as Top,$count as N))/compute(Top mul 2 as Twice)&$filter=Twice gt 1&$orderby=Date/Year");
        var groups = FeedData.CurrentSales.Where(s => s.Quantity > 0).GroupBy(s => (Level1(s), s.PeriodStart.Year, s.ChannelKey))
            .Select(g => (g.Key, M: g.Sum(s => s.Revenue - s.Cost))).Where(g => g.M > 5.5m).ToArray();
        var row = Assert.Single(rows);
        Assert.Equal((2026, groups.Max(g => g.M), groups.Length), (row.GetProperty("Date").GetProperty("Year").GetInt32(), Money(row, "Top"), row.GetProperty("N").GetInt32()));
        Assert.Equal(groups.Max(g => g.M) * 2, Money(row, "Twice"));
        var months = await host.RowsAsync("Sales?$apply=compute(month(PeriodStart) as M)/groupby((M),aggregate($count as N))&$orderby=M");
        Assert.Equal(FeedData.CurrentSales.GroupBy(s => s.PeriodStart.Month).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())), months.Select(r => (r.GetProperty("M").GetInt32(), r.GetProperty("N").GetInt32())));
    }

    [Fact]
    public async Task Apply_EmptyInput_AnswersNullSumsAndNoGroups()
    {
        Available();
        var row = (await host.RowsAsync("Sales?$apply=filter(SaleKey lt 0)/aggregate(Revenue with sum as S,$count as N)")).Single();
        Assert.Equal((JsonValueKind.Null, 0), (row.GetProperty("S").ValueKind, row.GetProperty("N").GetInt32()));
        Assert.Empty(await host.RowsAsync("Sales?$apply=filter(SaleKey lt 0)/groupby((CurrencyCode),aggregate(Revenue with sum as S))"));
        Assert.Equal(["Draft", "Published", "Superseded"], (await host.RowsAsync("PlanVersions?$apply=groupby((Status))&$orderby=Status")).Select(r => r.GetProperty("Status").GetString()));
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
                var row = (await host.RowsAsync($"{set.Name}?$apply=aggregate({column.Name} with sum as S)")).Single();
                Assert.Equal(expected, Math.Round(Money(row, "S"), 6));
                Assert.Equal(expected, Math.Round((await host.RowsAsync($"{set.Name}?$select={column.Name}")).Sum(r => Money(r, column.Name)), 6));
            }
    }

    [Fact]
    public async Task History_AllVersions_ShowsPublishedAndSupersededOnly()
    {
        Available();
        var rows = await host.RowsAsync("ForecastHistory?$apply=groupby((PlanVersionKey),aggregate($count as N))&$orderby=PlanVersionKey");
        Assert.Equal([(FeedData.Superseded, 40), (FeedData.Published, 40)], rows.Select(r => (r.GetProperty("PlanVersionKey").GetInt32(), r.GetProperty("N").GetInt32())));
    }

    private static decimal Money(JsonElement row, string name) => row.GetProperty(name).GetDecimal();

    private static string? Level1(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Level1;

    private static string? Name(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Name;

    private static string? Code(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Code;

    private static decimal? Price(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Price;

    private static decimal? Cost(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Cost;

    private static Product Unknown() => new() { Code = Dimension.UnknownCode, Name = Dimension.UnknownName, Level1 = "Unknown" };

    private void Available() => Assert.SkipUnless(host.Client is not null, $"No SQL Server: {FeedHost.SqlServerVariable} is not set.");
}

public sealed class SqliteQueryTests(FeedHost host) : QueryMatrix(host), IClassFixture<FeedHost>;

public sealed class SqlServerQueryTests(SqlServerFeedHost host) : QueryMatrix(host), IClassFixture<SqlServerFeedHost>;
