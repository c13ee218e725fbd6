using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Hosting.Security;

/// <summary>
/// Reads an API key from <c>Authorization: Bearer KEY</c> or, for Excel and Power BI, from Basic with the key as the
/// password. Without credentials a caller on an open loopback server is the local administrator.
/// </summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory loggers, UrlEncoder encoder,
    IConfiguration configuration, IOptions<SecurityOptions> security, ApiKeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>Claim that holds the preorder range of the territories the caller is bound to; absent for all.</summary>
    public const string TerritoryClaim = "territory";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            var local = Context.Connection.RemoteIpAddress is { } ip && IPAddress.IsLoopback(ip) && ExposureGuard.IsLoopbackOnly(configuration);
            return local ? Success("local", Policies.Administrator, null) : AuthenticateResult.NoResult();
        }

        var secret = ReadSecret(header);
        if (secret is null)
            return AuthenticateResult.Fail("The Authorization header must be Bearer KEY, or Basic with the key as the password.");
        if (IsBootstrap(secret))
            return Success("bootstrap", Policies.Administrator, null);
        var known = await keys.FindAsync(secret, Context.RequestAborted);
        return known is null
            ? AuthenticateResult.Fail("The API key is unknown, revoked or expired.")
            : Success(known.Key.Name, known.Key.Role, known.Subtree);
    }

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"PlanningEngine\", charset=\"UTF-8\"";
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure?.Message;
        await RefuseAsync(
            StatusCodes.Status401Unauthorized, "Unauthorized", "The feed needs an API key that holds. Maybe sign in with Basic, any user name, and the key as the password.",
            RichStatus.Of(
                StatusCode.Unauthenticated, $"{failure ?? "The call has no API key."} Maybe send one that holds as authorization: Bearer KEY.",
                failure is null ? "API_KEY_MISSING" : "API_KEY_REFUSED", [("method", Request.Path)], []));
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        const string Message = "The API key's role does not allow this. Maybe ask an administrator for a key with a wider role.";
        var role = Context.User.FindFirst(ClaimTypes.Role)?.Value ?? "";
        return RefuseAsync(
            StatusCodes.Status403Forbidden, "Forbidden", Message, RichStatus.Of(StatusCode.PermissionDenied, Message, "ROLE_NOT_ALLOWED", [("method", Request.Path), ("role", role)], []));
    }

    /// <summary>The feed's clients read OData errors, gRPC's their own; all others the status alone.</summary>
    private async Task RefuseAsync(int status, string code, string message, Google.Rpc.Status ofCall)
    {
        if (CallFaults.IsCall(Request))
            CallFaults.Refuse(Context, ofCall);
        else if (Request.Path.StartsWithSegments("/odata"))
            await FeedErrors.WriteAsync(Context, status, code, message);
        else
            Response.StatusCode = status;
    }

    private bool IsBootstrap(string secret) => security.Value.BootstrapKey is { Length: > 0 } bootstrap
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(bootstrap)));

    private static string? ReadSecret(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var (kind, value) = space < 0 ? (header, "") : (header[..space], header[(space + 1)..].Trim());
        if (kind.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return value.Length > 0 ? value : null;
        if (!kind.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon == pair.Length - 1 ? null : pair[(colon + 1)..];
    }

    private static AuthenticateResult Success(string name, string role, TerritoryRange? subtree)
    {
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(ClaimTypes.Role, role));
        if (subtree is { } territories)
            identity.AddClaim(new Claim(TerritoryClaim, CallerTerritoryScope.ToClaim(territories)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
