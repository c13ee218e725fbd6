using System.Globalization;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting;

namespace PlanningEngine.Server.Hosting.Security;

/// <summary>The territories a caller sees: all, or the subtree that the API key is bound to.</summary>
public sealed class CallerTerritoryScope : ITerritoryScopeAccessor
{
    /// <inheritdoc />
    public TerritoryScope GetScope(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.Identity?.IsAuthenticated != true)
            return TerritoryScope.None;
        return context.User.FindFirst(ApiKeyAuthentication.TerritoryClaim) is { } claim ? Subtree(claim.Value) : TerritoryScope.All;
    }

    /// <summary>The claim's value for a subtree.</summary>
    internal static string ToClaim(TerritoryRange subtree) => string.Create(CultureInfo.InvariantCulture, $"{subtree.First}-{subtree.Last}");

    private static TerritoryScope Subtree(string claim)
    {
        var dash = claim.IndexOf('-', StringComparison.Ordinal);
        return TerritoryScope.Of(new TerritoryRange(
            int.Parse(claim.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(claim.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture)));
    }
}
