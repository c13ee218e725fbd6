using System.IO.Compression;
using System.Text.Json;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>What goes over the wire around the rows: versions, formats, preferences, errors, and the known defects of the stock stack.</summary>
public sealed class ProtocolTests(FeedHost host) : IClassFixture<FeedHost>
{
    private const string PowerQueryAccept = "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7";

    /// <summary>Wrong and unsupported requests, what they answer, and a word of the advice.</summary>
    public static TheoryData<string, int, string> Refusals => new()
    {
        { "Nope", 404, "list at the feed's root" },
        { "sales", 404, "case-sensitive" },
        { "Sales(0)", 404, "no row" },
        { "Sales(x)", 400, "whole number" },
        { "Sales(1)?$filter=true", 400, "does not apply" },
        { "Sales(1)/Nope", 404, "has no" },
        { "Sales(1)/Revenue", 501, "$select" },
        { "Sales/$ref", 501, "$select" },
        { "$batch", 501, "one by one" },
        { "$all", 501, "one by one" },
        { "$crossjoin(Sales,Products)", 501, "one by one" },
        { "Sales?$search=bike", 501, "$filter" },
        { "Sales?$deltatoken=1", 501, "not offered" },
        { "Sales?$schemaversion=1", 501, "not offered" },
        { "Sales?$index=1", 501, "not offered" },
        { "Sales?$Filter=true", 400, "lower case" },
        { "Sales?$nope=1", 400, "unknown" },
        { "Sales?$top=1&$top=2", 400, "twice" },
        { "Sales?$filter=Nope eq 1", 400, "case-sensitive" },
        { "Sales?$filter=revenue eq 1", 400, "case-sensitive" },
        { "Sales?$filter=KnownTo gt 1", 400, "KnownTo" },
        { "Sales?$apply=groupby((RowKey))", 400, "RowKey" },
        { "Sales?$compute=PayloadHash add 1 as X", 400, "PayloadHash" },
        { "Runs?$filter=Run/LeaseOwner eq 'x'", 400, "Run" },
        { "Sales?$filter=Revenue", 400, "boolean" },
        { "Sales?$filter=Revenue eq 'x'", 400, "incompatible" },
        { "Sales?$filter=Quantity eq INF", 400, "finite" },
        { "Sales?$filter=contains(CurrencyCode,null)", 400, "null" },
        { "Sales?$filter=PeriodStart add duration'P1D' gt now()", 501, "dates" },
        { "Sales?$filter=matchesPattern(CurrencyCode,'E')", 501, "contains" },
        { "Sales?$filter=cast(SaleKey,Edm.String) eq '1'", 501, "contains" },
        { "Sales?$filter=geo.distance(SaleKey,SaleKey) eq 1", 400, "geo" },
        { "Sales?$filter=SaleKey eq @missing", 400, "@missing" },
        { "Sales?$top=-1", 400, "non-negative" },
        { "Sales?$top=x", 400, "non-negative" },
        { "Sales?$skip=-1", 400, "non-negative" },
        { "Sales?$count=maybe", 400, "count" },
        { "Sales?$select=Nope", 400, "case-sensitive" },
        { "Sales?$expand=Nope", 400, "case-sensitive" },
        { "Sales?$expand=Product($filter=true)", 501, "Level1" },
        { "Sales?$expand=Product($top=1)", 501, "Level1" },
        { "Sales?$expand=Product/$ref", 501, "key" },
        { "Sales?$expand=Account($expand=SalesRep($expand=Manager($expand=Manager)))", 400, "xpan" },
        { "Sales?$apply=topcount(2,Revenue)", 501, "groupby" },
        { "Sales?$apply=concat(filter(true),filter(true))", 501, "groupby" },
        { "Sales?$apply=identity", 501, "groupby" },
        { "Sales?$apply=expand(Product,filter(true))", 501, "groupby" },
        { "Sales?$apply=groupby((rollup(Product/Level1,Product/Level2)))", 501, "groupby" },
        { "Sales?$apply=groupby((CurrencyCode),filter(true))", 400, "aggregate" },
        { "Sales?$apply=groupby((CurrencyCode))/groupby((ProductKey))", 400, "ProductKey" },
        { "Sales?$apply=aggregate(Revenue with median as M)", 400, "median" },
        { "Sales?$apply=aggregate(CurrencyCode with sum as S)", 400, "" },
        { "Sales?$apply=groupby((CurrencyCode))&$filter=Revenue gt 1", 400, "Revenue" },
        { "Sales?$apply=groupby((CurrencyCode))&$orderby=Revenue", 400, "Revenue" },
        { "Sales?$apply=groupby((CurrencyCode))&$expand=Product", 501, "group by" },
        { "Sales?$apply=nonsense", 400, "" },
        { "Sales/$count?$top=1", 501, "leave" },
        { "Sales?$format=atom", 406, "json" },
        { "$metadata?$format=rdf", 406, "XML" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_EveryKind_IsODataErrorWithAdvice(string url, int status, string advice)
    {
        var failure = await host.FailAsync(url);
        Assert.True(status == failure.Status, $"{failure.Status} {failure.Message}");
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("innererror", failure.Body, StringComparison.Ordinal);
        Assert.Empty(host.Errors.Lines);
    }

    [Fact]
    public async Task PowerQuery_Headers_GetMinimalJsonAndXmlMetadata()
    {
        (string, string)[] headers = [("Accept", PowerQueryAccept), ("OData-MaxVersion", "4.0"), ("MaxDataServiceVersion", "3.0"), ("Accept-Encoding", "gzip, deflate"), ("Prefer", "odata.omit-values=nulls")];
        using var feed = await host.SendAsync("Products", null, headers);
        Assert.Equal("application/json;odata.metadata=minimal", feed.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("4.0", Assert.Single(feed.Headers.GetValues("OData-Version")));
        Assert.Equal("gzip", Assert.Single(feed.Content.Headers.ContentEncoding));
        await using var unzipped = new GZipStream(await feed.Content.ReadAsStreamAsync(FeedHost.Ct), CompressionMode.Decompress);
        var root = (await JsonDocument.ParseAsync(unzipped, cancellationToken: FeedHost.Ct)).RootElement;
        Assert.StartsWith(host.Client.BaseAddress + "$metadata#Products", root.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        using var metadata = await host.SendAsync("$metadata", null, headers[..3]);
        Assert.Equal("application/xml", metadata.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Context_BareExpand_HasNoEmptyParentheses()
    {
        foreach (var url in new[] { "Sales?$expand=Product", "Sales?$expand=Product&$select=SaleKey", "Sales?$expand=*", "Sales(1)?$expand=Account($expand=Territory)", "Sales?$apply=groupby((Product/Level1))" })
            Assert.DoesNotContain("()", (await host.GetAsync(url)).GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("#Sales", (await host.GetAsync("Sales?$expand=Product&$top=1")).GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("#Sales/$entity", (await host.GetAsync("Sales(1)")).GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
    }

    // Defect 1 is in SqlTests: date filters seek.
    [Fact]
    public async Task Defect2_GroupingThroughNullNavigation_IsCompleteJson()
    {
        var rows = await host.RowsAsync("Sales?$apply=groupby((Product/Level1,Account/SalesRep/Manager/Name),aggregate(Revenue with sum as R))");
        Assert.Contains(rows, r => r.GetProperty("Product").GetProperty("Level1").ValueKind == JsonValueKind.Null);
        Assert.Equal(FeedData.CurrentSales.Sum(s => s.Revenue), rows.Sum(r => r.GetProperty("R").GetDecimal()));
    }

    [Fact]
    public async Task Defect3_MomentComparison_Answers()
    {
        Assert.NotEmpty(await host.RowsAsync("Sales?$filter=PeriodStart ge 2026-01-05T00:00:00Z&$top=1"));
        Assert.NotEmpty(await host.RowsAsync("Products?$filter=LaunchDate le 2024-02-29T00:00:00Z"));
    }

    [Fact]
    public async Task Defect4_Search_IsNotIgnored() => Assert.Equal(501, (await host.FailAsync("Products?$search=zzz")).Status);

    [Fact]
    public async Task Defect6_OmitValues_IsAppliedAndEchoed()
    {
        foreach (var name in new[] { "omit-values", "odata.omit-values" })
        {
            using var response = await host.SendAsync("Sales?$filter=ProductKey eq 999 or ProductKey eq 2&$expand=Product", null, ("Prefer", $"{name}=nulls, odata.maxpagesize=3"));
            Assert.Equal($"odata.maxpagesize=3, {name}=nulls", Assert.Single(response.Headers.GetValues("Preference-Applied")));
            Assert.DoesNotContain(":null", await response.Content.ReadAsStringAsync(FeedHost.Ct), StringComparison.Ordinal);
        }

        using var plain = await host.SendAsync("Products(2)");
        Assert.Contains(":null", await plain.Content.ReadAsStringAsync(FeedHost.Ct), StringComparison.Ordinal);
        Assert.False(plain.Headers.Contains("Preference-Applied"));
    }

    [Fact]
    public async Task Defect7_OldVersionOrAtomOnly_IsRefused()
    {
        Assert.Equal(400, (await host.FailAsync("Sales", ("OData-MaxVersion", "3.0"))).Status);
        Assert.Equal(406, (await host.FailAsync("Sales", ("Accept", "application/atom+xml"))).Status);
        Assert.Equal(406, (await host.FailAsync("", ("Accept", "application/atomsvc+xml"))).Status);
        using var newer = await host.SendAsync("Sales?$top=1", null, ("OData-MaxVersion", "4.01"));
        Assert.Equal(200, (int)newer.StatusCode);
    }

    [Fact]
    public async Task Method_OtherThanGet_Is405()
    {
        using var response = await host.Client.PostAsync(new Uri(host.Client.BaseAddress + "Sales"), new StringContent("{}"), FeedHost.Ct);
        Assert.Equal(405, (int)response.StatusCode);
        Assert.Contains("\"code\":\"ReadOnly\"", await response.Content.ReadAsStringAsync(FeedHost.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Url_LongerThan8K_Is414WithRemedyAndUpTo8KWorks()
    {
        var keys = string.Join(',', Enumerable.Range(1000, 1500));
        Assert.Single(await host.RowsAsync($"Sales?$select=SaleKey&$filter=SaleKey in (5,{keys})&$top=1"));
        var failure = await host.FailAsync($"Sales?$filter=SaleKey in ({keys},{keys})");
        Assert.Equal(414, failure.Status);
        Assert.Contains("ge and lt", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expressions_TooManyOrTooDeep_AreRefused()
    {
        Assert.Equal("TooComplex", (await host.FailAsync("Sales?$filter=SaleKey in (" + string.Join(',', Enumerable.Range(0, 2100).Select(i => i % 10)) + ")")).Code);
        Assert.Equal(400, (await host.FailAsync("Sales?$filter=" + new string('(', 300) + "true" + new string(')', 300))).Status);
        Assert.Equal(400, (await host.FailAsync("Sales?$filter=" + string.Concat(Enumerable.Repeat("not (", 150)) + "true" + new string(')', 150))).Status);
    }

    [Fact]
    public async Task Forms_NoneAndIeee754_AreHonoured()
    {
        using var none = await host.SendAsync("Sales?$top=1", null, ("Accept", "application/json;odata.metadata=none"));
        Assert.DoesNotContain("@odata", await none.Content.ReadAsStringAsync(FeedHost.Ct), StringComparison.Ordinal);
        using var exact = await host.SendAsync("Sales(1)", null, ("Accept", "application/json;IEEE754Compatible=true"));
        var text = await exact.Content.ReadAsStringAsync(FeedHost.Ct);
        Assert.Contains("\"SaleKey\":\"1\"", text, StringComparison.Ordinal);
        Assert.Contains("\"Revenue\":\"0.4\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_ManyRequests_AllAnswerAlike()
    {
        var expected = (await host.GetAsync("Sales?$expand=Product")).GetRawText();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.GetAsync("Sales?$expand=Product")));
        Assert.All(answers, a => Assert.Equal(expected, a.GetRawText()));
    }

    [Fact]
    public async Task FilterFunctions_EveryClaim_Works()
    {
        using var response = await host.SendAsync("$metadata");
        var document = System.Xml.Linq.XDocument.Parse(await response.Content.ReadAsStringAsync(FeedHost.Ct));
        var claimed = document.Descendants().Single(e => e.Attribute("Term")?.Value == "Capabilities.FilterFunctions").Descendants().Where(e => e.Name.LocalName == "String").Select(e => e.Value);
        await Assert.AllAsync(claimed, function => host.RowsAsync("Sales?$top=1&$filter=" + function switch
        {
            "contains" or "startswith" or "endswith" => $"{function}(CurrencyCode,'E')",
            "tolower" or "toupper" or "trim" => $"{function}(CurrencyCode) eq 'E'",
            "length" => "length(CurrencyCode) eq 3",
            "indexof" => "indexof(CurrencyCode,'E') eq 0",
            "substring" => "substring(CurrencyCode,1) eq 'UR'",
            "concat" => "concat(CurrencyCode,'x') eq 'EURx'",
            "date" => "date(PeriodStart) eq 2026-01-01",
            "now" => "PeriodStart lt now()",
            "round" or "floor" or "ceiling" => $"{function}(Quantity) eq 1",
            _ => $"{function}(PeriodStart) eq 1",
        }));
    }

    [Fact]
    public async Task PowerBiFile_Download_PointsAtTheFeed()
    {
        using var response = await host.SendAsync(new Uri(host.Client.BaseAddress!, "/powerbi/planning.pbids").ToString());
        Assert.Equal("planning.pbids", response.Content.Headers.ContentDisposition!.FileName);
        var address = host.Client.BaseAddress!.ToString().TrimEnd('/');
        Assert.Equal("""{"version":"0.1","connections":[{"details":{"protocol":"odata","address":{"url":"URL"}}}]}""".Replace("URL", address, StringComparison.Ordinal),
            await response.Content.ReadAsStringAsync(FeedHost.Ct));
    }
}
