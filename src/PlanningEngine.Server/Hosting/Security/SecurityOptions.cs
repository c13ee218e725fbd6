using System.ComponentModel.DataAnnotations;

namespace PlanningEngine.Server.Hosting.Security;

/// <summary>Who may connect, and how. Section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Security";

    /// <summary>
    /// An administrator's key given from outside, as an environment secret (<c>Security__BootstrapKey</c>); enough for a
    /// container. At least 32 characters. Default: none.
    /// </summary>
    [MinLength(32, ErrorMessage = "The Security:BootstrapKey must have at least 32 characters. Maybe make one with: openssl rand -base64 32")]
    public string? BootstrapKey { get; set; }

    /// <summary>
    /// States that a reverse proxy in front of the server ends TLS, so that plain HTTP beyond loopback is accepted.
    /// Default: false.
    /// </summary>
    public bool BehindTlsProxy { get; set; }

    /// <summary>Addresses of the proxies whose X-Forwarded-* headers count. Default: none but loopback.</summary>
    public IList<string> TrustedProxies { get; } = [];
}
