using System.Text.Json;
using System.Xml.Linq;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>The published schema: a change to it is a change to every workbook out there.</summary>
public sealed class MetadataTests(FeedHost host) : IClassFixture<FeedHost>
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    [Fact]
    public async Task Metadata_Xml_IsAsApproved() =>
        Approval.Verify(await TextAsync("$metadata"), "tests/PlanningEngine.Server.Tests/Reporting/Approved/metadata.xml");

    [Fact]
    public async Task Metadata_EveryProperty_IsDescribedAndFlat()
    {
        var document = XDocument.Parse(await TextAsync("$metadata"));
        Assert.All(document.Descendants(Edm + "Property").Concat(document.Descendants(Edm + "EntitySet")).Concat(document.Descendants(Edm + "NavigationProperty")), p =>
            Assert.Contains(p.Elements(Edm + "Annotation"), a => a.Attribute("Term")!.Value == "Core.Description" && a.Attribute("String")!.Value.Length > 5));
        Assert.All(document.Descendants(Edm + "Property"), p =>
        {
            var type = p.Attribute("Type")!.Value;
            Assert.StartsWith("Edm.", type, StringComparison.Ordinal);
            Assert.True(type != "Edm.String" || p.Attribute("MaxLength") is not null, p.ToString());
            Assert.True(type != "Edm.Decimal" || (p.Attribute("Precision") is not null && p.Attribute("Scale") is not null), p.ToString());
        });
        Assert.All(document.Descendants(Edm + "NavigationProperty"), n =>
        {
            Assert.Single(n.Elements(Edm + "ReferentialConstraint"));
            Assert.DoesNotContain("Collection", n.Attribute("Type")!.Value, StringComparison.Ordinal);
        });
        Assert.Empty(document.Descendants(Edm + "ComplexType"));
        Assert.DoesNotContain(document.Descendants(Edm + "EntityType"), t => t.Attribute("OpenType") is not null);
        foreach (var hidden in new[] { "RowKey", "PayloadHash", "KnownFrom", "KnownTo", "FencingToken", "LeaseOwner", "LeaseExpiresAt", "Version", "Content" })
            Assert.DoesNotContain(document.Descendants(Edm + "Property"), p => p.Attribute("Name")!.Value == hidden);
    }

    [Fact]
    public async Task Metadata_Json_IsJson() =>
        Assert.True(JsonDocument.Parse(await TextAsync("$metadata?$format=json")).RootElement.GetProperty("PlanningEngine").TryGetProperty("Sale", out _));

    private async Task<string> TextAsync(string url)
    {
        using var response = await host.SendAsync(url);
        Assert.Equal("4.0", Assert.Single(response.Headers.GetValues("OData-Version")));
        return await response.Content.ReadAsStringAsync(FeedHost.Ct);
    }
}
