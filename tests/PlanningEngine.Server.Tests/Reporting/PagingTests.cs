using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Plans;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Walks over pages, with commits and publications in the middle. Each test has a database of its own.</summary>
public sealed class PagingTests
{
    [Theory]
    [InlineData("Sales?$select=SaleKey,Revenue")]
    [InlineData("Sales?$select=SaleKey,Revenue&$orderby=Product/Price desc,Quantity")]
    [InlineData("Sales?$select=SaleKey,Revenue&$orderby=Revenue sub Cost,PeriodStart desc")]
    [InlineData("Sales?$select=SaleKey,Revenue&$filter=DateKey ge 20260101&$count=true")]
    [InlineData("Sales?$select=SaleKey,Revenue&$orderby=CurrencyCode desc,Territory/IsLeaf,Account/Name")]
    public async Task Walk_CommitInTheMiddle_SeesOneState(string url)
    {
        await using var host = await StartAsync();
        var seen = new List<(long Key, decimal Revenue)>();
        var pages = 0;
        for (string? next = url; next is not null; pages++)
        {
            var page = await PageAsync(host, next, 100);
            seen.AddRange(page.Rows.Select(r => (r.GetProperty("SaleKey").GetInt64(), r.GetProperty("Revenue").GetDecimal())));
            next = page.Next;
            if (pages == 0)
                await CorrectSalesAsync(host);
        }

        Assert.Equal(4, pages + (FeedData.CurrentSales.Length % 100 == 0 ? 1 : 0));
        Assert.Equal(FeedData.CurrentSales.Select(s => (s.SaleKey, s.Revenue)).Order(), seen.Order());
        Assert.Equal(FeedData.CurrentSales.Length + 50, (await host.RowsAsync("Sales?$select=SaleKey")).Length);
    }

    [Fact]
    public async Task Walk_PublicationInTheMiddle_StaysWithItsVersion()
    {
        await using var host = await StartAsync();
        var first = await PageAsync(host, "Forecasts?$orderby=Mean desc", 15);
        await PublishDraftAsync(host);
        var second = await PageAsync(host, first.Next!, 15);
        var third = await PageAsync(host, second.Next!, 15);
        Assert.Null(third.Next);
        var walked = first.Rows.Concat(second.Rows).Concat(third.Rows).Select(r => r.GetProperty("ForecastKey").GetInt64());
        Assert.Equal(FeedData.PublishedForecasts.OrderByDescending(f => f.Mean).Select(f => f.ForecastKey), walked);
        Assert.All(await host.RowsAsync("Forecasts"), r => Assert.Equal(FeedData.Draft, r.GetProperty("PlanVersionKey").GetInt32()));
    }

    [Fact]
    public async Task Walk_VersionRecalledInTheMiddle_Answers410()
    {
        await using var host = await StartAsync();
        var first = await PageAsync(host, "Forecasts", 15);
        await using (var db = host.Contexts().CreateDbContext())
            await db.PlanVersions.Where(v => v.PlanVersionKey == FeedData.Published).ExecuteUpdateAsync(s => s.SetProperty(v => v.Status, PlanVersionStatus.Recalled), FeedHost.Ct);
        Assert.Equal((410, "TokenExpired"), Of(await host.FailAsync(first.Next!)));
    }

    [Fact]
    public async Task Walk_TopAndSkip_HoldAcrossPages()
    {
        await using var host = await StartAsync();
        var walked = new List<long>();
        for (string? next = "Sales?$select=SaleKey&$skip=3&$top=7"; next is not null;)
        {
            var page = await PageAsync(host, next, 3);
            walked.AddRange(page.Rows.Select(r => r.GetProperty("SaleKey").GetInt64()));
            next = page.Next;
        }

        Assert.Equal(FeedData.CurrentSales.Select(s => s.SaleKey).Order().Skip(3).Take(7), walked);
        Assert.Null((await PageAsync(host, "Sales?$top=3", 3)).Next);
        Assert.Null((await PageAsync(host, "Channels", 3)).Next);
    }

