using System.Net;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting;

/// <summary>Says which territories a request may see. Sign-in fills it; without sign-in only this machine sees anything.</summary>
public interface ITerritoryScopeAccessor
{
    /// <summary>The scope of a request's reader.</summary>
    TerritoryScope GetScope(HttpContext context);
}

/// <summary>The default: everything for requests from this machine, nothing for all others.</summary>
internal sealed class LoopbackTerritoryScope : ITerritoryScopeAccessor
{
    // An in-process caller has no address at all.
    public TerritoryScope GetScope(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address) ? TerritoryScope.All : TerritoryScope.None;
}
