using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PlanningEngine.Server.Reporting.Protocol;

/// <summary>What a request's headers ask for: version, format and preferences.</summary>
internal static class FeedHeaders
{
    private const string VersionHeader = "OData-Version";

    public static void SetVersion(HttpResponse response) => response.Headers[VersionHeader] = "4.0";

    /// <summary>Refuses clients that cannot read version 4.</summary>
    public static void CheckVersion(HttpRequest request)
    {
        var stated = request.Headers["OData-MaxVersion"].ToString();
        if (stated.Length == 0)
            return;
        if (!decimal.TryParse(stated.Split(';')[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var version) || version < 4)
            throw FeedException.BadRequest("UnsupportedVersion", $"This feed speaks OData 4.0; the header OData-MaxVersion ({stated}) asks for less. Maybe use an OData V4 client.");
    }

    /// <summary>Chooses the form of JSON that the client accepts.</summary>
    /// <exception cref="FeedException">406 when the client accepts no JSON at all.</exception>
    public static JsonForm NegotiateJson(HttpRequest request, string? format)
    {
        var accepted = format switch
        {
            null => request.Headers.Accept,
            "json" => new StringValues("application/json"),
            _ => new StringValues(format.Replace(' ', '+')),
        };
        if (StringValues.IsNullOrEmpty(accepted))
            return new();
        if (!MediaTypeHeaderValue.TryParseList(accepted, out var types))
            throw NotAcceptable(accepted!);
        foreach (var type in types.Where(t => t.Quality is null or > 0).OrderByDescending(t => t.Quality ?? 1))
        {
            if (type.MatchesAllTypes || (type.Type == "application" && type.MatchesAllSubTypes))
                return new();
            if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
                return new() { HasMetadata = Parameter(type, "metadata") != "none", NumbersAsText = Parameter(type, "IEEE754Compatible") == "true" };
        }

        throw NotAcceptable(accepted!);
    }

    /// <summary>Page size and null handling that the client prefers; values that make no sense are not applied.</summary>
    public static Preferences ReadPreferences(HttpRequest request)
    {
        var preferences = new Preferences();
        foreach (var preference in request.Headers["Prefer"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            var name = parts[0].ToLowerInvariant();
            var value = parts.Length == 2 ? parts[1].Split(';')[0].Trim('"') : "";
            if (name is "odata.maxpagesize" or "maxpagesize" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
                preferences = preferences with { PageSize = size, PageSizeName = name };
            else if (name is "odata.omit-values" or "omit-values" && value == "nulls")
                preferences = preferences with { OmitNulls = true, OmitNullsName = name };
        }

        return preferences;
    }

    private static string? Parameter(MediaTypeHeaderValue type, string name) => type.Parameters
        .FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || p.Name.Equals("odata." + name, StringComparison.OrdinalIgnoreCase))?.Value.Value;

    private static FeedException NotAcceptable(string? accepted) => new(StatusCodes.Status406NotAcceptable, "NotAcceptable",
        $"This feed answers in JSON; the request accepts only ({accepted}). Maybe send Accept: application/json.");
}

/// <summary>A form of OData JSON.</summary>
internal sealed record JsonForm
{
    /// <summary>False where the client asked for no control information.</summary>
    public bool HasMetadata { get; init; } = true;

    /// <summary>True where 64-bit and decimal numbers go as text (IEEE754Compatible).</summary>
    public bool NumbersAsText { get; init; }

    public string ContentType => $"application/json;odata.metadata={(HasMetadata ? "minimal" : "none")}"
        + (NumbersAsText ? ";IEEE754Compatible=true" : "");
}

/// <summary>Preferences that were understood, under the names the client used.</summary>
internal sealed record Preferences
{
    public int? PageSize { get; init; }

    public string PageSizeName { get; init; } = "odata.maxpagesize";

    public bool OmitNulls { get; init; }

    public string OmitNullsName { get; init; } = "omit-values";

    /// <summary>The header Preference-Applied for what was done.</summary>
    public string Applied(int pageSize)
    {
        var applied = new List<string>(2);
        if (PageSize is not null)
            applied.Add(string.Create(CultureInfo.InvariantCulture, $"{PageSizeName}={pageSize}"));
        if (OmitNulls)
            applied.Add($"{OmitNullsName}=nulls");
        return string.Join(", ", applied);
    }
}
