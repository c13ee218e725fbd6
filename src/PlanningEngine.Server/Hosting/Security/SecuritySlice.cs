using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using PlanningEngine.Server.Reporting;

namespace PlanningEngine.Server.Hosting.Security;

/// <summary>Authentication by API key, roles, and trust in proxies.</summary>
public static class SecuritySlice
{
    /// <summary>Adds authentication and the policies; every endpoint asks for Reader unless it says otherwise.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecurityOptions>().Bind(configuration.GetSection(SecurityOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<ITerritoryScopeAccessor, CallerTerritoryScope>();
        services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Reader, p => p.RequireRole(Policies.Reader, Policies.Planner, Policies.DataScientist, Policies.Administrator))
            .AddPolicy(Policies.Planner, p => p.RequireRole(Policies.Planner, Policies.Administrator))
            .AddPolicy(Policies.DataScientist, p => p.RequireRole(Policies.DataScientist, Policies.Planner, Policies.Administrator))
            .AddPolicy(Policies.Administrator, p => p.RequireRole(Policies.Administrator))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName)
                .RequireRole(Policies.Reader, Policies.Planner, Policies.DataScientist, Policies.Administrator).Build());
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<SecurityOptions>>((forwarded, security) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in security.Value.TrustedProxies)
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });
        return services;
    }
}
