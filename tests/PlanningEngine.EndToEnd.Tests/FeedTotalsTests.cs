using System.Globalization;
using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>The same totals whoever asks: OData, gRPC, the database.</summary>
public sealed class FeedTotalsTests(DemoServer demo)
{
    private static readonly string[] Sets =
    [
        "Dates", "Products", "Locations", "Territories", "Channels", "Accounts", "SalesReps", "Drivers", "Scenarios", "Plans", "PlanVersions", "KpiDefinitions", "Models",
        "Sales", "Inventory", "Capacities", "Opportunities", "DriverValues", "Forecasts", "ForecastHistory", "ForecastRollups", "ForecastQuantiles", "ForecastAccuracies",
        "Quotas", "QuotaNodes", "PlanLines", "Allocations", "KpiValues", "Runs", "Loads", "DataQualityResults",
    ];

    public static TheoryData<string> AllSets => [.. Sets];

    [Theory]
    [MemberData(nameof(AllSets))]
    public async Task Set_Top5_AnswersRowsWithContext(string set)
    {
        using var answer = await ReadAsync($"{set}?$top=5&$count=true");
        Assert.EndsWith($"$metadata#{set}", answer.RootElement.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        var rows = answer.RootElement.GetProperty("value").GetArrayLength();
        Assert.Equal(Math.Min(5, answer.RootElement.GetProperty("@odata.count").GetInt64()), rows);
    }

    [Theory]
    [InlineData("Sales", "Revenue", "SELECT ROUND(SUM(Revenue), 4) FROM Sales WHERE KnownTo = 2147483647")]
    [InlineData("Quotas", "Amount", "SELECT ROUND(SUM(Amount), 4) FROM Quotas WHERE PlanVersionKey IN (SELECT PlanVersionKey FROM PlanVersions WHERE Status = 1)")]
    [InlineData("Allocations", "Quantity", "SELECT SUM(Quantity) FROM Allocations WHERE PlanVersionKey IN (SELECT PlanVersionKey FROM PlanVersions WHERE Status = 1)")]
    public async Task Sum_OverFeedGrpcAndDatabase_IsTheSame(string set, string column, string sql)
    {
        using var answer = await ReadAsync($"{set}?$apply=aggregate({column} with sum as Total)");
        var feed = answer.RootElement.GetProperty("value")[0].GetProperty("Total").GetDouble();

        using var channel = GrpcChannel.ForAddress(demo.Server.Grpc);
        var overview = await new OverviewService.OverviewServiceClient(channel)
            .GetOverviewAsync(new GetOverviewRequest(), cancellationToken: TestContext.Current.CancellationToken);
        var total = overview.Sets.Single(s => s.Set == set);
        var grpc = column == "Quantity" ? total.Quantity : (double)total.Amount.ToClrDecimal();

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(demo.Server.Folder, "planning.db")};Mode=ReadOnly");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var database = Convert.ToDouble(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);

        Assert.True(database > 0);
        Assert.Equal(database, feed, database * 1e-12);
        Assert.Equal(database, grpc, database * 1e-12);
    }

    [Fact]
    public async Task Walk_OverNextLinks_SeesEachRowOnce()
    {
        var keys = new List<long>();
        var pages = 0;
        using var client = new HttpClient();
        for (var next = new Uri(demo.Server.Http, "/odata/Quotas?$select=QuotaKey"); next is not null;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Add("Prefer", "odata.maxpagesize=200");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            using var page = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            keys.AddRange(page.RootElement.GetProperty("value").EnumerateArray().Select(r => r.GetProperty("QuotaKey").GetInt64()));
            next = page.RootElement.TryGetProperty("@odata.nextLink", out var link) ? new Uri(link.GetString()!) : null;
            pages++;
        }

        using var count = await ReadAsync("Quotas?$top=0&$count=true");
        Assert.True(pages >= 3, $"{pages} pages");
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(count.RootElement.GetProperty("@odata.count").GetInt64(), keys.Count);
    }

    private async Task<JsonDocument> ReadAsync(string path)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(demo.Server.Http, "/odata/" + path), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path} answered {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text);
    }
}
