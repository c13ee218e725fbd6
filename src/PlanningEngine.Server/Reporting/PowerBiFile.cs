using System.Text.Json;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting;

/// <summary>The file that opens Power BI Desktop on the feed.</summary>
internal static class PowerBiFile
{
    /// <summary>Where it is downloaded.</summary>
    public const string Path = "/powerbi/planning.pbids";

    public static IResult Get(HttpRequest request)
    {
        var file = new
        {
            version = "0.1",
            connections = new[] { new { details = new { protocol = "odata", address = new { url = FeedEndpoint.AddressOf(request) } } } },
        };
        return Results.File(JsonSerializer.SerializeToUtf8Bytes(file, JsonText.Options), "application/json", "planning.pbids");
    }
}
