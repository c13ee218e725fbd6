using System.Globalization;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Forecasts;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Filters.</summary>
public abstract class FilterMatrix(FeedHost host) : QueryMatrix(host)
{
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
            var rows = await Host.RowsAsync($"Sales?$select=SaleKey&$filter={filter.Key}");
            Assert.Equal(expected, rows.Select(r => r.GetProperty("SaleKey").GetInt64()).Order());
            using var count = await Host.SendAsync($"Sales/$count?$filter={filter.Key}");
            Assert.Equal(expected.Length.ToString(CultureInfo.InvariantCulture), await count.Content.ReadAsStringAsync(FeedHost.Ct));
        });
    }

    [Fact]
    public async Task Filter_OverForecasts_EqualsLinq()
    {
        Available();
        await Assert.AllAsync(ForecastFilters, async filter =>
        {
            var rows = await Host.RowsAsync($"Forecasts?$select=ForecastKey&$filter={filter.Key}");
            Assert.Equal(FeedData.PublishedForecasts.Where(filter.Value).Select(f => f.ForecastKey).Order(), rows.Select(r => r.GetProperty("ForecastKey").GetInt64()).Order());
        });
    }
}

public sealed class SqliteFilterTests(FeedHost host) : FilterMatrix(host), IClassFixture<FeedHost>;

public sealed class SqlServerFilterTests(SqlServerFeedHost host) : FilterMatrix(host), IClassFixture<SqlServerFeedHost>;
