using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>The page over own files, whatever the territories look like.</summary>
public sealed class OwnDataPageTests
{
    private const string Flat = "{ code: region }";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_FlatTerritoriesOrSeveralRoots_ShowsTheCompanysForecastAndTheLatestFigures(bool severalRoots)
    {
        Assert.SkipWhen(Tools.Find("chromium", "chromium-browser", "google-chrome") is null, "Chromium is not on the PATH.");
        var (folder, files) = (ServerProcess.NewFolder(), ServerProcess.NewFolder());
        await using var server = await ServerProcess.StartAsync(folder);
        File.Copy(Repository.PathOf("deploy/mappings/tidy-sales.csv"), Path.Combine(files, "tidy-sales.csv"));
        var mapping = await File.ReadAllTextAsync(Repository.PathOf("deploy/mappings/tidy-sales.yaml"), TestContext.Current.CancellationToken);
        Assert.Contains(Flat, mapping, StringComparison.Ordinal);
        if (severalRoots)
        {
            // One of the regions lies below a root of its own, the others are roots.
            mapping = mapping.Replace("  - set: territories\n    file: tidy-sales.csv\n    duplicates: first\n    columns: " + Flat,
                "  - set: territories\n    rows:\n      - { code: Europe }\n      - { code: North, parent_code: Europe }\n      - { code: South }\n", StringComparison.Ordinal);
            Assert.DoesNotContain(Flat, mapping, StringComparison.Ordinal);
        }

        var path = Path.Combine(files, "sales.yaml");
        await File.WriteAllTextAsync(path, mapping, TestContext.Current.CancellationToken);
        await PlanctlAsync(server, "import", path);
        await PlanctlAsync(server, "run", "create", "forecast", "--methods", "snaive,ses", "--watch");
        await PlanctlAsync(server, "run", "create", "quotas", "--watch");

        var dom = WebUtility.HtmlDecode(await Tools.PageAsync(server.Http));
        using var client = new HttpClient();
        var feed = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Http, "/odata/Forecasts?$apply=aggregate(Mean with sum as Mean)"), TestContext.Current.CancellationToken));
        var expected = feed.RootElement.GetProperty("value")[0].GetProperty("Mean").GetDouble();
        Assert.True(expected > 0);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Units per month and the forecast with its 80 % interval: {expected:0.0} units in 6 months ahead"), dom, StringComparison.Ordinal);
        Assert.Matches("<dt>Series forecast</dt><dd>[1-9]", dom);
        Assert.Matches("<dt>Forecast error \\(WAPE\\)</dt><dd>[0-9]", dom);
        Assert.Matches("<dt>Quotas</dt><dd>[1-9]", dom);
        Assert.Contains("last run 2 (quotas)", dom, StringComparison.Ordinal);

        await PlanctlAsync(server, "run", "create", "forecast", "--methods", "snaive,ses", "--bucket", "week", "--horizon", "4", "--measure", "revenue", "--watch");
        dom = WebUtility.HtmlDecode(await Tools.PageAsync(server.Http));
        Assert.Contains("<span id=\"demand-unit\">Revenue per week</span>", dom, StringComparison.Ordinal);
        Assert.Matches("aria-label=\"Revenue per week and the forecast with its 80 % interval: [0-9.]+ in 4 weeks ahead\"", dom);
        Assert.DoesNotContain("Not to be shown", dom, StringComparison.Ordinal);
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(server.Grpc);
        var overview = await new Contracts.V1.OverviewService.OverviewServiceClient(channel).GetOverviewAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((3, 3, 2), (overview.LastRun.RunKey, overview.ForecastRun.RunKey, overview.QuotaRun.RunKey));
        Assert.Null(overview.AllocationRun);
    }

    [Fact]
    public async Task Page_DaysAndFiscalPeriods_ShowsThem()
    {
        Assert.SkipWhen(Tools.Find("chromium", "chromium-browser", "google-chrome") is null, "Chromium is not on the PATH.");
        await using var server = await ServerProcess.StartAsync(ServerProcess.NewFolder(), "--Company:FiscalPattern=4-4-5", "--Company:FiscalYearEnd=last Saturday of January");
        await PlanctlAsync(server, "import", Repository.PathOf("deploy/mappings/tidy-sales.yaml"));

        await PlanctlAsync(server, "run", "create", "forecast", "--methods", "snaive,ses", "--bucket", "day", "--horizon", "14", "--watch");
        Assert.Matches("aria-label=\"Units per day and the forecast with its 80 % interval: [0-9.]+ units in 14 days ahead\"", WebUtility.HtmlDecode(await Tools.PageAsync(server.Http)));

        await PlanctlAsync(server, "run", "create", "forecast", "--methods", "snaive,ses", "--bucket", "fiscal-period", "--horizon", "3", "--watch");
        Assert.Matches("aria-label=\"Units per fiscal period and the forecast with its 80 % interval: [0-9.]+ units in 3 fiscal periods ahead\"", WebUtility.HtmlDecode(await Tools.PageAsync(server.Http)));
        await PlanctlAsync(server, "run", "create", "forecast", "--methods", "snaive,ses", "--bucket", "week", "--horizon", "4", "--watch");
        Assert.Matches("aria-label=\"Units per week and the forecast with its 80 % interval: [0-9.]+ units in 4 weeks ahead\"", WebUtility.HtmlDecode(await Tools.PageAsync(server.Http)));
        using var client = new HttpClient();
        var weeks = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Http, "/overview"), TestContext.Current.CancellationToken)).RootElement.GetProperty("fiscalPeriods");
        Assert.Equal(104, weeks.GetArrayLength());
        Assert.All(weeks.EnumerateArray(), week => Assert.Equal(DayOfWeek.Sunday, DateOnly.ParseExact(week.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayOfWeek));
        var feed = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Http, "/odata/PlanVersions?$filter=Status eq 'Published' and Bucket ne ''&$select=Bucket"), TestContext.Current.CancellationToken));
        Assert.Equal("Week, 4-4-5, last Saturday of January", Assert.Single(feed.RootElement.GetProperty("value").EnumerateArray()).GetProperty("Bucket").GetString());
    }

    /// <summary>The forecasts keep the calendar that they were made in, and what was sold is shown in the same.</summary>
    [Fact]
    public async Task Page_CompanyChangesItsFiscalCalendar_ShowsThePastInThatOfTheForecasts()
    {
        Assert.SkipWhen(Tools.Find("chromium", "chromium-browser", "google-chrome") is null, "Chromium is not on the PATH.");
        var folder = ServerProcess.NewFolder();
        await using (var before = await ServerProcess.StartAsync(folder, "--Company:FiscalPattern=4-4-5", "--Company:FiscalYearEnd=last Saturday of January"))
        {
            await PlanctlAsync(before, "import", Repository.PathOf("deploy/mappings/tidy-sales.yaml"));
            await PlanctlAsync(before, "run", "create", "forecast", "--methods", "snaive,ses", "--bucket", "fiscal-period", "--horizon", "3", "--watch");
        }

        await using var server = await ServerProcess.StartAsync(folder);
        using var client = new HttpClient();
        var overview = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Http, "/overview"), TestContext.Current.CancellationToken));
        var starts = overview.RootElement.GetProperty("fiscalPeriods").EnumerateArray().Select(s => DateOnly.ParseExact(s.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        // FY23 began on 30 January 2022; its twelfth period holds 1 January 2023. FY26 began on 26 January 2025; its eleventh holds 1 December.
        Assert.Equal((36, new DateOnly(2022, 12, 25), new DateOnly(2025, 11, 23)), (starts.Count, starts[0], starts[^1]));
        var feed = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Http, "/odata/Sales?$apply=groupby((DateKey),aggregate(Quantity with sum as Sold))"), TestContext.Current.CancellationToken));
        var sold = new double[starts.Count];
        foreach (var day in feed.RootElement.GetProperty("value").EnumerateArray())
            sold[starts.FindLastIndex(s => (s.Year * 10_000) + (s.Month * 100) + s.Day <= day.GetProperty("DateKey").GetInt32())] += day.GetProperty("Sold").GetDouble();

        var line = Regex.Match(WebUtility.HtmlDecode(await Tools.PageAsync(server.Http)), "polyline points=\"([^\"]+)\" fill=\"none\" stroke=\"var\\(--ink\\)\"").Groups[1].Value;
        const double ZeroLine = 234;
        var heights = line.Split(' ').Select(point => ZeroLine - double.Parse(point.Split(',')[1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sold.Length, heights.Count);
        Assert.All(sold.Zip(heights), pair => Assert.Equal(pair.First / sold.Sum(), pair.Second / heights.Sum(), 1e-9));
    }

    private static async Task PlanctlAsync(ServerProcess server, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["PLANNING_SERVER"] = server.Grpc.ToString() };
        var (exitCode, output, error) = await Tools.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "planctl.dll"), .. arguments], environment: environment);
        Assert.True(exitCode == 0, output + error);
    }
}
