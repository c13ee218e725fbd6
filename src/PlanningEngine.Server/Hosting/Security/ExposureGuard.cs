using System.Net;

namespace PlanningEngine.Server.Hosting.Security;

/// <summary>
/// Secure by default: on loopback the server is open to its own machine; on any other address it needs credentials, and
/// TLS or a stated reverse proxy, or it does not start.
/// </summary>
public static class ExposureGuard
{
    /// <summary>True when every endpoint listens on loopback alone.</summary>
    public static bool IsLoopbackOnly(IConfiguration configuration) => EndpointUrls(configuration).All(e => IsLoopback(e.Url));

    /// <summary>
    /// On an open loopback server only loopback names are answered, so that no web page can reach it through a name of its
    /// own; elsewhere the credentials protect. A configured <c>AllowedHosts</c> always wins.
    /// </summary>
    public static void LimitHosts(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["AllowedHosts"]))
            configuration["AllowedHosts"] = IsLoopbackOnly(configuration) ? "localhost;127.0.0.1;[::1]" : "*";
    }

    /// <summary>Everything that forbids to start, each with what to do about it.</summary>
    /// <param name="configuration">The server's configuration.</param>
    /// <param name="hasKeys">True when the database holds a key that is not revoked.</param>
    public static IReadOnlyList<string> Violations(IConfiguration configuration, bool hasKeys)
    {
        var options = configuration.GetSection(SecurityOptions.Section).Get<SecurityOptions>() ?? new SecurityOptions();
        var open = EndpointUrls(configuration).Where(e => !IsLoopback(e.Url)).ToList();
        var violations = new List<string>();
        if (open.Count > 0 && !hasKeys && string.IsNullOrEmpty(options.BootstrapKey))
        {
            violations.Add($"The endpoint {open[0].Name} ({open[0].Url}) is reachable from other machines and there is no credential. "
                + "Maybe set the environment secret Security__BootstrapKey to at least 32 random characters, or make a key with: planctl keys create --role Administrator --name NAME");
        }

        foreach (var (name, url) in open.Where(e => !IsHttps(e.Url) && !options.BehindTlsProxy))
        {
            violations.Add($"The endpoint {name} ({url}) would send credentials in plain text to other machines. "
                + $"Maybe give it a certificate (Kestrel:Endpoints:{name}:Url=https://... and Kestrel:Endpoints:{name}:Certificate:Path), "
                + "or state that a reverse proxy ends TLS with Security:BehindTlsProxy=true, or listen on http://127.0.0.1.");
        }

        return violations;
    }

    private static IEnumerable<(string Name, string Url)> EndpointUrls(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => (e.Key, e["Url"] ?? ""));

    private static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            return false; // "http://*:80" and the like listen everywhere.
        return address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