    [Fact]
    public async Task Walk_Aggregated_ShowsEveryGroupOnce()
    {
        await using var host = await StartAsync();
        const string Apply = "Sales?$apply=groupby((DateKey,Product/Level1),aggregate(Revenue with sum as R))&$orderby=R desc";
        var whole = await host.RowsAsync(Apply);
        var walked = new List<string>();
        for (string? next = Apply; next is not null;)
        {
            var page = await PageAsync(host, next, 37);
            walked.AddRange(page.Rows.Select(r => r.GetRawText()));
            next = page.Next;
        }

        Assert.Equal(whole.Select(r => r.GetRawText()), walked);
    }

    [Fact]
    public async Task Token_TamperedForeignOrFromTheFuture_Answers400()
    {
        await using var host = await StartAsync();
        var next = (await PageAsync(host, "Sales?$select=SaleKey", 100)).Next!;
        var token = next[(next.IndexOf("$skiptoken=", StringComparison.Ordinal) + "$skiptoken=".Length)..];
        var other = (token[0] == 'A' ? 'B' : 'A') + token[1..];
        foreach (var url in new[]
        {
            $"Sales?$select=SaleKey&$skiptoken={other}", $"Sales?$select=SaleKey&$skiptoken={token[..^8]}", $"Sales?$select=Revenue&$skiptoken={token}",
            $"Inventory?$select=SaleKey&$skiptoken={token}", $"Sales?$skiptoken={token}", "Sales?$skiptoken=", "Sales?$skiptoken=%00%FF", "Sales?$skiptoken=AAAA",
        })
            Assert.Equal(400, (await host.FailAsync(url)).Status);
        await using (var db = host.Contexts().CreateDbContext())
            await db.KeySequences.Where(s => s.Name == "Commits").ExecuteUpdateAsync(s => s.SetProperty(k => k.Next, 1), FeedHost.Ct);
        Assert.Equal((400, "InvalidToken"), Of(await host.FailAsync(next)));
    }

    private static async Task<FeedHost> StartAsync()
    {
        var host = new FeedHost();
        await host.InitializeAsync();
        return host;
    }

    private static (int, string) Of((int Status, string Code, string, string) failure) => (failure.Status, failure.Code);

    private static async Task<(JsonElement[] Rows, string? Next)> PageAsync(FeedHost host, string url, int size)
    {
        using var response = await host.SendAsync(url, null, ("Prefer", $"odata.maxpagesize={size}"));
        var text = await response.Content.ReadAsStringAsync(FeedHost.Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal($"odata.maxpagesize={size}", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        var root = JsonDocument.Parse(text).RootElement;
        return ([.. root.GetProperty("value").EnumerateArray()], root.TryGetProperty("@odata.nextLink", out var next) ? next.GetString() : null);
    }

    /// <summary>A commit that corrects thirty current sales and adds fifty.</summary>
    private static Task CorrectSalesAsync(FeedHost host) => host.CommitAsync(4, async db =>
    {
        var current = await db.Sales.Where(s => s.KnownTo > 4).OrderBy(s => s.SaleKey).ToListAsync(FeedHost.Ct);
        foreach (var old in current.Where((_, i) => i % 10 == 5))
        {
            old.KnownTo = 4;
            await db.SaveChangesAsync(FeedHost.Ct);
            var corrected = FeedData.NewSale(5000 + old.SaleKey, BitConverter.ToInt32(old.RowKey), 4);
            corrected.Revenue = -777;
            db.Add(corrected);
        }

        for (var i = 0; i < 50; i++)
            db.Add(FeedData.NewSale(9000 + i, 9000 + i, 4));
    });

    private static async Task PublishDraftAsync(FeedHost host)
    {
        await using var db = host.Contexts().CreateDbContext();
        await db.PlanVersions.Where(v => v.PlanVersionKey == FeedData.Published).ExecuteUpdateAsync(s => s.SetProperty(v => v.Status, PlanVersionStatus.Superseded), FeedHost.Ct);
        await db.PlanVersions.Where(v => v.PlanVersionKey == FeedData.Draft).ExecuteUpdateAsync(s => s.SetProperty(v => v.Status, PlanVersionStatus.Published), FeedHost.Ct);
    }
}
