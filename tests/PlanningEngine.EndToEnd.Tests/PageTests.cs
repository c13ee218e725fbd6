namespace PlanningEngine.EndToEnd.Tests;

/// <summary>The page as a browser shows it.</summary>
public sealed class PageTests(DemoServer demo)
{
    [Fact]
    public async Task Page_InABrowser_ShowsThreePicturesAndHowToConnect()
    {
        Assert.SkipWhen(Tools.Find("chromium", "chromium-browser", "google-chrome") is null, "Chromium is not on the PATH.");
        var dom = await Tools.PageAsync(demo.Server.Http);

        Assert.Contains("data-ready=\"true\"", dom, StringComparison.Ordinal);
        Assert.DoesNotContain("Not to be shown", dom, StringComparison.Ordinal);
        foreach (var picture in new[] { "demand", "attainment", "accuracy" })
            Assert.Matches($"id=\"{picture}\" class=\"picture\"><svg", dom);
        Assert.Contains("OData.Feed(\"" + demo.Server.Http + "odata/\"", System.Net.WebUtility.HtmlDecode(dom), StringComparison.Ordinal);
        Assert.Contains("grpcurl -plaintext", dom, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PowerBiFile_Downloaded_NamesTheFeed()
    {
        using var client = new HttpClient();
        var file = await client.GetStringAsync(new Uri(demo.Server.Http, "/powerbi/planning.pbids"), TestContext.Current.CancellationToken);
        Assert.Contains($"{demo.Server.Http}odata", file, StringComparison.Ordinal);
        Assert.Contains("\"protocol\":\"odata\"", file.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
